import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { namesOf, Trial } from "./trial.js";

/** Ada with groups and roles; the API accepts `source` only at creation. */
function declareAda(source: string, fields = "", options = ""): string {
  return `
    const ada = new approw.User("ada", { username: "ada", registerSource: "${source}", ${fields} }, { ${options} });
    new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering"] });
    new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["author"] });
  `;
}

const replace = "replaceOnCreateOnlyChange: true";

async function findAda({ pool }: Trial): Promise<{
  id: string;
  groups: string[];
  roles: string[];
  registerSource: unknown;
}> {
  const { users } = pool.admin;
  const ada = await users.find({ username: "ada" });
  if (ada === null) throw new Error("ada is not in the pool");
  const [groups, roles] = await Promise.all([users.listGroups(ada.id), users.listRoles(ada.id)]);
  return {
    id: ada.id,
    registerSource: ada.registerSource,
    groups: groups.list.map(({ code }) => code),
    roles: roles.list.map(({ code }) => code),
  };
}

test("a change of a field that the API accepts only at creation", async () => {
  const trial = await Trial.open(declareAda("import:hr"));
  onTestFinished(() => trial.close());
  await trial.must("up");
  const { id: previousId } = await findAda(trial);

  await step("fails the preview, which names the field and each solution, and changes nothing", async () => {
    await trial.write(declareAda("import:crm"));
    trial.calls.length = 0;

    const { code, stdout, stderr } = await trial.run("preview");

    expect(code).not.toBe(0);
    for (const words of ["registerSource", "Undo the change", 'ignoreChanges: ["registerSource"]', replace])
      expect(stdout + stderr).toContain(words);
    expect(trial.calls).toEqual([]);
  });

  await step("passes with ignoreChanges, and changes nothing", async () => {
    await trial.write(declareAda("import:crm", "", 'ignoreChanges: ["registerSource"]'));

    await trial.must("up", "--expect-no-changes");

    expect(await findAda(trial)).toMatchObject({ id: previousId, registerSource: ["import:hr"] });
  });

  await step("is planned as a replacement if the program asks for it, with groups and roles", async () => {
    await trial.write(declareAda("import:crm", replace));

    const preview = await trial.must("preview");

    expect(preview.changeSummary).toMatchObject({ replace: 1 });
    expect(namesOf(preview, "replace", "User")).toEqual(["ada"]);
    expect(namesOf(preview, "update", "UserGroupMembership")).toEqual(["ada"]);
    expect(namesOf(preview, "update", "UserRoleAssignment")).toEqual(["ada"]);
  });

  await step(
    "deletes the user before it creates the new one, who gets the groups and roles again",
    async () => {
      trial.calls.length = 0;

      await trial.must("up");

      expect(trial.calls.filter((call) => /^(?:create|delete)User/u.test(call))).toEqual([
        "deleteUser",
        "createUser",
      ]);
      const ada = await findAda(trial);
      expect(ada).toMatchObject({
        registerSource: ["import:crm"],
        groups: ["engineering"],
        roles: ["author"],
      });
      expect(ada.id).not.toBe(previousId);
    },
  );

  await step("happens once: the next run has nothing to do", async () => {
    await trial.must("up", "--expect-no-changes");
  });
});

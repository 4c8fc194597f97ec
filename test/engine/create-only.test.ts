import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { namesOf, Trial } from "./trial.js";

/** Ada with groups and roles; `source` is what the API takes at creation only. */
function declareAda(source: string, fields = "", options = ""): string {
  return `
    const ada = new approw.User("ada", { username: "ada", registerSource: "${source}", ${fields} }, { ${options} });
    new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering"] });
    new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["author"] });
  `;
}

const replace = "replaceOnCreateOnlyChange: true";

let trial: Trial;
let formerId: string;

beforeAll(async () => {
  trial = await Trial.open(declareAda("import:hr"));
  await trial.must("up");
  formerId = (await findAda()).id;
});

afterAll(() => trial.close());

async function findAda(): Promise<{
  id: string;
  groups: string[];
  roles: string[];
  registerSource: unknown;
}> {
  const { users } = trial.pool.admin;
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

/** One life of one stack: each test goes on where the one before it stopped. */
describe("a change of what the API takes at creation only", () => {
  test("is a mistake that names the field and each way out, and touches nobody", async () => {
    await trial.write(declareAda("import:crm"));
    trial.calls.length = 0;

    const { code, stdout, stderr } = await trial.run("preview");

    expect(code).not.toBe(0);
    for (const words of ["registerSource", "former value", 'ignoreChanges: ["registerSource"]', replace])
      expect(stdout + stderr).toContain(words);
    expect(trial.calls).toEqual([]);
  });

  test("passes with ignoreChanges, and changes nothing", async () => {
    await trial.write(declareAda("import:crm", "", 'ignoreChanges: ["registerSource"]'));

    await trial.must("up", "--expect-no-changes");

    expect(await findAda()).toMatchObject({ id: formerId, registerSource: ["import:hr"] });
  });

  test("is planned as a replacement where the program says so, with what hangs on the person", async () => {
    await trial.write(declareAda("import:crm", replace));

    const preview = await trial.must("preview");

    expect(preview.changeSummary).toMatchObject({ replace: 1 });
    expect(namesOf(preview, "replace", "User")).toEqual(["ada"]);
    expect(namesOf(preview, "update", "UserGroupMembership")).toEqual(["ada"]);
    expect(namesOf(preview, "update", "UserRoleAssignment")).toEqual(["ada"]);
  });

  test("deletes the person before the new one is created, who has the groups and roles again", async () => {
    trial.calls.length = 0;

    await trial.must("up");

    expect(trial.calls.filter((call) => /^(?:create|delete)User/u.test(call))).toEqual([
      "deleteUser",
      "createUser",
    ]);
    const ada = await findAda();
    expect(ada).toMatchObject({ registerSource: ["import:crm"], groups: ["engineering"], roles: ["author"] });
    expect(ada.id).not.toBe(formerId);
  });

  test("is done once: the next run has nothing to do", async () => {
    await trial.must("up", "--expect-no-changes");
  });
});

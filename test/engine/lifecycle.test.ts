import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { namesOf, passwordMark, Trial } from "./trial.js";

/** Ada with a membership and a role assignment, as the program declares them. */
function declareAda(fields: Record<string, unknown>, groups: string[], roles: string[]): string {
  return `
    const ada = new approw.User("ada", ${JSON.stringify({ username: "ada", ...fields })});
    new approw.UserGroupMembership("ada", { userId: ada.id, groups: ${JSON.stringify(groups)} });
    new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ${JSON.stringify(roles)} });
    export const id = ada.id;
  `;
}

const profile = {
  email: "Ada@Example.com",
  nickname: "Ada",
  city: "London",
  password: `${passwordMark}engine`,
};

async function findAda({
  pool: { admin },
}: Trial): Promise<{ id: string; groups: string[]; roles: string[] } & Record<string, unknown>> {
  const ada = await admin.users.find({ username: "ada" });
  if (ada === null) throw new Error("ada is not in the pool");
  const [groups, roles] = await Promise.all([admin.users.listGroups(ada.id), admin.users.listRoles(ada.id)]);
  return {
    ...ada,
    groups: groups.list.map(({ code }) => code).sort(),
    roles: roles.list.map(({ code }) => code).sort(),
  };
}

test("the life of a user, a membership and a role assignment", async () => {
  const trial = await Trial.open(declareAda(profile, ["engineering"], ["author"]));
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const { counters } = emulator;

  await step(
    "a preview calls nothing and plans three creations, although the user's id is unknown",
    async () => {
      const preview = await trial.must("preview", "--diff");

      expect(preview.changeSummary).toMatchObject({ create: 4 });
      expect(namesOf(preview, "create", "UserGroupMembership")).toEqual(["ada"]);
      expect(namesOf(preview, "create", "UserRoleAssignment")).toEqual(["ada"]);
      expect(counters.total()).toBe(0);
    },
  );

  await step("up creates the user with every declared field, the groups and the roles", async () => {
    await trial.must("up");

    expect(await findAda(trial)).toMatchObject({
      email: "ada@example.com",
      nickname: "Ada",
      city: "London",
      groups: ["engineering"],
      roles: ["author"],
    });
  });

  await step("a second up changes nothing and calls nothing", async () => {
    counters.reset();

    await trial.must("up", "--expect-no-changes");

    expect(counters.total()).toBe(0);
  });

  await step("a refresh of an unchanged pool shows no change", async () => {
    await trial.must("refresh", "--expect-no-changes");
  });

  await step("up sends only the field that changed", async () => {
    await trial.write(
      declareAda({ ...profile, nickname: "Countess" }, ["engineering", "research"], ["author"]),
    );
    counters.reset();

    const up = await trial.run("up");

    expect(up.changeSummary).toMatchObject({ update: 2, same: 2 });
    expect(await findAda(trial)).toMatchObject({
      nickname: "Countess",
      groups: ["engineering", "research"],
    });
    expect(counters.of("updateUser")).toBe(1);
    expect(counters.of("addUserToGroup")).toBe(1);
  });

  await step(
    "a refresh shows exactly the field that was changed by hand, and up repairs exactly it",
    async () => {
      const { id } = await findAda(trial);
      await admin.users.update(id, { nickname: "by hand", company: "not declared" });
      await admin.users.removeRoles(id, ["author"]);
      await admin.users.addGroup(id, "on-call");

      const refresh = await trial.run("refresh");

      const changed = refresh.steps.filter(
        ({ before, after }) => JSON.stringify(before) !== JSON.stringify(after),
      );
      expect(changed.map(({ type }) => type.split(":").at(-1)).sort()).toEqual([
        "User",
        "UserRoleAssignment",
      ]);
      expect(refresh.stdout).not.toContain("not declared");

      const up = await trial.run("up");

      expect(up.changeSummary).toMatchObject({ update: 2 });
      expect(await findAda(trial)).toMatchObject({
        nickname: "Countess",
        company: "not declared",
        groups: ["engineering", "on-call", "research"],
        roles: ["author"],
      });
      await trial.must("up", "--refresh", "--expect-no-changes");
    },
  );

  await step("a user who was deleted by hand is created again, with groups and roles", async () => {
    const { id } = await findAda(trial);
    await admin.users.delete(id);

    const refresh = await trial.run("refresh");
    const up = await trial.run("up");

    expect(refresh.changeSummary, refresh.stdout).toMatchObject({ delete: 3 });
    expect(up.changeSummary).toMatchObject({ create: 3 });
    expect(await findAda(trial)).toMatchObject({ groups: ["engineering", "research"], roles: ["author"] });
  });

  // The trial searches everything that a run writes, including the detailed plan.
  await step("no output and no state shows the password or the secret", async () => {
    expect(JSON.stringify(await trial.state())).toContain("__digests");
  });

  await step("destroy deletes the user and no other", async () => {
    const bystander = await admin.users.create({ username: "bystander" });

    await trial.must("destroy");

    expect(await admin.users.find({ username: "ada" })).toBeNull();
    expect((await admin.users.detail(bystander.id)).username).toBe("bystander");
    expect((await trial.state()).resources.filter(({ type }) => type.includes("approw"))).toEqual([]);
  });
});

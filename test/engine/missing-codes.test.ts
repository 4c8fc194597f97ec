import { expect, onTestFinished, test } from "vitest";

import { Trial } from "./trial.js";

test("groups and roles that do not exist are named, and harm no others", async () => {
  const trial = await Trial.open(`
    const [ada, bob] = ["ada", "bob"].map((name) => new approw.User(name, { username: name }));
    new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering", "gardening"] });
    new approw.UserGroupMembership("bob", { userId: bob.id, groups: ["engineering"] });
    new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["author", "gardener"] });
    new approw.UserRoleAssignment("bob", { userId: bob.id, roles: ["author"] });
    new approw.UserRoleAssignment("bob-elsewhere", { userId: bob.id, namespace: "elsewhere", roles: ["author"] });
  `);
  onTestFinished(() => trial.close());
  const { users } = trial.pool.admin;

  const { code, stdout } = await trial.run("up", "--continue-on-error");

  expect(code).not.toBe(0);
  expect(stdout).toContain("there is no group gardening in this user pool");
  expect(stdout).toContain("there is no role gardener in namespace default in this user pool");
  expect(stdout).toContain("there is no role author in namespace elsewhere in this user pool");
  expect(stdout).toContain("create it in the console, or remove it from the program");
  expect(stdout).not.toMatch(/support|[Rr]etry/u);
  for (const username of ["ada", "bob"]) {
    const { id } = (await users.find({ username }))!;
    expect((await users.listGroups(id)).list.map((group) => group.code)).toEqual(["engineering"]);
    expect((await users.listRoles(id)).list.map((role) => role.code)).toEqual(["author"]);
  }
});

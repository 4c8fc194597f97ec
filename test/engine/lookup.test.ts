import { expect, onTestFinished, test } from "vitest";

import { Trial } from "./trial.js";

test("a program looks up what it does not manage, and a lookup of an unknown id fails", async () => {
  const trial = await Trial.open("");
  onTestFinished(() => trial.close());
  const { admin } = trial.pool;
  const { id } = await admin.users.create({ username: "ada", nickname: "Enchantress", city: "London" });
  await admin.users.addGroup(id, "research");
  await admin.users.addRoles(id, ["author"]);
  await trial.write(`
    const ada = approw.User.get("ada", "${id}", { username: "ada" });
    const groups = approw.UserGroupMembership.get("ada", ada.id);
    const roles = approw.UserRoleAssignment.get("ada", "${id}/default");
    new approw.User("copy", {
      username: "copy",
      nickname: ada.nickname,
      city: ada.city,
      company: ada.company,
      name: groups.groups.apply((codes) => codes.join()),
      givenName: roles.roles.apply((codes) => codes.join()),
      familyName: roles.namespace,
    });
  `);

  await trial.must("up");

  const copy = await admin.users.find({ username: "copy" });
  expect(copy).toMatchObject({
    nickname: "Enchantress",
    city: "London",
    company: null,
    name: "research",
    givenName: "author",
    familyName: "default",
  });

  const missing = "5f0000000000000000000000";
  await trial.write(
    `approw.User.get("nemo", "${missing}"); approw.UserGroupMembership.get("nemo", "${missing}/x");`,
  );
  const result = await trial.run("up", "--continue-on-error");

  expect(result.code).not.toBe(0);
  const output = result.stdout + result.stderr;
  expect(output).toContain(`User ${missing} does not exist in user pool ${trial.pool.emulator.userPoolId}`);
  expect(output).toContain(`the id of a UserGroupMembership must be the id of the user, such as`);
  const { resources } = await trial.state();
  expect(resources.filter(({ urn }) => urn.endsWith("::nemo"))).toEqual([]);
});

import { expect, onTestFinished, test } from "vitest";

import { openPool } from "../support/start-pool.js";
import { passwordMark, Trial } from "./trial.js";

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

test("functions read the pool in previews and runs: of the stack, of a provider, and after resources", async () => {
  const other = await openPool({
    userPoolId: "0123456789abcdef01234567",
    secret: `${passwordMark}customers`,
  });
  onTestFinished(() => other.emulator.close());
  await other.admin.users.create({ email: "bob@example.com", company: "Customer" });
  const trial = await Trial.open("");
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const { id } = await admin.users.create({ username: "ada" });
  await admin.users.addGroup(id, "research");
  const { userPoolId, secret, url } = other.emulator;
  await trial.write(`
    approw.getUsers({ group: "research" }).then(({ users }) => {
      for (const { id, username } of users) {
        new approw.UserRoleAssignment(username, { userId: id, roles: ["author"] });
      }
    });
    approw.getUser({ username: "somebody.else" }).catch(({ code }) => {
      new approw.Group("caught", { code: "caught-" + code });
    });
    const team = new approw.Group("team", { code: "team" });
    const membership = new approw.UserGroupMembership("ada", { userId: "${id}", groups: [team.code] });
    const members = approw.getUsersOutput({ group: team.code }, { dependsOn: membership });
    const customers = new approw.Provider("customers", {
      userPoolId: "${userPoolId}", secret: "${secret}", host: "${url}",
    });
    new approw.User("copy", {
      username: "copy",
      nickname: members.apply(({ users }) => users.map(({ username }) => username).join()),
      company: approw.getUserOutput({ email: "bob@example.com" }, { provider: customers }).company,
      name: approw.getUser({ email: "bob@example.com" }, { provider: customers }).then(({ company }) => company),
    });
  `);

  expect((await trial.must("preview")).changeSummary).toMatchObject({ create: 7 });
  await trial.must("up", "--skip-preview");

  expect(await admin.users.find({ username: "copy" })).toMatchObject({
    nickname: "ada",
    company: "Customer",
  });
  expect((await admin.users.listRoles(id)).list).toMatchObject([{ code: "author" }]);
  expect(await admin.groups.detail("caught-NOT_FOUND")).toBeTruthy();

  await trial.write(`approw.getUserOutput({ username: "captain.nemo" });`);
  const { code, stdout, stderr } = await trial.run("preview");

  const output = stdout + stderr;
  expect(code).not.toBe(0);
  expect(output).toContain(
    `getUserOutput failed in user pool ${emulator.userPoolId}: there is no user with username c***`,
  );
  expect(output).not.toContain("    at ");
});

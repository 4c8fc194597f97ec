import { describe, expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { Trial, type TrialOptions } from "./trial.js";

/** A user with groups and roles under a resource name; `options` are those of all three resources. */
function declare(username: string, name = username, options = ""): string {
  return `
    const ${username} = new approw.User("${name}", { username: "${username}" }, { ${options} });
    new approw.UserGroupMembership("${name}", { userId: ${username}.id, groups: ["engineering"] }, { ${options} });
    new approw.UserRoleAssignment("${name}", { userId: ${username}.id, roles: ["author"] }, { ${options} });
  `;
}

const adaRenamed = declare("ada", "ada-lovelace");
const adaWithAlias = declare("ada", "ada-lovelace", 'aliases: [{ name: "ada" }]');

async function start(body: string, options?: TrialOptions): Promise<Trial> {
  const trial = await Trial.open(body, options);
  onTestFinished(() => trial.close());
  return trial;
}

/** The id, the groups and the roles of a user in the pool. */
async function accessOf(username: string, { pool: { admin } }: Trial): Promise<unknown> {
  const user = await admin.users.find({ username });
  if (user === null) return "gone";
  const [groups, roles] = await Promise.all([
    admin.users.listGroups(user.id),
    admin.users.listRoles(user.id),
  ]);
  return {
    id: user.id,
    groups: groups.list.map(({ code }) => code),
    roles: roles.list.map(({ code }) => code),
  };
}

/** The URNs of the users in the state by the names of their resources, in the order of the names. */
async function urnsInState(trial: Trial): Promise<Record<string, string>> {
  const { resources } = await trial.state();
  const users = resources.filter(({ type }) => type.endsWith(":User"));
  return Object.fromEntries(users.map(({ urn }) => [urn.split("::").at(-1)!, urn] as const).sort());
}

test("with adopt, resources that another one's user would suit", async () => {
  const administrator = (username: string, options = "{}"): string =>
    `new approw.User("admin", { username: "${username}" }, ${options});`;
  const newcomer = `const newcomer = new approw.User("newcomer", {
    username: "office", phone: "+49301234567", phoneVerified: true, nickname: "New",
  });`;
  const linus = 'new approw.User("row-1", { username: "linus" });';
  const linusAgain = 'new approw.User("row-2", { email: "linus@example.com" });';
  const trial = await start(declare("ada") + administrator("office") + linus, {
    config: { "approw:adopt": "true" },
  });
  const { users } = trial.pool.admin;
  await users.create({ username: "linus", email: "linus@example.com" });
  await trial.must("up");
  const office = (await users.find({ username: "office" }))!;
  await users.addRoles(office.id, ["author"]);
  const [adaBefore, linusBefore] = [await accessOf("ada", trial), await accessOf("linus", trial)];
  await trial.write(
    adaRenamed + newcomer + administrator("head-office", "{ dependsOn: [newcomer] }") + linus + linusAgain,
  );

  const { code, stdout } = await trial.run("up", "--parallel", "1", "--continue-on-error");

  expect(code).not.toBe(0);
  expect(Object.keys(await urnsInState(trial))).toEqual(["ada", "admin", "row-1"]);

  await step("a resource with a new name does not take the user from the previous one", async () => {
    expect(stdout).toMatch(/is managed by urn:pulumi:\S+::ada in this stack/u);
    expect(await accessOf("ada", trial)).toEqual(adaBefore);
  });

  await step(
    "a newcomer does not get the account of an administrator who gives up the username",
    async () => {
      expect(stdout).toMatch(new RegExp(`user ${office.id} is managed by urn:pulumi:\\S+::admin `, "u"));
      expect(await users.detail(office.id)).toMatchObject({
        username: "office",
        phone: null,
        nickname: null,
      });
    },
  );

  await step("a second resource for a user, with another key, does not adopt the user", async () => {
    expect(stdout).toMatch(/is managed by urn:pulumi:\S+::row-1 in this stack/u);
    expect(await accessOf("linus", trial)).toEqual(linusBefore);
  });

  await step(
    "an alias keeps the user, and the removal of the second resource does not delete its user",
    async () => {
      await trial.write(adaWithAlias + administrator("office") + linus);

      await trial.must("up");

      expect(await accessOf("ada", trial)).toEqual(adaBefore);
      expect(await accessOf("linus", trial)).toEqual(linusBefore);
      expect(Object.keys(await urnsInState(trial))).toEqual(["ada-lovelace", "admin", "row-1"]);
    },
  );
});

test("without adopt", async () => {
  const bob = 'new approw.User("bob", { username: "bob" }, { deleteBeforeReplace: true });';
  const trial = await start(declare("ada") + declare("cleo") + bob);
  await trial.must("up");
  const [adaBefore, bobBefore] = [await accessOf("ada", trial), await accessOf("bob", trial)];

  await step(
    "a resource with a new name keeps the user, the groups and the roles, although the engine continues after the error",
    async () => {
      await trial.write(adaRenamed + declare("cleo") + bob);

      const { code, stdout } = await trial.run("up", "--continue-on-error");

      expect(code).not.toBe(0);
      expect(stdout).toContain("add its previous name as an alias");
      expect(await accessOf("ada", trial)).toEqual(adaBefore);
      expect(Object.keys(await urnsInState(trial))).toEqual(["ada", "bob", "cleo"]);
      await trial.write(adaWithAlias + declare("cleo") + bob);
      await trial.must("up", "--expect-no-changes");
    },
  );

  await trial.write(adaWithAlias + bob);
  await trial.must("up", "--refresh", "--replace", (await urnsInState(trial))["bob"]!);

  await step(
    "a user who is removed from the program is deleted, even if the run refreshes first",
    async () => {
      expect(await accessOf("cleo", trial)).toBe("gone");
    },
  );

  await step(
    "a replacement with --replace and deleteBeforeReplace deletes the user before it creates the new one",
    async () => {
      expect(await accessOf("bob", trial)).not.toEqual(bobBefore);
      expect(await accessOf("bob", trial)).not.toBe("gone");
    },
  );
});

describe("two resources for the same user", () => {
  test.each([
    ["username", '{ username: "ada" }', '{ username: "ada" }'],
    ["email", '{ email: "ada@example.com" }', '{ email: "Ada@Example.com" }'],
    ["phone", '{ phone: "+49 30 1234" }', '{ phone: pulumi.output("+49301234") }'],
  ])("fail the program, which names both, if they declare the same %s", async (field, one, other) => {
    const body = `
      import * as pulumi from "@pulumi/pulumi";
      new approw.User("row-1", ${one});
      new approw.User("row-2", ${other});
    `;
    // One of them runs in its own process, which must end soon after its mistake.
    const run = await start(body, { ownProcess: field === "phone" });

    const { code, stdout } = await run.run("preview");

    expect(code).not.toBe(0);
    // Whichever the engine checks second.
    const refusal = `resource 'row-([12])' has a problem: ${field} is also declared by the user row-(?!\\1)[12]`;
    expect(stdout).toMatch(new RegExp(refusal, "u"));
  });
});

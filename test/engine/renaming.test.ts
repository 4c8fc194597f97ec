import { afterEach, describe, expect, test } from "vitest";

import { Trial, type TrialOptions } from "./trial.js";

let trial: Trial | undefined;

afterEach(async () => {
  await trial?.close();
  trial = undefined;
});

/** Ada with groups and roles under a resource name; `fields` are added to the user. */
function declareAda(name: string, fields = "", options = ""): string {
  return `
    const ada = new approw.User("${name}", { username: "ada", ${fields} }, { ${options} });
    new approw.UserGroupMembership("${name}", { userId: ada.id, groups: ["engineering"] }, { ${options} });
    new approw.UserRoleAssignment("${name}", { userId: ada.id, roles: ["author"] }, { ${options} });
  `;
}

async function start(body: string, options?: TrialOptions): Promise<Trial> {
  trial = await Trial.open(body, options);
  return trial;
}

/** The id, the groups and the roles of ada in the pool. */
async function accessOfAda({ pool: { admin } }: Trial): Promise<unknown> {
  const ada = await admin.users.find({ username: "ada" });
  if (ada === null) return "gone";
  const [groups, roles] = await Promise.all([admin.users.listGroups(ada.id), admin.users.listRoles(ada.id)]);
  return {
    id: ada.id,
    groups: groups.list.map(({ code }) => code),
    roles: roles.list.map(({ code }) => code),
  };
}

async function usersInState(of: Trial): Promise<string[]> {
  const { resources } = await of.state();
  return resources.filter(({ type }) => type.endsWith(":User")).map(({ urn }) => urn.split("::").at(-1)!);
}

describe("a resource with a new name in the program", () => {
  test("with adopt, does not take the user from the previous resource, and keeps the user with an alias", async () => {
    const run = await start(declareAda("ada"), { config: { "approw:adopt": "true" } });
    await run.must("up");
    const before = await accessOfAda(run);
    await run.write(declareAda("ada-lovelace"));

    const refused = await run.run("up", "--continue-on-error");
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toMatch(/is managed by urn:pulumi:\S+::ada in this stack/u);
    expect(await accessOfAda(run)).toEqual(before);
    await run.write(declareAda("ada-lovelace", "", 'aliases: [{ name: "ada" }]'));
    await run.must("up");

    expect(await accessOfAda(run)).toEqual(before);
    expect(await usersInState(run)).toEqual(["ada-lovelace"]);
  });

  test("with adopt, a newcomer does not get the account of an administrator who gives up the username", async () => {
    const administrator = (username: string, options = "{}"): string =>
      `new approw.User("admin", { username: "${username}" }, ${options});`;
    const run = await start(administrator("office"), { config: { "approw:adopt": "true" } });
    const { admin } = run.pool;
    await run.must("up");
    const { id } = (await admin.users.find({ username: "office" }))!;
    await admin.users.addRoles(id, ["author"]);
    const newcomer = `const newcomer = new approw.User("newcomer", {
      username: "office", phone: "+49301234567", phoneVerified: true, nickname: "New",
    });`;
    await run.write(newcomer + administrator("head-office", "{ dependsOn: [newcomer] }"));

    const refused = await run.run("up", "--parallel", "1", "--continue-on-error");

    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toContain(`user ${id} is managed by urn:pulumi:`);
    expect(await admin.users.detail(id)).toMatchObject({ username: "office", phone: null, nickname: null });
    expect(await usersInState(run)).toEqual(["admin"]);
  });

  test("without adopt, keeps the user, the groups and the roles, although the engine continues after the error", async () => {
    const run = await start(declareAda("ada"));
    await run.must("up");
    const before = await accessOfAda(run);
    await run.write(declareAda("ada-lovelace"));

    const { code, stdout } = await run.run("up", "--continue-on-error");

    expect(code).not.toBe(0);
    expect(stdout).toContain("add its previous name as an alias");
    expect(await accessOfAda(run)).toEqual(before);
    expect(await usersInState(run)).toEqual(["ada"]);
    await run.write(declareAda("ada-lovelace", "", 'aliases: [{ name: "ada" }]'));
    await run.must("up", "--expect-no-changes");
  });

  test("deletes a user who is removed from the program, even if the run refreshes first", async () => {
    const run = await start(`${declareAda("ada")} new approw.User("bob", { username: "bob" });`);
    await run.must("up");
    await run.write('new approw.User("bob", { username: "bob" });');

    await run.must("up", "--refresh");

    expect(await accessOfAda(run)).toBe("gone");
  });
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

  test("with different keys: the second does not adopt the user, and its removal does not delete the user", async () => {
    const first = 'new approw.User("row-1", { username: "ada" });';
    const run = await start(first, { config: { "approw:adopt": "true" } });
    await run.pool.admin.users.create({ username: "ada", email: "ada@example.com" });
    await run.must("up");
    const before = await accessOfAda(run);
    await run.write(`${first} new approw.User("row-2", { email: "ada@example.com" });`);

    const { code, stdout } = await run.run("up");
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/is managed by urn:pulumi:\S+::row-1 in this stack/u);
    await run.write(first);
    await run.must("up");

    expect(await accessOfAda(run)).toEqual(before);
  });
});

describe("a replacement with --replace", () => {
  test("with deleteBeforeReplace, deletes the user before it creates the new one", async () => {
    const body = 'new approw.User("ada", { username: "ada" }, { deleteBeforeReplace: true });';
    const run = await start(body);
    await run.must("up");
    const before = await accessOfAda(run);
    const [urn] = (await run.state()).resources.filter(({ type }) => type.endsWith(":User"));

    await run.must("up", "--replace", urn!.urn);

    expect(await accessOfAda(run)).not.toEqual(before);
    expect(await accessOfAda(run)).not.toBe("gone");
  });
});

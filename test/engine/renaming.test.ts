import { afterEach, describe, expect, test } from "vitest";

import { Trial, type TrialOptions } from "./trial.js";

let trial: Trial | undefined;

afterEach(async () => {
  await trial?.close();
  trial = undefined;
});

/** Ada and her groups under a resource name; `fields` are added to her. */
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

/** What the pool has of ada: her id, groups and roles. */
async function standing({ pool: { admin } }: Trial): Promise<unknown> {
  const ada = await admin.users.find({ username: "ada" });
  if (ada === null) return "nobody";
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

describe("a resource that got another name in the program", () => {
  test("keeps the person with adopt, also when the run is cut short before the former one lets go", async () => {
    const run = await start(declareAda("ada"), { config: { "approw:adopt": "true" } });
    await run.must("up");
    const before = await standing(run);
    const renamed = declareAda("ada-lovelace");
    await run.write(`${renamed} new approw.User("bob", { username: "bob" }, { dependsOn: ada });`);
    run.pool.emulator.faults.add({ operation: "createUser", kind: "code", code: 500 });

    expect((await run.run("up")).code).not.toBe(0);
    expect((await usersInState(run)).sort()).toEqual(["ada", "ada-lovelace"]);
    await run.must("up");

    expect(await standing(run)).toEqual(before);
    expect((await usersInState(run)).sort()).toEqual(["ada-lovelace", "bob"]);
    await run.must("up", "--refresh", "--expect-no-changes");
  });

  test("keeps the person, the groups and the roles without adopt, though the engine goes on after the error", async () => {
    const run = await start(declareAda("ada"));
    await run.must("up");
    const before = await standing(run);
    await run.write(declareAda("ada-lovelace"));

    const { code, stdout } = await run.run("up", "--continue-on-error");

    expect(code).not.toBe(0);
    expect(stdout).toContain("add its previous name as an alias");
    expect(await standing(run)).toEqual(before);
    expect(await usersInState(run)).toEqual(["ada"]);
    await run.write(declareAda("ada-lovelace", "", 'aliases: [{ name: "ada" }]'));
    await run.must("up", "--expect-no-changes");
  });

  test("who leaves the program is deleted, also in a run that refreshes first", async () => {
    const run = await start(`${declareAda("ada")} new approw.User("bob", { username: "bob" });`);
    await run.must("up");
    await run.write('new approw.User("bob", { username: "bob" });');

    await run.must("up", "--refresh");

    expect(await standing(run)).toBe("nobody");
  });
});

describe("two resources that mean the same person", () => {
  test.each([
    ["username", '{ username: "ada" }', '{ username: "ada" }'],
    ["email", '{ email: "ada@example.com" }', '{ email: "Ada@Example.com" }'],
    ["phone", '{ phone: "+49 30 1234" }', '{ phone: pulumi.output("+49301234") }'],
  ])("fail the program, by name, when they declare the same %s", async (field, one, other) => {
    const body = `
      import * as pulumi from "@pulumi/pulumi";
      new approw.User("row-1", ${one});
      new approw.User("row-2", ${other});
    `;
    // One of them as a program of its own, which has to end soon after its mistake.
    const run = await start(body, { ownProcess: field === "phone" });

    const { code, stdout } = await run.run("preview");

    expect(code).not.toBe(0);
    expect(stdout).toContain(`the users row-1 and row-2 declare the same ${field}`);
  });

  test("by different keys: the second adopts nobody, or the first says so; taken out, it takes nobody along", async () => {
    const first = 'new approw.User("row-1", { username: "ada" });';
    const run = await start(first, { config: { "approw:adopt": "true" } });
    await run.pool.admin.users.create({ username: "ada", email: "ada@example.com" });
    await run.must("up");
    const before = await standing(run);
    await run.write(`${first} new approw.User("row-2", { email: "ada@example.com" });`);

    const { code, stdout } = await run.run("up");
    expect(code).not.toBe(0);
    expect(stdout).toContain("two cannot own one person");
    await run.write(first);
    await run.must("up");

    expect(await standing(run)).toEqual(before);
  });
});

describe("a replacement that the engine is asked for", () => {
  test("deletes the person before the new one is created, with deleteBeforeReplace", async () => {
    const body = 'new approw.User("ada", { username: "ada" }, { deleteBeforeReplace: true });';
    const run = await start(body);
    await run.must("up");
    const before = await standing(run);
    const [urn] = (await run.state()).resources.filter(({ type }) => type.endsWith(":User"));

    await run.must("up", "--replace", urn!.urn);

    expect(await standing(run)).not.toEqual(before);
    expect(await standing(run)).not.toBe("nobody");
  });
});

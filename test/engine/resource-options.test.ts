import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { RunResult } from "../../tools/engine/run.js";
import { namesOf, Trial } from "./trial.js";

const before = `
  new approw.User("ada", { username: "ada", email: "ada@example.com", nickname: "Ada", password: "hush-ada-1" }, {
    additionalSecretOutputs: ["nickname"],
  });
  new approw.User("bob", { username: "bob" }, { retainOnDelete: true });
  new approw.User("grace", { username: "grace" });
  new approw.User("ida", { username: "ida", nickname: "Ida", company: "Example" }, { ignoreChanges: ["nickname"] });
  const dan = new approw.User("dan", { username: "dan" });
  const eve = new approw.User("eve", { username: "eve" }, { protect: true });
  new approw.UserGroupMembership("moving", { userId: dan.id, groups: ["engineering"] });
  new approw.UserRoleAssignment("moving", { userId: dan.id, roles: ["author"] }, { deleteBeforeReplace: true });
`;

/** Ada has a new username, Bob is removed, Grace's resource has a new name, and Dan's groups and roles are Eve's. */
const after = `
  new approw.User("ada", { username: "countess", email: "c@example.com", nickname: "Ada", password: "hush-ada-1" }, {
    additionalSecretOutputs: ["nickname"],
  });
  new approw.User("hopper", { username: "grace" }, { aliases: [{ name: "grace" }] });
  new approw.User("ida", { username: "ida", nickname: "By code", company: "Changed" }, { ignoreChanges: ["nickname"] });
  new approw.User("dan", { username: "dan" });
  const eve = new approw.User("eve", { username: "eve" }, { protect: true });
  new approw.UserGroupMembership("moving", { userId: eve.id, groups: ["engineering"] });
  new approw.UserRoleAssignment("moving", { userId: eve.id, roles: ["author"] }, { deleteBeforeReplace: true });
`;

let trial: Trial;
let idsBefore: Record<string, string>;
let up: RunResult;

beforeAll(async () => {
  trial = await Trial.open(before);
  await trial.must("up");
  idsBefore = await idsByUsername();
  await trial.write(after);
  await trial.pool.admin.users.update(idsBefore["ida"]!, { nickname: "By hand" });
  trial.calls.length = 0;
  up = await trial.must("up", "--refresh");
});

afterAll(() => trial.close());

async function idsByUsername(): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for await (const { username, id } of trial.pool.admin.users.listAll()) ids[username ?? ""] = id;
  return ids;
}

async function find(username: string): Promise<Record<string, unknown> & { id: string }> {
  const user = await trial.pool.admin.users.find({ username });
  if (user === null) throw new Error(`${username} is not in the pool`);
  return { ...user };
}

describe("Pulumi's resource options", () => {
  test("a new username and a new email update the same user", async () => {
    expect(namesOf(up, "update", "User")).toContain("ada");
    expect(await find("countess")).toMatchObject({ id: idsBefore["ada"], email: "c@example.com" });
  });

  test("with retainOnDelete, a user who is removed from the program stays in the pool", async () => {
    expect((await find("bob")).id).toBe(idsBefore["bob"]);
  });

  test("with aliases, a new name of the resource keeps the user", async () => {
    expect(namesOf(up, "same", "User")).toContain("hopper");
    expect((await find("grace")).id).toBe(idsBefore["grace"]);
  });

  test("with ignoreChanges, the named field keeps the value that was set by hand, and the others change", async () => {
    expect(await find("ida")).toMatchObject({ nickname: "By hand", company: "Changed" });
  });

  test("for a new userId, the new user joins the group before the previous one leaves it", async () => {
    const [dan, eve] = await Promise.all(["dan", "eve"].map((username) => find(username)));
    const { users } = trial.pool.admin;

    expect(trial.calls.filter((call) => call.endsWith("Group"))).toEqual([
      "addUserToGroup",
      "removeUserFromGroup",
    ]);
    expect((await users.listGroups(dan!.id)).list).toEqual([]);
    expect((await users.listGroups(eve!.id)).list).toMatchObject([{ code: "engineering" }]);
  });

  test("with deleteBeforeReplace, the previous user loses the role before the new one gets it", () => {
    expect(trial.calls.filter((call) => call.endsWith("Role"))).toEqual(["revokeRole", "assignRole"]);
  });

  test("with additionalSecretOutputs, the named outputs and the password's digest are encrypted", async () => {
    const { resources } = await trial.state();

    const ada = resources.find(({ urn }) => urn.endsWith("::ada"));
    expect(ada?.outputs).toMatchObject({
      nickname: { ciphertext: expect.any(String) as string },
      __digests: { ciphertext: expect.any(String) as string },
    });
  });

  test("with protect, a user who is removed from the program stops the run and stays in the pool and the state", async () => {
    await trial.write("");

    const result = await trial.run("up");

    expect(result.code).not.toBe(0);
    expect(result.stdout + result.stderr).toMatch(/eve.*protect/su);
    expect((await find("eve")).id).toBe(idsBefore["eve"]);
    const { resources } = await trial.state();
    expect(resources.some(({ id }) => id === idsBefore["eve"])).toBe(true);
  });
});

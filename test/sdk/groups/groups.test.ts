import { beforeEach, describe, expect, test } from "vitest";
import { isConflict, isNotFound, type ManagementClient } from "../../../sdk/index.js";
import { startClient, type Started } from "../start-client.js";
import { countTime } from "../../support/counted-time.js";

countTime();

let started: Started;
let client: ManagementClient;

beforeEach(async () => {
  started = await startClient({ timeout: 1000, retryBudgetMs: 8000 });
  ({ client } = started);
  await client.groups.create({ code: "staff", name: "Staff", description: "Everybody" });
});

async function makePeople(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    ids.push((await client.users.create({ username: `person-${index}` })).id);
  }
  return ids;
}

describe("groups", () => {
  test("are created and read", async () => {
    expect(await client.groups.detail("staff")).toMatchObject({ name: "Staff", description: "Everybody" });
  });

  test("whose code is in use are refused", async () => {
    await expect(client.groups.create({ code: "staff", name: "Other" })).rejects.toMatchObject({
      status: 200,
    });
  });

  test("are created once when the response is lost", async () => {
    started.emulator.faults.add({ operation: "createGroup", kind: "loseAnswer" });

    expect(await client.groups.create({ code: "crew", name: "Crew" })).toMatchObject({
      code: "crew",
      name: "Crew",
    });
    expect(started.emulator.counters.of("createGroup")).toBe(2);
  });

  test("found after a lost response with another name were not created by the call", async () => {
    started.emulator.faults.add({ operation: "createGroup", kind: "reset" });

    const error = await client.groups
      .create({ code: "staff", name: "Other" })
      .catch((cause: unknown) => cause);

    expect(isConflict(error) && error.existingIds).toEqual(["staff"]);
  });

  test("that do not exist are a NotFoundError", async () => {
    await expect(client.groups.detail("nobody")).rejects.toSatisfy(isNotFound);
    await expect(client.groups.listUsers("nobody")).rejects.toSatisfy(isNotFound);
  });

  test("are listed by page and as a whole", async () => {
    for (const code of ["a", "b", "c"]) await client.groups.create({ code, name: code });
    const codes: string[] = [];
    for await (const { code } of client.groups.listAll({ pageSize: 3 })) codes.push(code);

    const { totalCount, list } = await client.groups.list(2, 3);

    expect(codes).toEqual(["staff", "a", "b", "c"]);
    expect([totalCount, list.length]).toEqual([4, 1]);
  });

  test("change their name, description and code", async () => {
    expect(await client.groups.update("staff", { name: "Crew" })).toMatchObject({
      name: "Crew",
      description: "Everybody",
    });
    await client.groups.update("staff", { newCode: "crew" });

    expect((await client.groups.detail("crew")).name).toBe("Crew");
  });

  test("are deleted, alone and together", async () => {
    for (const code of ["a", "b"]) await client.groups.create({ code, name: code });

    await client.groups.delete("staff");
    await client.groups.deleteMany(["a", "b"]);

    expect((await client.groups.list()).totalCount).toBe(0);
    expect(await client.groups.deleteMany([])).toMatchObject({ code: 200 });
  });

  test("that do not exist cannot be deleted", async () => {
    await expect(client.groups.delete("nobody")).rejects.toMatchObject({ operation: "groups.delete" });
  });
});

describe("the members of a group", () => {
  test("join and leave together in one request", async () => {
    const ids = await makePeople(3);

    await client.groups.addUsers("staff", ids);
    const joined = await client.groups.listUsers("staff", 1, 2);
    await client.groups.removeUsers("staff", ids.slice(1));
    const left = await client.groups.listUsers("staff");

    expect([joined.totalCount, joined.list.length]).toEqual([3, 2]);
    expect(left.list.map(({ id }) => id)).toEqual(ids.slice(0, 1));
    expect(started.emulator.counters.of("addUserToGroup")).toBe(1);
    expect(started.emulator.counters.of("removeUserFromGroup")).toBe(1);
  });

  test("join and leave several groups in one request", async () => {
    await client.groups.create({ code: "crew", name: "Crew" });
    const ids = await makePeople(3);
    const membersOf = async (code: string): Promise<string[]> =>
      (await client.groups.listUsers(code)).list.map(({ id }) => id);

    await client.groups.addUsersToMany([
      { group: "staff", userIds: ids },
      { group: "crew", userIds: ids.slice(2) },
      { group: "no-such-group", userIds: [] },
    ]);
    await client.groups.removeUsersFromMany([
      { group: "staff", userIds: ids.slice(1) },
      { group: "crew", userIds: ids.slice(2) },
    ]);

    expect([await membersOf("staff"), await membersOf("crew")]).toEqual([ids.slice(0, 1), []]);
    expect(started.emulator.counters.of("addUserToGroup")).toBe(1);
    expect(started.emulator.counters.of("removeUserFromGroup")).toBe(1);
  });

  test("are refused when one of several groups does not exist", async () => {
    const ids = await makePeople(1);
    const memberships = ["staff", "no-such-group"].map((group) => ({ group, userIds: ids }));

    await expect(client.groups.addUsersToMany(memberships)).rejects.toMatchObject({
      operation: "groups.addUsersToMany",
      apiCode: 500,
      message: expect.stringContaining("adding users to 2 groups was refused"),
    });
  });

  test("that a message of the service refuses are a refusal, also among others", async () => {
    const body = {
      data: { command0: { code: 200, message: "ok" }, command1: { code: 2004, message: "no such user" } },
    };
    started.emulator.faults.add({ operation: "addUserToGroup", kind: "shape", body });
    const memberships = ["staff", "crew"].map((group) => ({ group, userIds: ["u1"] }));

    await expect(client.groups.addUsersToMany(memberships)).rejects.toMatchObject({ apiCode: 2004 });
  });

  test("that the service answers for in part only are an unexpected response", async () => {
    const body = { data: { command0: { code: 200, message: "ok" } } };
    started.emulator.faults.add({ operation: "addUserToGroup", kind: "shape", body });
    const memberships = ["staff", "crew"].map((group) => ({ group, userIds: ["u1"] }));

    await expect(client.groups.addUsersToMany(memberships)).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
    });
  });

  test("are listed as a whole, each once", async () => {
    const ids = await makePeople(5);
    await client.groups.addUsers("staff", ids);
    const members: string[] = [];
    for await (const { id } of client.groups.listAllUsers("staff", { pageSize: 2 })) members.push(id);

    expect(members.toSorted()).toEqual(ids.toSorted());
  });

  test("send nothing when there are none", async () => {
    await client.groups.addUsers("staff", []);
    await client.groups.removeUsers("staff", []);
    await client.groups.addUsersToMany([{ group: "staff", userIds: [] }]);
    await client.groups.removeUsersFromMany([]);

    expect(started.emulator.counters.of("addUserToGroup")).toBe(0);
  });
});

describe("a group or role that does not exist", () => {
  test("is named with its namespace when users are added, and the message says what to do", async () => {
    const { client } = await startClient();
    const { id } = await client.users.create({ username: "ada" });
    await client.roles.create({ code: "author" });

    await expect(client.users.addGroup(id, "staff")).rejects.toThrow(
      `adding user ${id} to group staff was refused: there is no group staff in this user pool (code 500); create it in the console, or remove it from the program`,
    );
    await expect(client.users.addRoles(id, ["author", "editor"])).rejects.toMatchObject({
      code: "API",
      apiCode: 500,
      message: expect.stringContaining("there is no role editor in namespace default in this user pool"),
    });
  });
});

describe("countMembers", () => {
  test("counts the members of a group with one request, and does not take a wrong total", async () => {
    const users = Array.from({ length: 12 }, (_, index) => ({
      username: `user-${index}`,
      groups: ["staff"],
    }));
    const { client, emulator } = await startClient({}, { seed: { groups: [{ code: "staff" }], users } });

    expect(await client.groups.countMembers("staff")).toBe(12);
    expect(emulator.counters.of("group")).toBe(1);
    await expect(client.groups.countMembers("nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const totalCount of [-1, 1.5, null]) {
      const body = { data: { group: { users: { totalCount } } } };
      emulator.faults.add({ operation: "group", kind: "shape", body });
      await expect(client.groups.countMembers("staff")).rejects.toMatchObject({
        code: "UNEXPECTED_RESPONSE",
        paths: ["data.group.users.totalCount"],
      });
    }
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { isConflict, isNotFound, type ManagementClient } from "../../../sdk/index.js";
import { startClient, type Started } from "../start-client.js";
import { countTime } from "../../support/counted-time.js";

countTime();

let started: Started;
let client: ManagementClient;

beforeEach(async () => {
  started = await startClient(
    { timeout: 1000, retryBudgetMs: 8000 },
    { seed: { namespaces: [{ code: "hr" }] } },
  );
  ({ client } = started);
  await client.roles.create({ code: "author", description: "Writes" });
});

describe("roles", () => {
  test("are created in the default namespace by default", async () => {
    await client.roles.create({ code: "author", namespace: "hr", description: "Hires" });

    expect(await client.roles.detail("author")).toMatchObject({
      namespace: "default",
      description: "Writes",
    });
    expect(await client.roles.detail("author", "hr")).toMatchObject({
      namespace: "hr",
      description: "Hires",
    });
  });

  test("have a parent", async () => {
    const created = await client.roles.create({ code: "editor", parent: "author" });

    expect(created.parent).toMatchObject({ code: "author", namespace: "default" });
  });

  test.each([undefined, "author"])(
    "are created once when the response is lost (parent: %s)",
    async (parent) => {
      started.emulator.faults.add({ operation: "createRole", kind: "loseAnswer" });

      expect(await client.roles.create({ code: "editor", parent })).toMatchObject({ code: "editor" });
      expect(started.emulator.counters.of("createRole")).toBe(2);
    },
  );

  test("found after a lost response with another description were not created by the call", async () => {
    started.emulator.faults.add({ operation: "createRole", kind: "reset" });

    const error = await client.roles.create({ code: "author" }).catch((cause: unknown) => cause);

    expect(isConflict(error) && error.existingIds).toEqual(["author"]);
  });

  test("that do not exist are a NotFoundError that names the namespace", async () => {
    await expect(client.roles.detail("author", "hr")).rejects.toThrow(
      "there is no role author in namespace hr",
    );
    await expect(client.roles.listUsers("nobody")).rejects.toSatisfy(isNotFound);
  });

  test("of one namespace are listed by page and as a whole", async () => {
    for (const code of ["a", "b", "c"]) await client.roles.create({ code });
    await client.roles.create({ code: "recruiter", namespace: "hr" });
    const codes: string[] = [];
    for await (const { code } of client.roles.listAll({ pageSize: 3 })) codes.push(code);

    expect(codes).toEqual(["author", "a", "b", "c"]);
    expect(await client.roles.list(2, 3)).toMatchObject({ totalCount: 4, list: [{ namespace: "default" }] });
    expect((await client.roles.list(1, 10, "hr")).list.map(({ code }) => code)).toEqual(["recruiter"]);
  });

  test("change their description and code", async () => {
    expect(await client.roles.update("author", { description: "Edits" })).toMatchObject({
      description: "Edits",
    });
    await client.roles.update("author", { newCode: "editor" });

    expect((await client.roles.detail("editor")).description).toBe("Edits");
  });

  test("are deleted, alone and together", async () => {
    for (const code of ["a", "b"]) await client.roles.create({ code });

    await client.roles.delete("author");
    await client.roles.deleteMany(["a", "b"]);

    expect((await client.roles.list()).totalCount).toBe(0);
    expect(await client.roles.deleteMany([])).toMatchObject({ code: 200 });
  });
});

describe("the users with roles", () => {
  test("gain and lose several roles in one request", async () => {
    await client.roles.create({ code: "reviewer" });
    const ids: string[] = [];
    for (const username of ["ada", "grace", "edsger"]) ids.push((await client.users.create({ username })).id);
    const roles = ["author", "reviewer"];

    await client.roles.assign({ roles, userIds: ids });
    const given = await client.roles.listUsers("reviewer", 1, 2);
    await client.roles.revoke({ roles, userIds: ids.slice(1) });
    const holders: string[] = [];
    for await (const { id } of client.roles.listAllUsers("author", { pageSize: 1 })) holders.push(id);

    expect([given.totalCount, given.list.length]).toEqual([3, 2]);
    expect(holders).toEqual(ids.slice(0, 1));
    expect(started.emulator.counters.of("assignRole")).toBe(1);
    expect(started.emulator.counters.of("revokeRole")).toBe(1);
  });

  test("gain and lose several sets of roles in one request", async () => {
    await client.roles.create({ code: "recruiter", namespace: "hr" });
    const ids: string[] = [];
    for (const username of ["ada", "grace"]) ids.push((await client.users.create({ username })).id);
    const holders = [
      { roles: ["author"], userIds: ids },
      { roles: ["recruiter"], userIds: ids.slice(1), namespace: "hr" },
    ];
    const counts = async (): Promise<number[]> => [
      (await client.roles.listUsers("author")).totalCount,
      (await client.roles.listUsers("recruiter", 1, 10, "hr")).totalCount,
    ];

    await client.roles.assignMany(holders);
    expect(await counts()).toEqual([2, 1]);
    await client.roles.revokeMany(holders);
    expect(await counts()).toEqual([0, 0]);

    expect(started.emulator.counters.of("assignRole")).toBe(1);
    expect(started.emulator.counters.of("revokeRole")).toBe(1);
  });

  test("in a namespace are separate", async () => {
    await client.roles.create({ code: "recruiter", namespace: "hr" });
    const { id } = await client.users.create({ username: "ada" });

    await client.roles.assign({ roles: ["recruiter"], userIds: [id], namespace: "hr" });

    expect((await client.roles.listUsers("recruiter", 1, 10, "hr")).list.map((user) => user.id)).toEqual([
      id,
    ]);
  });

  test("send nothing when there are no users or no roles", async () => {
    await client.roles.assign({ roles: ["author"], userIds: [] });
    await client.roles.revoke({ roles: [], userIds: ["u-1"] });

    expect(started.emulator.counters.of("assignRole")).toBe(0);
    expect(started.emulator.counters.of("revokeRole")).toBe(0);
  });
});

describe("an assignment that the service answers with an error", () => {
  const refusal = { kind: "code", code: 499 } as const;

  test("counts as made when the user has the role", async () => {
    const { id } = await client.users.create({ username: "ada" });
    await client.users.addRoles(id, ["author"]);
    started.emulator.faults.add({ operation: "assignRole", ...refusal });

    await expect(client.users.addRoles(id, ["author"])).resolves.toMatchObject({ code: 200 });
  });

  test("counts as revoked when the user does not have the role", async () => {
    const { id } = await client.users.create({ username: "ada" });
    started.emulator.faults.add({ operation: "revokeRole", ...refusal });

    await expect(client.users.removeRoles(id, ["author"])).resolves.toMatchObject({ code: 200 });
  });

  test("is refused when it was not carried out", async () => {
    const { id } = await client.users.create({ username: "ada" });
    for (const operation of ["assignRole", "revokeRole"] as const) {
      started.emulator.faults.add({ operation, ...refusal });
    }

    await expect(client.users.addRoles(id, ["author"])).rejects.toMatchObject({ apiCode: 499 });
    await client.users.addRoles(id, ["author"]);
    await expect(client.users.removeRoles(id, ["author"])).rejects.toMatchObject({ apiCode: 499 });
  });
});

describe("countMembers", () => {
  test("counts the users with a role of a namespace with one request", async () => {
    const users = Array.from({ length: 12 }, (_, index) => ({
      username: `user-${index}`,
      roles: [{ code: "author", namespace: "press" }],
    }));
    const { client, emulator } = await startClient(
      {},
      {
        seed: {
          namespaces: [{ code: "press" }],
          roles: [{ code: "author", namespace: "press" }, { code: "author" }],
          users,
        },
      },
    );

    expect(await client.roles.countMembers("author", "press")).toBe(12);
    expect(await client.roles.countMembers("author")).toBe(0);
    expect(emulator.counters.of("role")).toBe(2);
    await expect(client.roles.countMembers("nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

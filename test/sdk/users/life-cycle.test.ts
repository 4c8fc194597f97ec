import { describe, expect, test } from "vitest";
import { startClient } from "../start-client.js";
import { startServer } from "../start-server.js";
import { countTime } from "../../support/counted-time.js";

countTime();

const quick = { timeout: 1000, retryBudgetMs: 8000 };

describe("the status of a user", () => {
  test("is changed by suspend, activate and resign", async () => {
    const { client } = await startClient({}, { seed: { users: [{ username: "ada" }] } });
    const [{ id } = { id: "" }] = (await client.users.list()).list;
    const status = async () => (await client.users.detail(id)).status;

    await client.users.suspend(id);
    expect(await status()).toBe("Suspended");
    await client.users.activate(id);
    expect(await status()).toBe("Activated");
    await client.users.resign(id);
    expect(await status()).toBe("Resigned");
  });

  test("of an unknown user cannot be changed", async () => {
    const { client } = await startClient();

    await expect(client.users.suspend("nobody")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(client.users.resign("")).rejects.toMatchObject({ code: "INVALID_INPUT", field: "userId" });
  });

  test("counts as changed when the response is lost and the retry is refused", async () => {
    const { client, emulator } = await startClient(quick, { seed: { users: [{ username: "ada" }] } });
    const [{ id } = { id: "" }] = (await client.users.list()).list;
    emulator.faults.add({ operation: "restUserSuspend", kind: "loseAnswer" });
    emulator.faults.add({ operation: "restUserSuspend", kind: "code", code: 500 });

    await client.users.suspend(id);

    emulator.faults.add({ operation: "restUserActivate", kind: "reset" });
    emulator.faults.add({ operation: "restUserActivate", kind: "code", code: 500 });
    await expect(client.users.activate(id)).rejects.toMatchObject({ code: "API", apiCode: 500 });
  });

  test("is not changed when the refusal is inside a success", async () => {
    const { host } = await startServer(() => ({
      text: JSON.stringify({ code: 200, message: "OK", data: { code: 1001, message: "no" } }),
    }));
    const { client } = await startClient({ host });

    await expect(client.users.suspend("u-1")).rejects.toMatchObject({ code: "PERMISSION", apiCode: 1001 });
  });
});

test("kick ends logins, and sends nothing for no users", async () => {
  const { client, emulator } = await startClient({}, { seed: { users: [{ username: "ada" }] } });
  const [{ id } = { id: "" }] = (await client.users.list()).list;
  await client.users.refreshToken(id);

  await client.users.kick([]);
  expect(emulator.counters.of("restUserKick")).toBe(0);
  await client.users.kick([id]);

  expect(emulator.counters.of("restUserKick")).toBe(1);
  await expect(client.users.kick(["nobody"])).rejects.toMatchObject({ code: "NOT_FOUND" });
});

describe("exists", () => {
  test("tells whether a live user has one of the values", async () => {
    const { client } = await startClient(
      {},
      { seed: { users: [{ username: "ada" }, { username: "old", status: "Archived" }] } },
    );

    expect(await client.users.exists({ username: "ada" })).toBe(true);
    expect(await client.users.exists({ username: "grace", email: undefined })).toBe(false);
    expect(await client.users.exists({ username: "old" })).toBe(false);
  });

  test("needs a value, and an answer that says yes or no", async () => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "isUserExists", kind: "shape", body: { data: { isUserExists: null } } });

    await expect(client.users.exists({ email: undefined })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(client.users.exists({ username: "ada" })).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      paths: ["data.isUserExists"],
    });
  });
});

test("hasRole tells whether a user has a role of a namespace", async () => {
  const { client } = await startClient(
    {},
    {
      seed: {
        namespaces: [{ code: "billing" }],
        roles: [{ code: "author" }],
        users: [{ username: "ada", roles: ["author"] }],
      },
    },
  );
  const [{ id } = { id: "" }] = (await client.users.list()).list;

  expect(await client.users.hasRole(id, "author")).toBe(true);
  expect(await client.users.hasRole(id, "author", "billing")).toBe(false);
  expect(await client.users.hasRole(id, "nothing")).toBe(false);
  await expect(client.users.hasRole("nobody", "author")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

describe("the departments of a user", () => {
  const seed = {
    orgs: [{ code: "acme", name: "Acme", nodes: [{ code: "lab", name: "Lab" }] }],
    users: [
      { username: "ada", departments: [{ org: "acme", code: "lab", isMain: true }] },
      { username: "grace" },
    ],
  };

  test("are listed, and with them the nodes that lead there", async () => {
    const { client } = await startClient({}, { seed });
    const [grace, ada] = (await client.users.list()).list;

    const { totalCount, list } = await client.users.listDepartments(ada?.id ?? "");

    expect([totalCount, list]).toMatchObject([
      1,
      [{ isMainDepartment: true, department: { code: "lab", name: "Lab" } }],
    ]);
    const [path] = await client.users.listOrgs(ada?.id ?? "");
    expect(path?.map(({ name }) => name)).toEqual(["Acme", "Lab"]);
    expect(path?.map(({ id }) => id)).toEqual(list[0]?.department.path);
    expect(await client.users.listDepartments(grace?.id ?? "")).toEqual({ totalCount: 0, list: [] });
    expect(await client.users.listOrgs(grace?.id ?? "")).toEqual([]);
  });

  test("are never a part of the list, and an error for an unknown user", async () => {
    const { client, emulator } = await startClient({}, { seed });
    const [, ada] = (await client.users.list()).list;
    emulator.faults.add({ operation: "user", kind: "cutPage" });

    await expect(client.users.listDepartments(ada?.id ?? "")).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
    });
    await expect(client.users.listDepartments("nobody")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(client.users.listOrgs("nobody")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

import { ManagementClient } from "authing-js-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";

let emulator: Emulator;
let client: ManagementClient;

beforeEach(async () => {
  emulator = await createEmulator();
  const { userPoolId, secret, url } = emulator;
  client = new ManagementClient({ userPoolId, secret, host: url });
});

afterEach(() => emulator.close());

describe("users of the vendor's client", () => {
  test("create stores the user and decrypts the password", async () => {
    const user = await client.users.create({
      username: "ada",
      email: "Ada@Example.org",
      password: "engine-1843",
    });

    expect(user).toMatchObject({
      username: "ada",
      email: "ada@example.org",
      status: "Activated",
      blocked: false,
    });
    expect(user.password).toMatch(/^[0-9a-f]{32}$/);
    expect(emulator.hasPassword(user.id, "engine-1843")).toBe(true);
    expect(emulator.hasPassword(user.id, "engine-1844")).toBe(false);
  });

  test("create stores a password unchanged with keepPassword", async () => {
    const user = await client.users.create(
      { username: "ada", password: "$2b$10$hash" },
      { keepPassword: true },
    );

    expect(user.password).toBe("$2b$10$hash");
  });

  test("create binds an identity, and find finds the user by it", async () => {
    const identity = { provider: "wechat", userIdInIdp: "w-1", isSocial: true };
    const user = await client.users.create({ username: "ada" }, { identity });

    const found = await client.users.find({ identity: { provider: "wechat", userIdInIdp: "w-1" } });
    const detail = await client.users.detail(user.id);

    expect(found.id).toBe(user.id);
    expect(detail.identities).toMatchObject([{ ...identity, userId: user.id }]);
  });

  test("update changes only the given fields", async () => {
    const { id } = await client.users.create({ username: "ada", nickname: "Ada", company: "Analytical" });

    const user = await client.users.update(id, {
      nickname: "Countess",
      city: "London",
      password: "engine-1843",
    });

    expect(user).toMatchObject({
      username: "ada",
      nickname: "Countess",
      city: "London",
      company: "Analytical",
    });
    expect(emulator.hasPassword(id, "engine-1843")).toBe(true);
  });

  test("detail answers null for an unknown user", async () => {
    const { id } = await client.users.create({ username: "ada" });

    await expect(client.users.detail(id)).resolves.toMatchObject({ id, username: "ada", identities: [] });
    await expect(client.users.detail(id, { withCustomData: true })).resolves.toMatchObject({
      customData: {},
    });
    await expect(client.users.detail("5f0000000000000000000000")).resolves.toBeNull();
  });

  test("delete and deleteMany delete users", async () => {
    const [ada, grace, alan] = await createAll(["ada", "grace", "alan"]);

    await expect(client.users.delete(ada)).resolves.toMatchObject({ code: 200 });
    await expect(client.users.deleteMany([grace, alan])).resolves.toMatchObject({ code: 200 });

    await expect(client.users.list()).resolves.toEqual({ totalCount: 0, list: [] });
  });

  test("batch reads by id and by every unique key", async () => {
    const { id } = await client.users.create({
      username: "ada",
      email: "ada@example.org",
      phone: "13800000000",
      externalId: "e-1",
    });

    for (const [queryField, value] of [
      ["id", id],
      ["username", "ada"],
      ["email", "ADA@example.org"],
      ["phone", "13800000000"],
      ["externalId", "e-1"],
    ] as const) {
      await expect(client.users.batch([value], { queryField })).resolves.toMatchObject([{ id }]);
    }
  });

  test("list pages through all users, the newest first", async () => {
    await createAll(["ada", "grace", "alan"]);

    const first = await client.users.list(1, 2);
    const second = await client.users.list(2, 2, { withCustomData: true });

    expect(first.totalCount).toBe(3);
    expect(first.list.map((user) => user.username)).toEqual(["alan", "grace"]);
    expect(second.list).toMatchObject([{ username: "ada", customData: {} }]);
  });

  test("find is exact for usernames and ignores the case of addresses", async () => {
    const { id } = await client.users.create({ username: "Ada", email: "ada@example.org" });

    await expect(client.users.find({ username: "Ada" })).resolves.toMatchObject({ id });
    await expect(client.users.find({ username: "ada" })).resolves.toBeNull();
    await expect(client.users.find({ email: "ADA@EXAMPLE.ORG" })).resolves.toMatchObject({ id });
    await expect(
      client.users.find({ email: "ada@example.org", withCustomData: true }),
    ).resolves.toMatchObject({
      id,
      customData: {},
    });
  });

  test("exists reports whether a key is in use", async () => {
    await client.users.create({ username: "ada" });

    await expect(client.users.exists({ username: "ada" })).resolves.toBe(true);
    await expect(client.users.exists({ username: "grace" })).resolves.toBe(false);
  });

  test("search is fuzzy, and narrows by fields, group and role", async () => {
    const [ada, grace] = await createAll(["ada-lovelace", "grace-hopper"]);
    await client.groups.create("navy", "Navy");
    await client.users.addGroup(grace, "navy");
    await client.roles.create("admin");
    await client.users.addRoles(ada, ["admin"]);

    const all = await client.users.search("A", { withCustomData: true });
    const inField = await client.users.search("ada", { fields: ["nickname"] });
    const inGroup = await client.users.search("a", { groupOpts: [{ code: "navy" }] });
    const withRole = await client.users.search("a", { roleOpts: [{ code: "admin" }] });

    expect(all.totalCount).toBe(2);
    expect(inField.totalCount).toBe(0);
    expect(inGroup.list.map((user) => user.id)).toEqual([grace]);
    expect(withRole.list.map((user) => user.id)).toEqual([ada]);
  });

  test("refreshToken issues a token that the client can read", async () => {
    const { id } = await client.users.create({ username: "ada" });

    const { token, iat, exp } = await client.users.refreshToken(id);

    expect(Number(exp) - Number(iat)).toBe(1_296_000);
    await expect(client.checkLoginStatus(String(token))).resolves.toMatchObject({ id, username: "ada" });
  });

  test("groups are joined, listed and left", async () => {
    const { id } = await client.users.create({ username: "ada" });
    await client.groups.create("engineers", "Engineers", "They build");

    await client.users.addGroup(id, "engineers");
    const joined = await client.users.listGroups(id);
    await client.users.removeGroup(id, "engineers");
    const left = await client.users.listGroups(id);

    expect(joined).toMatchObject({
      totalCount: 1,
      list: [{ code: "engineers", name: "Engineers", description: "They build" }],
    });
    expect(left).toEqual({ totalCount: 0, list: [] });
  });

  test("roles are assigned, listed by namespace and revoked", async () => {
    const { id } = await client.users.create({ username: "ada" });
    await client.acl.createNamespace("billing", "Billing");
    await client.roles.create("admin");
    await client.roles.create("admin", "Sees invoices", "billing");
    await client.roles.create("auditor", undefined, "billing");

    await client.users.addRoles(id, ["admin"]);
    await client.users.addRoles(id, ["admin", "auditor"], "billing");
    await client.users.removeRoles(id, ["auditor"], "billing");

    await expect(client.users.listRoles(id)).resolves.toMatchObject({
      totalCount: 1,
      list: [{ code: "admin", namespace: "default", parent: null }],
    });
    await expect(client.users.listRoles(id, "billing")).resolves.toMatchObject({
      totalCount: 1,
      list: [{ code: "admin", namespace: "billing", description: "Sees invoices" }],
    });
    await expect(client.users.hasRole(id, "auditor", "billing")).resolves.toBe(false);
  });

  test("a user is in no department and no organisation", async () => {
    const { id } = await client.users.create({ username: "ada" });

    await expect(client.users.listOrgs(id)).resolves.toEqual([]);
    await expect(client.users.listDepartment(id)).resolves.toEqual({ totalCount: 0, list: [] });
  });

  test("departments and organizations of a user are listed", async () => {
    const [id] = await createAll(["ada"]);
    const org = await client.org.create("Acme", undefined, "acme");
    const added = await client.org.addNode(org.id, org.rootNode.id, { name: "Lab", code: "lab" });

    const members = await client.org.addMembers(added.id, [id]);

    expect(members).toMatchObject({ totalCount: 1, list: [{ id }] });
    await expect(client.users.listDepartment(id)).resolves.toMatchObject({
      totalCount: 1,
      list: [{ department: { id: added.id, code: "lab", namePath: ["Acme", "Lab"] } }],
    });
    await expect(client.users.listOrgs(id)).resolves.toMatchObject([[{ name: "Acme" }, { name: "Lab" }]]);
    await expect(client.org.findById(org.id)).resolves.toBeDefined();
    await expect(client.org.getNodeById(added.id)).resolves.toMatchObject({ code: "lab" });
    await client.org.removeMembers(added.id, [id]);
    await expect(client.users.listOrgs(id)).resolves.toEqual([]);
  });

  test("archived users are listed apart", async () => {
    const [ada, grace] = await createAll(["ada", "grace"]);
    emulator.archiveUser(ada);

    await expect(client.users.listArchivedUsers()).resolves.toMatchObject({
      totalCount: 1,
      list: [{ id: ada, status: "Archived" }],
    });
    await expect(client.users.list()).resolves.toMatchObject({ totalCount: 1, list: [{ id: grace }] });
  });

  test("a user with a role is told from one without", async () => {
    const [ada, grace] = await createAll(["ada", "grace"]);
    await client.roles.create("admin");
    await client.users.addRoles(ada, ["admin"]);

    await expect(client.users.hasRole(ada, "admin")).resolves.toBe(true);
    await expect(client.users.hasRole(grace, "admin")).resolves.toBe(false);
  });

  test("the login status of a user is told", async () => {
    const [id] = await createAll(["ada"]);

    await expect(client.users.checkLoginStatus(id)).resolves.toMatchObject({ isLogin: false });
    await client.users.refreshToken(id);
    await expect(client.users.checkLoginStatus(id)).resolves.toMatchObject({ isLogin: true, user: { id } });
  });

  test("the settings of the pool contain its secret", async () => {
    await expect(client.userpool.detail()).resolves.toMatchObject({
      id: emulator.userPoolId,
      secret: emulator.secret,
    });
  });

  test("a call that the emulator does not serve is refused", async () => {
    const { id } = await client.users.create({ username: "ada" });

    await expect(client.users.getUserTenants(id)).rejects.toThrow(/404/);
  });

  test("kick ends the sessions of users", async () => {
    const { id } = await client.users.create({ username: "ada" });

    await expect(client.users.kick([id])).resolves.toMatchObject({ code: 200 });
    await expect(client.users.kick(["5f0000000000000000000000"])).rejects.toMatchObject({ code: 2004 });
  });

  test("work in the same way with the headers of Approw", async () => {
    const { userPoolId, secret, url: host } = emulator;
    const headers = {
      "userpool-id": "x-approw-userpool-id",
      "app-id": "x-approw-app-id",
      "tenant-id": "x-approw-app-tenant-id",
      "request-from": "x-approw-request-from",
      "sdk-version": "x-approw-sdk-version",
      lang: "x-approw-lang",
    };
    const approw = new ManagementClient({ userPoolId, secret, host, headers });

    const { id } = await approw.users.create({ username: "ada" });

    await expect(approw.users.detail(id)).resolves.toMatchObject({ username: "ada" });
  });

  test("a refusal reaches the caller with its code and message", async () => {
    await client.users.create({ username: "ada" });

    await expect(client.users.create({ username: "ada" })).rejects.toEqual({
      code: 2026,
      message: "User already exists",
    });
  });
});

describe("groups of the vendor's client", () => {
  test("a group is created, read, renamed, listed and deleted", async () => {
    await client.groups.create("engineers", "Engineers");
    const renamed = await client.groups.update("engineers", { name: "Builders", newCode: "builders" });

    expect(renamed).toMatchObject({ code: "builders", name: "Builders" });
    await expect(client.groups.detail("builders")).resolves.toMatchObject({ name: "Builders" });
    await expect(client.groups.list()).resolves.toMatchObject({
      totalCount: 1,
      list: [{ code: "builders" }],
    });
    await expect(client.groups.delete("builders")).resolves.toMatchObject({ code: 200 });
    await expect(client.groups.detail("builders")).resolves.toBeNull();
  });

  test("several groups are deleted at once, unless one is unknown", async () => {
    await client.groups.create("a", "A");
    await client.groups.create("b", "B");

    await expect(client.groups.deleteMany(["a", "nope"])).rejects.toMatchObject({ code: 500 });
    await expect(client.groups.deleteMany(["a", "b"])).resolves.toMatchObject({ code: 200 });
  });

  test("members are added, listed and removed", async () => {
    const [ada, grace] = await createAll(["ada", "grace"]);
    await client.groups.create("engineers", "Engineers");

    await client.groups.addUsers("engineers", [ada, grace]);
    await client.groups.removeUsers("engineers", [ada]);

    const members = await client.groups.listUsers("engineers", { withCustomData: true });
    expect(members).toMatchObject({ totalCount: 1, list: [{ id: grace, customData: {} }] });
  });
});

describe("roles of the vendor's client", () => {
  test("a role is created, read, changed, listed and deleted", async () => {
    const created = await client.roles.create("admin", "May do all");
    const changed = await client.roles.update("admin", { description: "May do most", newCode: "root" });

    expect(changed).toMatchObject({ id: created.id, code: "root", description: "May do most" });
    await expect(client.roles.findByCode("root")).resolves.toMatchObject({ namespace: "default" });
    await expect(client.roles.list()).resolves.toMatchObject({ totalCount: 1, list: [{ code: "root" }] });
    await expect(client.roles.delete("root")).resolves.toMatchObject({ code: 200 });
    await expect(client.roles.findByCode("root")).resolves.toBeNull();
  });

  test("several roles are deleted at once", async () => {
    await client.roles.create("a");
    await client.roles.create("b");

    await expect(client.roles.deleteMany(["a", "b"])).resolves.toMatchObject({ code: 200 });
    await expect(client.roles.list()).resolves.toEqual({ totalCount: 0, list: [] });
  });

  test("users with the role are added, listed, searched and removed", async () => {
    const [ada, grace] = await createAll(["ada", "grace"]);
    await client.roles.create("admin");

    await client.roles.addUsers("admin", [ada, grace]);
    const holders = await client.roles.listUsers("admin");
    const searched = await client.roles.findUsers("admin", { search: "grac" });
    await client.roles.removeUsers("admin", [ada, grace]);

    expect(holders.totalCount).toBe(2);
    expect(searched).toMatchObject({ totalCount: 1, list: [{ id: grace }] });
    await expect(client.roles.listUsers("admin")).resolves.toMatchObject({ totalCount: 0 });
  });

  test("namespaces are listed", async () => {
    await client.acl.createNamespace("billing", "Billing", "Invoices");

    await expect(client.acl.listNamespaces()).resolves.toMatchObject({
      total: 2,
      list: [{ code: "default" }, { code: "billing", name: "Billing", description: "Invoices" }],
    });
  });
});

/** Creates a user for each name, one after the other, and returns their ids. */
async function createAll<const Names extends readonly string[]>(
  usernames: Names,
): Promise<{ [Index in keyof Names]: string }> {
  const ids: string[] = [];
  for (const username of usernames) ids.push((await client.users.create({ username })).id);
  return ids as { [Index in keyof Names]: string };
}

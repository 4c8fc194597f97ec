import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../emulator/index.js";
import type { StoredPool } from "../../emulator/stored-pool.js";
import { ApiClient } from "./api-client.js";

let directory: string;
let dataFile: string;
let running: Emulator[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "emulator-"));
  dataFile = join(directory, "pool.json");
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((emulator) => emulator.close()));
  await rm(directory, { recursive: true });
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator({ dataFile, ...options });
  running.push(emulator);
  return emulator;
}

const everything = `{
  users { totalCount list {
    id username email nickname lastLogin createdAt updatedAt
    groups { list { code name createdAt } }
    roles(namespace: "billing") { list { id code description parent { code } } }
  } }
  findUser(email: "ADA@example.org") { id }
}`;

describe("a data file", () => {
  test("restores everything after a restart, including tokens and passwords", async () => {
    const first = await start({
      seed: {
        namespaces: [{ code: "billing" }],
        groups: [{ code: "g", name: "G" }],
        roles: [{ code: "r", namespace: "billing", description: "R" }],
        users: [
          {
            username: "ada",
            email: "ada@example.org",
            lastLogin: "2017-06-07T14:34:08Z",
            password: "engine-1843",
            groups: ["g"],
            roles: [{ code: "r", namespace: "billing" }],
          },
        ],
      },
    });
    const client = await ApiClient.of(first);
    const id = await client.createUser({ username: "grace", password: await client.encrypt("cobol-1959") });
    const ciphertext = await client.encrypt("enigma-1941");
    const before = await client.graphql(everything);
    await first.close();

    const second = await start();
    const again = new ApiClient(second);
    again.token = client.token;

    await expect(again.graphql(everything)).resolves.toEqual(before);
    expect(second.ownerId).toBe(first.ownerId);
    expect(second.hasPassword(id, "cobol-1959")).toBe(true);
    const alan = await again.createUser({ username: "alan", password: ciphertext });
    expect(second.hasPassword(alan, "enigma-1941")).toBe(true);
  });

  test("keeps the order in which users were added to groups and roles", async () => {
    const first = await start({ seed: { groups: [{ code: "g" }, { code: "h" }], roles: [{ code: "r" }] } });
    const client = await ApiClient.of(first);
    const ada = await client.createUser({ username: "ada" });
    const grace = await client.createUser({ username: "grace" });
    const alan = await client.createUser({ username: "alan" });
    await client.graphql(
      `mutation ($come: [String!]!, $alan: [String!]!) {
        h: addUserToGroup(userIds: $come, code: "h") { code }
        g: addUserToGroup(userIds: $come, code: "g") { code }
        assignRole(userIds: $come, roleCode: "r") { code }
        removeUserFromGroup(userIds: $alan, code: "g") { code }
        revokeRole(userIds: $alan, roleCode: "r") { code }
        back: addUserToGroup(userIds: $alan, code: "g") { code }
        again: assignRole(userIds: $alan, roleCode: "r") { code }
      }`,
      { come: [alan, grace, ada], alan: [alan] },
    );
    const asked = `{
      group(code: "g") { users { list { username groups { list { code } } } } }
      role(code: "r") { users { list { username } } }
    }`;
    const before = await client.graphql(asked);
    await first.close();

    const again = await ApiClient.of(await start());

    const added = [{ username: "grace" }, { username: "ada" }, { username: "alan" }];
    expect(before).toMatchObject({
      data: { group: { users: { list: added } }, role: { users: { list: added } } },
    });
    await expect(again.graphql(asked)).resolves.toEqual(before);
  });

  test("keeps custom data and policies", async () => {
    const first = await start({
      seed: {
        customFields: [
          { key: "a key", dataType: "STRING", label: "A key", options: "{}" },
          { key: "tier", dataType: "NUMBER", targetType: "ROLE" },
        ],
        policies: [{ code: "read", statements: [{ resource: "*", actions: ["read"], effect: "DENY" }] }],
        groups: [{ code: "staff", policies: ["read"] }],
        roles: [{ code: "admin", customData: { tier: 1 } }],
        users: [
          { username: "ada", customData: { "a key": "x y" }, policies: ["read", "AdministratorAccess"] },
        ],
      },
      behaviour: { disabledPolicies: "omit" },
    });
    const client = await ApiClient.of(first);
    await client.graphql(
      `mutation { disbalePolicyAssignment(policy: "read", targetType: GROUP, targetIdentifier: "staff") { code } }`,
    );
    const asked = `{
      udf(targetType: USER) { key dataType label options }
      udv(targetType: ROLE, targetId: "admin") { key value }
      findUser(username: "ada") { customData { key value } }
      policies(excludeDefault: false) {
        list { code isDefault createdAt statements { resource actions effect } assignments { targetType } }
      }
    }`;
    const before = await client.graphql(asked);
    await first.close();

    const again = await ApiClient.of(await start({ behaviour: { disabledPolicies: "omit" } }));

    expect(before).toMatchObject({
      data: {
        findUser: { customData: [{ key: "a key", value: "x y" }] },
        policies: {
          list: [
            { code: "read", assignments: [{ targetType: "USER" }] },
            { code: "AdministratorAccess", assignments: [{ targetType: "USER" }] },
          ],
        },
      },
    });
    await expect(again.graphql(asked)).resolves.toEqual(before);
  });

  test("of version 2, which has no custom data and no policies, can be read", async () => {
    await (await start({ seed: { users: [{ username: "ada" }] } })).close();
    const { customFields, customValues, policies, policyAssignments, disabledAssignments, ...rest } =
      JSON.parse(await readFile(dataFile, "utf8")) as StoredPool;
    expect([customFields, customValues, policyAssignments, disabledAssignments]).toEqual([[], [], [], []]);
    expect(policies).toHaveLength(1);
    await writeFile(dataFile, JSON.stringify({ ...rest, version: 2 }));

    const client = await ApiClient.of(await start());

    await expect(
      client.graphql(
        `{ findUser(username: "ada") { customData { key } } policies(excludeDefault: false) { totalCount } }`,
      ),
    ).resolves.toEqual({ data: { findUser: { customData: [] }, policies: { totalCount: 1 } } });
  });

  test("keeps statuses and departments, and can lack both", async () => {
    const asked = `{
      users { list { username status departments { list { joinedAt department { code path } } } } }
      archivedUsers { list { username } }
    }`;
    const first = await start({
      seed: {
        orgs: [{ code: "acme", nodes: [{ code: "lab" }] }],
        users: [
          { username: "ada", departments: [{ org: "acme", code: "lab" }], status: "Suspended" },
          { username: "old", status: "Archived" },
        ],
      },
    });
    const before = await (await ApiClient.of(first)).graphql(asked);
    await first.close();
    const second = await start();
    const after = await (await ApiClient.of(second)).graphql(asked);
    await second.close();
    const { orgChart, users, ...rest } = JSON.parse(await readFile(dataFile, "utf8")) as StoredPool;
    const earlier = { ...rest, users: users.map((user) => ({ ...user, status: undefined })) };
    await writeFile(dataFile, JSON.stringify(earlier));

    const third = await start();

    expect(after).toEqual(before);
    expect(orgChart?.nodes).toHaveLength(2);
    await expect((await ApiClient.of(third)).graphql(asked)).resolves.toMatchObject({
      data: {
        users: {
          list: [
            { username: "old", status: "Activated" },
            { username: "ada", status: "Activated", departments: { list: [] } },
          ],
        },
      },
    });
  });

  test("of version 1, which has no order within a group, can be read", async () => {
    const first = await start({
      seed: {
        groups: [{ code: "g" }],
        roles: [{ code: "r" }],
        users: [{ username: "ada", groups: ["g"], roles: ["r"] }, { username: "grace" }],
      },
    });
    await first.close();
    const { memberships, assignments, users, ...rest } = JSON.parse(
      await readFile(dataFile, "utf8"),
    ) as StoredPool;
    const targetsOf = (edges: [string, string][], userId: string) =>
      edges.filter(([holder]) => holder === userId).map(([, target]) => target);
    await writeFile(
      dataFile,
      JSON.stringify({
        ...rest,
        version: 1,
        users: users.map((user) => ({
          ...user,
          groupIds: targetsOf(memberships, user.id),
          roleIds: targetsOf(assignments, user.id),
        })),
      }),
    );

    const client = await ApiClient.of(await start());

    await expect(
      client.graphql(`{ findUser(username: "ada") { groups { list { code } } roles { list { code } } } }`),
    ).resolves.toEqual({
      data: { findUser: { groups: { list: [{ code: "g" }] }, roles: { list: [{ code: "r" }] } } },
    });
    const text = await readFile(dataFile, "utf8");
    expect(text).toContain(`"version":3`);
    expect(text).not.toContain("groupIds");
  });

  test("is written soon after a change, completely and without leftovers", async () => {
    const emulator = await start();
    const client = await ApiClient.of(emulator);
    await client.createUser({ username: "ada" });

    await expect.poll(() => readFile(dataFile, "utf8"), { timeout: 5000 }).toContain(`"username":"ada"`);

    await expect(readdir(directory)).resolves.toEqual(["pool.json"]);
    expect((await stat(dataFile)).mode & 0o777).toBe(0o600);
  });

  test("is complete after either of two calls to close", async () => {
    const emulator = await start();
    const client = await ApiClient.of(emulator);
    await client.createUser({ username: "ada" });

    void emulator.close();
    await emulator.close();

    await expect(readFile(dataFile, "utf8")).resolves.toContain(`"username":"ada"`);
  });

  test("is not changed by a request that was delayed until after the close", async () => {
    const emulator = await start();
    const client = await ApiClient.of(emulator);
    emulator.faults.add({ operation: "createUser", kind: "latency", ms: 50 });
    const held = client.createUser({ username: "late" }).catch(() => "cut off");
    while (emulator.faults.pending() > 0) await new Promise((resolve) => setTimeout(resolve, 5));

    await emulator.close();
    await expect(held).resolves.toBe("cut off");
    await new Promise((resolve) => setTimeout(resolve, 500));

    await expect(readFile(dataFile, "utf8")).resolves.not.toContain("late");
  });

  test("remembers that tokens were expired", async () => {
    const first = await start();
    const client = await ApiClient.of(first);
    first.expireTokens();
    await first.close();

    const again = new ApiClient(await start());
    again.token = client.token;

    expect(await again.refusal("{ users { totalCount } }")).toBe(2206);
  });

  test("has precedence over a seed", async () => {
    await (await start({ seed: { users: [{ username: "ada" }] } })).close();

    const client = await ApiClient.of(
      await start({ seed: { users: [{ username: "ada" }, { username: "grace" }] } }),
    );

    await expect(client.graphql("{ users { totalCount } }")).resolves.toEqual({
      data: { users: { totalCount: 1 } },
    });
  });

  test("contains neither the secret nor a password in plain text", async () => {
    const emulator = await start({ seed: { users: [{ username: "ada", password: "engine-1843" }] } });
    await emulator.close();

    const text = await readFile(dataFile, "utf8");

    expect(text).not.toContain(emulator.secret);
    expect(text).not.toContain("engine-1843");
  });

  test("of another pool is refused and kept", async () => {
    await (await start({ userPoolId: "5f0000000000000000000001" })).close();
    const before = await readFile(dataFile, "utf8");

    await expect(start({ userPoolId: "5f0000000000000000000002" })).rejects.toThrow(
      /contains the user pool 5f0000000000000000000001, not 5f0000000000000000000002/,
    );
    await expect(readFile(dataFile, "utf8")).resolves.toBe(before);
  });

  test.each([
    ["invalid JSON", "{", /is not valid JSON/],
    ["something else", "{}", /is not a data file of the emulator \(invalid at version\)/],
    ["another version", `{"version":99}`, /is not a data file of the emulator \(invalid at version\)/],
    ["a list", "[]", /is not a data file of the emulator \(invalid at its root\)/],
  ])("with %s is refused and kept", async (_what, text, message) => {
    await writeFile(dataFile, text);

    await expect(start()).rejects.toThrow(message);
    await expect(readFile(dataFile, "utf8")).resolves.toBe(text);
  });

  test("with an invalid password key is refused and kept", async () => {
    await (await start()).close();
    const stored = JSON.parse(await readFile(dataFile, "utf8")) as StoredPool;
    const text = JSON.stringify({ ...stored, passwordKey: "-----BEGIN PRIVATE KEY-----" });
    await writeFile(dataFile, text);

    await expect(start()).rejects.toThrow(/is not a data file of the emulator \(invalid at passwordKey\)/);
    await expect(readFile(dataFile, "utf8")).resolves.toBe(text);
  });

  test("contains every change that was answered, also when many arrive together", async () => {
    const emulator = await start();
    const client = await ApiClient.of(emulator);
    const names = Array.from({ length: 60 }, (_, index) => `user-${index}`);

    await Promise.all(
      names.map(async (username) => {
        await client.createUser({ username });
        expect(await readFile(dataFile, "utf8")).toContain(`"username":"${username}"`);
      }),
    );
  });

  test("that cannot be written fails the request, and contains the change after the next one", async () => {
    const client = await ApiClient.of(await start());
    await rm(directory, { recursive: true });

    await expect(client.createUser({ username: "ada" })).rejects.toThrow();
    await mkdir(directory);
    await client.createUser({ username: "grace" });

    await expect(readFile(dataFile, "utf8")).resolves.toContain(`"username":"ada"`);
  });

  test("that another emulator uses is refused and kept, by any of its paths", async () => {
    const first = await start();
    const alias = `${directory}-alias`;
    await symlink(directory, alias);

    await expect(start()).rejects.toThrow("is used by another emulator (in this process)");
    await expect(start({ dataFile: join(alias, "pool.json") })).rejects.toThrow(
      "is used by another emulator",
    );
    await rm(alias);
    await first.close();

    await expect(start()).resolves.toBeDefined();
  });

  test("is free again after a start that failed", async () => {
    await writeFile(dataFile, "{}");
    await expect(start()).rejects.toThrow(/is not a data file/);
    await rm(dataFile);

    await expect(start()).resolves.toBeDefined();
  });

  test("in a missing directory is refused at the start", async () => {
    await expect(start({ dataFile: join(directory, "missing", "pool.json") })).rejects.toThrow(/ENOENT/);
    await expect(start({ dataFile: directory })).rejects.toThrow(/EISDIR/);
  });
});

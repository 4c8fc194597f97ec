import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { restNames } from "../../emulator/operation-names.js";
import { routes } from "../../emulator/rest/routes.js";
import { ApiClient } from "./api-client.js";

let emulator: Emulator;
let client: ApiClient;

beforeEach(async () => {
  emulator = await createEmulator({ seed: { roles: [{ code: "admin" }, { code: "auditor" }] } });
  client = await ApiClient.of(emulator);
});

afterEach(() => emulator.close());

test("every named route is served, and no other", () => {
  expect(routes.map(({ operation }) => operation).toSorted()).toEqual(restNames.toSorted());
});

/** These are the calls of Approw's own client where it takes other ways than the vendor's. */
describe("over REST", () => {
  async function create(userInfo: object, options: object = {}): Promise<string> {
    const body = (await client.rest("POST", "/users", { userInfo, ...options })) as { data: { id: string } };
    return body.data.id;
  }

  test("a user is created, changed and read", async () => {
    const id = await create({ username: "ada" });

    await expect(client.rest("POST", `/users/${id}`, { nickname: "Countess" })).resolves.toMatchObject({
      code: 200,
      data: { id, nickname: "Countess" },
    });
    await expect(client.rest("GET", `/users/${id}?with_custom_data=1`)).resolves.toMatchObject({
      code: 200,
      data: { id, username: "ada", nickname: "Countess", identities: [], customData: [] },
    });
  });

  test("a user is shown without custom data unless it is asked for", async () => {
    const id = await create({ username: "ada" });

    const { data } = (await client.rest("GET", `/users/${id}?with_custom_data=false`)) as { data: object };

    expect(data).not.toHaveProperty("customData");
  });

  test("a password is stored unchanged with keepPassword", async () => {
    const id = await create(
      { username: "ada", password: await client.encrypt("5f4dcc3b5aa765d6") },
      { keepPassword: true },
    );

    await expect(client.rest("GET", `/users/${id}`)).resolves.toMatchObject({
      data: { password: "5f4dcc3b5aa765d6" },
    });
  });

  test("an unknown user reads as null with code 200", async () => {
    await expect(client.rest("GET", "/users/5f0000000000000000000000")).resolves.toEqual({
      code: 200,
      message: "OK",
      data: null,
    });
  });

  test("a user is found by any unique key", async () => {
    await create({ username: "ada", email: "ada@example.org", phone: "13800000000", externalId: "e-1" });

    for (const query of ["username=ada", "email=ADA@example.org", "phone=13800000000", "externalId=e-1"]) {
      await expect(client.rest("GET", `/users/is-user-exists?${query}`)).resolves.toMatchObject({
        data: true,
      });
    }
  });

  test("roles are assigned and listed", async () => {
    const id = await create({ username: "ada" });

    await expect(
      client.rest("POST", `/users/${id}/roles`, { userId: id, list: ["admin", "auditor"] }),
    ).resolves.toMatchObject({ code: 200, data: { code: 200 } });
    await expect(client.rest("GET", `/users/${id}/roles?namespace=default`)).resolves.toMatchObject({
      data: { totalCount: 2, list: [{ code: "admin" }, { code: "auditor" }] },
    });
    await expect(client.rest("POST", "/roles/roleUsers", { code: "admin" })).resolves.toMatchObject({
      data: { totalCount: 1, list: [{ id }] },
    });
  });

  test("a user has a role or not", async () => {
    const id = await create({ username: "ada" });
    await client.rest("POST", `/users/${id}/roles`, { userId: id, list: ["admin"] });
    const asked = (query: string, user = id) => client.rest("GET", `/users/${user}/has-role?${query}`);

    await expect(asked("code=admin&namespace=default")).resolves.toMatchObject({ code: 200, data: true });
    await expect(asked("code=admin")).resolves.toMatchObject({ data: true });
    await expect(asked("code=auditor")).resolves.toMatchObject({ data: false });
    await expect(asked("code=nope")).resolves.toMatchObject({ data: false });
    await expect(asked("code=admin&namespace=billing")).resolves.toMatchObject({ data: false });
    await expect(asked("")).resolves.toMatchObject({ code: 500 });
    await expect(asked("code=admin", "nobody")).resolves.toMatchObject({ code: 2004 });
  });

  test("a user is in no department and no organisation", async () => {
    const id = await create({ username: "ada" });

    await expect(client.rest("GET", `/users/${id}/departments`)).resolves.toMatchObject({
      code: 200,
      data: { totalCount: 0, list: [] },
    });
    await expect(client.rest("GET", `/users/${id}/orgs`)).resolves.toMatchObject({ code: 200, data: [] });
    await expect(client.rest("GET", "/users/nobody/departments")).resolves.toMatchObject({ code: 2004 });
    await expect(client.rest("GET", "/users/nobody/orgs")).resolves.toMatchObject({ code: 2004 });
  });

  test("roles are created with a parent, and listed by pages", async () => {
    await expect(
      client.rest("POST", "/roles", { code: "child", description: "Small", parent: "admin" }),
    ).resolves.toMatchObject({ data: { code: "child", namespace: "default", parent: { code: "admin" } } });
    await expect(client.rest("GET", "/roles?page=1&limit=2&sortBy=CREATEDAT_ASC")).resolves.toMatchObject({
      data: { totalCount: 3, list: [{ code: "admin" }, { code: "auditor" }] },
    });
  });

  test("a namespace is created once", async () => {
    const path = `/resource-namespace/${emulator.userPoolId}`;

    await expect(client.rest("POST", path, { code: "billing", name: "Billing" })).resolves.toMatchObject({
      code: 200,
      data: { code: "billing" },
    });
    await expect(client.rest("POST", path, { code: "billing", name: "Billing" })).resolves.toMatchObject({
      code: 500,
    });
    await expect(client.rest("POST", path, { code: "", name: "Billing" })).resolves.toMatchObject({
      code: 2231,
    });
  });

  test("the namespaces of another pool are refused with 2224", async () => {
    const path = "/resource-namespace/5f0000000000000000000000";

    await expect(client.rest("GET", path)).resolves.toMatchObject({ code: 2224 });
    await expect(client.rest("POST", path, { code: "billing", name: "Billing" })).resolves.toMatchObject({
      code: 2224,
    });
    await expect(client.rest("GET", `/resource-namespace/${emulator.userPoolId}`)).resolves.toMatchObject({
      code: 200,
      data: { total: 1, list: [{ code: "default" }] },
    });
  });

  test("the public key needs no login", async () => {
    await expect(new ApiClient(emulator).rest("GET", "/.well-known")).resolves.toMatchObject({
      code: 200,
      data: { publicKey: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\nMIGf/) as string },
    });
  });
});

describe("a path of the service that the emulator does not serve", () => {
  test.each([
    ["POST", "/api/v2/users/filter", "users/filter"],
    ["POST", "/api/v2/users/link", "users/link"],
    ["POST", "/api/v2/users/unlink", "users/unlink"],
    ["GET", "/api/v2/users/principal_authentication", "users/principal_authentication"],
    ["POST", "/api/v2/users/identity/link", "users/identity/link"],
    ["POST", "/api/v2/users/identity/unlink", "users/identity/unlink"],
    ["GET", "/api/v2/users/5f0000000000000000000000/tenants", "users/{id}/tenants"],
    ["GET", "/api/v2/users/5f0000000000000000000000/mfa-bound", "users/{id}/mfa-bound"],
    ["POST", "/api/v2/password/check", "password/check"],
    ["GET", "/api/v2/env", "env"],
    ["POST", "/api/v2/env", "env"],
    ["DELETE", "/api/v2/env/key", "env/{key}"],
    ["POST", "/api/v3/resign-user", "/api/v3/resign-user"],
    ["POST", "/api/v3/resign-user-batch", "/api/v3/resign-user-batch"],
    ["GET", "/logout", "/logout"],
  ])("is answered with HTTP 404 and named in the README: %s %s", async (method, path, name) => {
    const response = await client.send(`${path}?userId=5f0000000000000000000000`, { method });
    const readme = await readFile(resolve(__dirname, "../../emulator/README.md"), "utf8");

    expect(response.status).toBe(404);
    await expect(response.json()).resolves.toEqual({
      code: 404,
      message: `The emulator does not serve ${method} ${path}`,
    });
    expect(readme.slice(readme.indexOf("Not emulated"))).toContain(`\`${name}\``);
  });

  test.each([
    ["GET", "/api/v2/users/batch"],
    ["GET", "/api/v2/users/kick"],
    ["POST", "/api/v2/users/is-user-exists"],
  ])("is answered with HTTP 404 where only the method is another: %s %s", async (method, path) => {
    const response = await client.send(path, { method });

    expect(response.status).toBe(404);
  });
});

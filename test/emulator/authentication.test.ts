import { decodeJwt } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

const lifetimeSeconds = 7200;
let now: number;
let emulator: Emulator;

beforeEach(async () => {
  now = Date.parse("2026-01-01T00:00:00Z");
  emulator = await createEmulator({ tokenLifetimeSeconds: lifetimeSeconds, now: () => now });
});

afterEach(() => emulator.close());

const logIn = `query ($userPoolId: String!, $secret: String!) {
  accessToken(userPoolId: $userPoolId, secret: $secret) { accessToken iat exp }
}`;
const listUsers = "{ users { totalCount } }";

describe("a login", () => {
  test("returns a token with its owner and its lifetime", async () => {
    const { userPoolId, secret, ownerId } = emulator;

    const { data } = await new ApiClient(emulator).graphql(logIn, { userPoolId, secret });
    const { accessToken, iat, exp } = (
      data as { accessToken: { accessToken: string; iat: number; exp: number } }
    ).accessToken;

    expect(iat).toBe(now / 1000);
    expect(exp - iat).toBe(lifetimeSeconds);
    expect(decodeJwt(accessToken)).toMatchObject({
      iat,
      exp,
      data: { id: ownerId, userPoolId, type: "user" },
    });
  });

  test("lasts 15 days unless told otherwise", async () => {
    const other = await createEmulator();
    const client = await ApiClient.of(other);
    const { iat, exp } = decodeJwt(client.token ?? "");
    await other.close();

    expect(Number(exp) - Number(iat)).toBe(1_296_000);
  });

  test("ignores the Authorization header", async () => {
    const { userPoolId, secret } = emulator;
    const client = new ApiClient(emulator);
    client.token = "null";

    await expect(client.graphql(logIn, { userPoolId, secret })).resolves.not.toHaveProperty("errors");
  });

  test("is refused with 2020 for a wrong secret and 2224 for another pool", async () => {
    const { userPoolId, secret } = emulator;
    const client = new ApiClient(emulator);

    expect(await client.refusal(logIn, { userPoolId, secret: "wrong" })).toBe(2020);
    expect(await client.refusal(logIn, { userPoolId: "5f0000000000000000000000", secret })).toBe(2224);
    await expect(
      client.rest("POST", "/userpools/access-token", { userPoolId, secret: "wrong" }),
    ).resolves.toMatchObject({ code: 2020 });
  });

  test("is renewed while its token is valid, and is in the blacklist after that", async () => {
    const renew = "mutation ($token: String) { refreshAccessToken(accessToken: $token) { accessToken } }";
    const client = await ApiClient.of(emulator);

    const renewed = await client.graphql(renew, { token: client.token });
    emulator.expireTokens();
    const refused = await client.graphql(renew, { token: client.token });

    expect(renewed).not.toHaveProperty("errors");
    expect(refused).toMatchObject({
      errors: [{ message: { code: 500 }, extensions: { exception: { name: "TokenInBlackListError" } } }],
    });
  });
});

describe("a request", () => {
  test.each(["approw", "authing"] as const)("is accepted with the headers of %s", async (family) => {
    const client = await ApiClient.of(emulator, family);

    await expect(client.graphql(listUsers)).resolves.toEqual({ data: { users: { totalCount: 0 } } });
    await expect(client.rest("GET", "/roles")).resolves.toMatchObject({ code: 200 });
  });

  test("without a token, or with one of another pool, is refused with 2020", async () => {
    const other = await createEmulator({ userPoolId: "5f0000000000000000000000" });
    const foreign = await ApiClient.of(other);
    await other.close();
    const client = new ApiClient(emulator);

    expect(await client.refusal(listUsers)).toBe(2020);
    await expect(client.rest("GET", "/roles")).resolves.toMatchObject({ code: 2020 });
    client.token = foreign.token;
    expect(await client.refusal(listUsers)).toBe(2020);
    client.token = "no.token.atall";
    expect(await client.refusal(listUsers)).toBe(2020);
  });

  test("with the token of a user is refused with 2020", async () => {
    const client = await ApiClient.of(emulator);
    const id = await client.createUser({ username: "ada" });
    const { data } = await client.graphql("mutation ($id: String) { refreshToken(id: $id) { token } }", {
      id,
    });

    client.token = (data as { refreshToken: { token: string } }).refreshToken.token;

    expect(await client.refusal(listUsers)).toBe(2020);
  });

  test("is refused with 2206 once the token has expired", async () => {
    const client = await ApiClient.of(emulator);

    now += (lifetimeSeconds - 1) * 1000;
    expect(await client.refusal(listUsers)).toBeUndefined();
    now += 2000;
    expect(await client.refusal(listUsers)).toBe(2206);
    await expect(client.rest("GET", "/roles")).resolves.toMatchObject({ code: 2206 });
  });

  test("is refused with 2206 after expireTokens, until the client logs in again", async () => {
    const client = await ApiClient.of(emulator);
    emulator.expireTokens();

    expect(await client.refusal(listUsers)).toBe(2206);
    await client.logIn();
    expect(await client.refusal(listUsers)).toBeUndefined();
  });

  test("is refused without the header of the pool, and with that of another", async () => {
    const { token } = await ApiClient.of(emulator);
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${emulator.url}/api/v2/roles`, {
        headers: { authorization: `Bearer ${token ?? ""}`, ...headers },
      });
      return response.json();
    };

    await expect(ask({})).resolves.toMatchObject({ code: 2231 });
    await expect(ask({ "x-authing-userpool-id": "5f0000000000000000000000" })).resolves.toMatchObject({
      code: 2224,
    });
  });
});

describe("the token of a user", () => {
  const check = `query ($token: String) {
    checkLoginStatus(token: $token) { code status exp iat data { id userPoolId arn } }
  }`;

  async function logUserIn(client: ApiClient, id: string): Promise<string> {
    const { data } = await client.graphql("mutation ($id: String) { refreshToken(id: $id) { token } }", {
      id,
    });
    return (data as { refreshToken: { token: string } }).refreshToken.token;
  }

  test("is a login that checkLoginStatus confirms", async () => {
    const client = await ApiClient.of(emulator);
    const id = await client.createUser({ username: "ada" });
    const token = await logUserIn(client, id);

    await expect(client.graphql(check, { token })).resolves.toMatchObject({
      data: { checkLoginStatus: { code: 200, status: true, data: { id, userPoolId: emulator.userPoolId } } },
    });
    await expect(client.graphql(check, { token: "nothing" })).resolves.toMatchObject({
      data: { checkLoginStatus: { code: 2206, status: false, data: null } },
    });
  });

  const update = (client: ApiClient, id: string, input: object) =>
    client.graphql(
      "mutation ($id: String, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }",
      { id, input },
    );

  test.each<[string, (client: ApiClient, id: string) => Promise<unknown>]>([
    [
      "tokenExpiredAt in the past",
      (client, id) => update(client, id, { tokenExpiredAt: "2020-01-01T00:00:00Z" }),
    ],
    ["a block", (client, id) => update(client, id, { blocked: true })],
    ["a kick", (client, id) => client.rest("POST", "/users/kick", { userIds: [id] })],
    [
      "deletion",
      (client, id) => client.graphql("mutation ($id: String!) { deleteUser(id: $id) { code } }", { id }),
    ],
  ])("is revoked by %s", async (_reason, revoke) => {
    const client = await ApiClient.of(emulator);
    const id = await client.createUser({ username: "ada" });
    const token = await logUserIn(client, id);

    await revoke(client, id);

    await expect(client.graphql(check, { token })).resolves.toMatchObject({
      data: { checkLoginStatus: { code: 2206 } },
    });
  });

  test("stays revoked when the user logs in again", async () => {
    const client = await ApiClient.of(emulator);
    const id = await client.createUser({ username: "ada" });
    const old = await logUserIn(client, id);
    await update(client, id, { tokenExpiredAt: "2020-01-01T00:00:00Z" });

    const fresh = await logUserIn(client, id);

    await expect(client.graphql(check, { token: old })).resolves.toMatchObject({
      data: { checkLoginStatus: { code: 2206 } },
    });
    await expect(client.graphql(check, { token: fresh })).resolves.toMatchObject({
      data: { checkLoginStatus: { code: 200 } },
    });
  });
});

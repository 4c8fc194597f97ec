import { describe, expect, test } from "vitest";
import type { ApprowError } from "../../sdk/index.js";
import {
  ApiError,
  apiCodes,
  AuthenticationError,
  ConflictError,
  errorCodes,
  InvalidInputError,
  isApiError,
  isApprowError,
  isAuthenticationError,
  isConflict,
  isInvalidInput,
  isNotFound,
  isNotSupported,
  isPartialCreate,
  isPermissionError,
  isRateLimit,
  isTransportError,
  isUnexpectedResponse,
  NotFoundError,
  NotSupportedError,
  PartialCreateError,
  PermissionError,
  RateLimitError,
  TransportError,
  UnexpectedResponseError,
} from "../../sdk/index.js";
import { readResponse } from "../../sdk/http/read-response.js";
import { startClient } from "./start-client.js";
import { startServer } from "./start-server.js";

const refusal = { operation: "users.update", apiMessage: "no" };
const specimens: readonly (readonly [ApprowError, (error: unknown) => boolean])[] = [
  [new ApiError("m", refusal), (error) => isApiError(error) && error.code === "API"],
  [new AuthenticationError("m", refusal), isAuthenticationError],
  [new PermissionError("m", refusal), isPermissionError],
  [new NotFoundError("m", refusal), isNotFound],
  [new ConflictError("m", refusal), isConflict],
  [new RateLimitError("m", refusal), isRateLimit],
  [new TransportError("m", { operation: "o", retryable: true, committed: "no" }), isTransportError],
  [new UnexpectedResponseError("m", { operation: "o", paths: [] }), isUnexpectedResponse],
  [new PartialCreateError("m", { operation: "o", user: { id: "1" } }), isPartialCreate],
  [new NotSupportedError("m", { operation: "o" }), isNotSupported],
  [new InvalidInputError("m", { operation: "o", field: "f" }), isInvalidInput],
];

describe("guards", () => {
  test("recognize each error by its code, and no other", () => {
    const known = specimens.map(([, isIt]) => specimens.filter(([error]) => isIt(error)).length);

    expect(known).toEqual(specimens.map(() => 1));
    expect(specimens.map(([error]) => error.code).toSorted()).toEqual([...errorCodes].toSorted());
  });

  test("recognize the errors of another copy of the package", () => {
    const foreign = Object.assign(new Error("m"), { code: "NOT_FOUND", operation: "users.detail" });

    expect([isNotFound(foreign), isApiError(foreign), isApprowError(foreign)]).toEqual([true, true, true]);
  });

  test("reject other errors and other values", () => {
    const others = [
      Object.assign(new Error("m"), { code: "ENOENT", operation: "open" }),
      { code: "API" },
      "API",
      null,
    ];

    expect(others.filter((other) => isApprowError(other) || isApiError(other))).toEqual([]);
  });

  test("count only refusals as the service's own", () => {
    const refusals = specimens.filter(([error]) => isApiError(error)).map(([error]) => error.code);

    expect(refusals).toEqual(["API", "AUTHENTICATION", "PERMISSION", "NOT_FOUND", "CONFLICT", "RATE_LIMIT"]);
  });
});

const noHeaders = { date: undefined, retryAfter: undefined, requestId: undefined, location: undefined };

function thrownBy(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

describe("the code of a response", () => {
  const codes = Object.entries(apiCodes).map(([code, row]) => [Number(code), row.kind] as const);
  const expected = new Map<string, number[]>([
    ["NOT_FOUND", [2004]],
    ["CONFLICT", [2026, 2034, 2035, 2200, 2208]],
    ["AUTHENTICATION", [2020, 2206, 2207, 2224]],
    ["PERMISSION", [1001, 2018, 2209]],
    ["RATE_LIMIT", [429, 1000]],
  ]);

  test("decides the class of the error, by one table", () => {
    for (const [kind, listed] of expected) {
      expect(codes.filter(([, other]) => other === kind).map(([code]) => code)).toEqual(listed);
    }
  });

  test.each([...codes.filter(([, kind]) => kind !== "RATE_LIMIT"), [9999, "API"] as const])(
    "%i becomes an error with the code %s, in a GraphQL envelope and in a REST one",
    (code, kind) => {
      const attempt = { operation: "users.update", trying: "updating user u-1" };
      const message = { code, message: "the words" };

      for (const body of [{ errors: [{ message, path: ["updateUser"] }], data: null }, message]) {
        const answer = { status: 200, contentType: "application/json", text: JSON.stringify(body) };

        expect(
          thrownBy(() => readResponse(attempt, { ...noHeaders, ...answer }, (text) => text)),
        ).toMatchObject({
          code: kind,
          apiCode: code,
          apiMessage: "the words",
          status: 200,
        });
      }
    },
  );

  test("in a command's own message is a refusal as well", async () => {
    const { client, emulator } = await startClient();
    const body = { data: { addUserToGroup: { code: 2004, message: "nobody" } } };
    emulator.faults.add({ operation: "addUserToGroup", kind: "shape", body });

    await expect(client.users.addGroup("u-1", "g")).rejects.toMatchObject({
      code: "NOT_FOUND",
      apiCode: 2004,
    });
  });
});

describe("a message", () => {
  test("says in one line what failed, on which object, why, and what to do", async () => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "updateUser", kind: "code", code: 1001, message: "No\npermission" });

    await expect(client.users.update("u-1", { name: "x" })).rejects.toThrow(
      /^updating user u-1 was refused: No permission \(code 1001\); use the secret of the user pool's administrator$/,
    );
  });

  test("falls back to the meaning of the code when the service gives no message", async () => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "deleteUser", kind: "shape", body: { code: 2212 } });

    await expect(client.users.delete("u-1")).rejects.toThrow("the owner of the user pool cannot be deleted");
  });
});

describe("an HTTP status outside 2xx", () => {
  test.each([
    [400, "API"],
    [401, "AUTHENTICATION"],
    [403, "PERMISSION"],
    [404, "API"],
  ])("%i without a code becomes %s: 404 does not prove that a user is gone", async (status, code) => {
    const { host } = await startServer(() => ({
      status,
      text: "no",
      headers: { "content-type": "text/plain" },
    }));
    const { client } = await startClient({ host });

    const error = await client.users.detail("u-1").catch((cause: unknown) => cause);

    expect(error).toMatchObject({ code, status, apiCode: undefined });
  });

  test.each([404, 499, 500])("%i with a code of the service is decided by that code", async (status) => {
    const text = JSON.stringify({ statusCode: status, apiCode: "2004", message: "nobody", uniqueId: "r-1" });
    const { host } = await startServer(() => ({ status, text }));
    const { client } = await startClient({ host });

    const error = await client.users.detail("u-1").catch((cause: unknown) => cause);

    expect(error).toMatchObject({ code: "NOT_FOUND", status, apiCode: 2004, requestId: "r-1" });
  });
});

describe("a response of another shape", () => {
  test.each([
    ["a missing value", { data: { updateUser: { username: "x" } } }, /^data\.updateUser\.id$/],
    ["no data", { data: null }, /^data$/],
    ["another root field", { data: { other: 1 } }, /^data\.updateUser/],
    [
      "a mistyped value",
      { data: { updateUser: { id: "u-1", blocked: "secret-body" } } },
      /^data\.updateUser\.blocked$/,
    ],
    ["a text", "secret-body", /^$/],
  ])("(%s) is an error that names the path and never the body", async (_, body, path) => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "updateUser", kind: "shape", body });

    const error = await client.users.update("u-1", { name: "x" }).catch((cause: unknown) => cause);

    expect(isUnexpectedResponse(error) && error.paths.some((seen) => path.test(seen))).toBe(true);
    expect(JSON.stringify(error) + String(error)).not.toContain("secret-body");
  });

  test("may contain unknown data", async () => {
    const { client, emulator } = await startClient();
    const body = {
      code: 200,
      message: "ok",
      data: { id: "u-1", status: "OnLeave", shoeSize: 43, city: null },
    };
    emulator.faults.add({ operation: "restUserDetail", kind: "shape", body });

    expect(await client.users.detail("u-1")).toEqual({ id: "u-1", status: "OnLeave", city: null });
  });

  test("that is a web page points to the host", async () => {
    const headers = { "content-type": "text/html" };
    const { host } = await startServer(() => ({ text: "<html></html>", headers }));
    const { client } = await startClient({ host });

    await expect(client.users.detail("u-1")).rejects.toThrow(
      "the response is text/html instead of JSON; check the host",
    );
  });

  test.each(["<html></html>", ""])(
    "(a redirect, with the body «%s») names the target, at once",
    async (text) => {
      const headers = { location: "https://login.example.org/sso?token=hush" };
      const { host, requests } = await startServer(() => ({ status: 302, text, headers }));
      const { client } = await startClient({ host });

      const error = await client.users.detail("u-1").catch((cause: unknown) => cause);

      expect(String(error)).toContain(
        "the host redirects to https://login.example.org (HTTP status 302); check the host",
      );
      expect(String(error)).not.toContain("hush");
      expect(requests).toHaveLength(2);
    },
  );

  test("without a status code does not count as an absent user", async () => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "restUserDetail", kind: "shape", body: { data: null } });

    await expect(client.users.detail("u-1")).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
  });
});

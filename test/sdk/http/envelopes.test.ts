import { describe, expect, test } from "vitest";
import { refusalIn, saysSuccess } from "../../../sdk/http/envelopes.js";

describe("refusalIn", () => {
  test("reads code and message of a GraphQL error whose message is an object", () => {
    const body = {
      errors: [{ message: { code: 2026, message: "taken" }, path: ["createUser"] }],
      data: null,
    };

    expect(refusalIn(body)).toEqual({ apiCode: 2026, apiMessage: "taken" });
  });

  test("reads the message of a GraphQL error that the GraphQL server itself raised", () => {
    expect(refusalIn({ errors: [{ message: "Unknown argument" }] })).toEqual({
      apiMessage: "Unknown argument",
    });
  });

  test("uses the first GraphQL error, whatever the others look like and whether it has a code", () => {
    const first = { message: { code: null, message: "boom" } };

    expect(refusalIn({ errors: [first, { message: null }] })).toEqual({
      apiCode: undefined,
      apiMessage: "boom",
    });
  });

  test.each([
    ["REST", { code: 2039, message: "no" }, { apiCode: 2039, apiMessage: "no", requestId: undefined }],
    [
      "the newer envelope, whose code is a text",
      { uniqueId: "u-1", statusCode: 499, message: "no", apiCode: "2011", data: null },
      { apiCode: 2011, apiMessage: "no", requestId: "u-1" },
    ],
    [
      "an envelope without an API code",
      { statusCode: 403, message: "no" },
      { apiCode: 403, apiMessage: "no", requestId: undefined },
    ],
    ["a command", { code: 500, message: null }, { apiCode: 500, apiMessage: "", requestId: undefined }],
  ])("reads the refusal of %s", (_, body, refusal) => {
    expect(refusalIn(body)).toEqual(refusal);
  });

  /** The envelopes of newer servers, of which GraphQL errors contain the same object. */
  test.each([
    [{ code: 400, statusCode: 499, apiCode: 2026 }, 2026],
    [{ code: 2026, statusCode: 499 }, 2026],
    [{ code: 2026, statusCode: 400, apiCode: 400 }, 2026],
    [{ code: 200, statusCode: 499, apiCode: 2004 }, 2004],
    [{ code: 200, statusCode: 500 }, 500],
    [{ code: 500, statusCode: 200 }, 500],
    [{ code: 500, statusCode: 499 }, 500],
    [{ code: 0, statusCode: 403, apiCode: 0 }, 403],
    [{ code: "2026", statusCode: "400" }, 2026],
    [{ code: 200, statusCode: 429 }, 429],
    [{ code: 429, apiCode: 4290 }, 4290],
    [{ code: "E_BUSY", statusCode: 503 }, 503],
  ])("finds the code in %j, in REST and in GraphQL", (envelope, apiCode) => {
    const body = { uniqueId: "r-1", message: "no", ...envelope };
    const refusal = { apiCode, apiMessage: "no", requestId: "r-1" };

    expect(refusalIn(body)).toEqual(refusal);
    expect(refusalIn({ errors: [{ message: body, extensions: {} }], data: null })).toEqual(refusal);
  });

  test.each([{ message: null }, {}, null, "no", { message: { code: "E", message: 5 } }])(
    "treats a GraphQL error of an unknown shape, %j, as a refusal",
    (error) => {
      expect(refusalIn({ errors: [error], data: { user: {} } })).toMatchObject({ apiMessage: "" });
    },
  );

  test.each([
    ["a success that repeats itself", { code: 200, statusCode: 200, apiCode: 0, message: "ok" }],
    ["a REST success", { code: 200, message: "ok", data: {} }],
    ["a success of the newer envelope", { statusCode: 200, data: {} }],
    ["GraphQL data", { data: { users: { totalCount: 0, list: [] } } }],
    ["an empty list of errors", { errors: [], data: {} }],
    ["null", null],
    ["no JSON", undefined],
    ["a text", "hello"],
    ["a list", []],
  ])("finds none in %s", (_, body) => {
    expect(refusalIn(body)).toBeUndefined();
  });
});

describe("saysSuccess", () => {
  test.each([
    [{ code: 200 }, true],
    [{ statusCode: 200 }, true],
    [{ code: 201 }, false],
    [{ code: 200, statusCode: 500 }, false],
    [{ code: 200, apiCode: 2004 }, false],
    [{ code: 200, statusCode: 200, apiCode: 0 }, true],
    [{ data: {} }, false],
    [null, false],
  ])("of %j is %s: 200 and only 200 is success", (body, expected) => {
    expect(saysSuccess(body)).toBe(expected);
  });
});

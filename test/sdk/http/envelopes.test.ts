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

  test.each([
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
    [{ data: {} }, false],
    [null, false],
  ])("of %j is %s: 200 and only 200 is success", (body, expected) => {
    expect(saysSuccess(body)).toBe(expected);
  });
});

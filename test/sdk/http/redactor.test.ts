import { describe, expect, test } from "vitest";
import { Redactor } from "../../../sdk/http/redactor.js";

describe("Redactor", () => {
  test("hides every added and every given secret", () => {
    const redactor = new Redactor();
    redactor.add("pool-secret");

    const clean = redactor.redact("pool-secret, hunter22 and pool-secret", ["hunter22", ""]);

    expect(clean).toBe("***, *** and ***");
  });

  test("hides all of a secret that starts with another one", () => {
    expect(new Redactor().redact("bad tok-refresh-rest", ["tok", "tok-refresh-rest"])).toBe("bad ***");
  });

  test("hides the user that a GraphQL server quotes", () => {
    const text =
      'Variable "$userInfo" got invalid value { email: "a@x.org; b", city: "Berlin" }; Field "city" is not defined.';

    expect(new Redactor().redact(text)).toBe(
      'Variable "$userInfo" got invalid value ***; Field "city" is not defined.',
    );
  });

  test("joins lines, and cuts long messages", () => {
    expect(new Redactor().redact("a\n  b\r\nc")).toBe("a b c");
    expect(new Redactor().redact("x".repeat(1000))).toHaveLength(301);
  });
});

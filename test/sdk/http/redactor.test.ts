import fc from "fast-check";
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

  const secret = 'pö"&<k+ 7/abc_of-the-pool';

  test.each([
    ["in JSON", JSON.stringify(secret)],
    ["in JSON that escapes for HTML", '"p\\u00f6\\u0022\\u0026\\u003ck+ 7/abc_of-the-pool"'],
    ["percent-encoded", encodeURIComponent(secret)],
    ["percent-encoded in lower case", encodeURIComponent(secret).toLowerCase()],
    ["in a form", encodeURIComponent(secret).replaceAll("%20", "+")],
    ["in HTML", "pö&quot;&amp;&lt;k+ 7/abc_of-the-pool"],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["cut short", secret.slice(0, 12)],
    ["cut short and percent-encoded", encodeURIComponent(secret).slice(0, 15)],
    ["in upper case", secret.replaceAll("abc", "ABC").replace("pool", "POOL")],
  ])("hides a secret %s", (_, quoted) => {
    const redactor = new Redactor();
    redactor.add(secret);

    const clean = redactor.redact(`you sent ${quoted}`);

    expect(clean).toMatch(/^you sent "?\*\*\*[="]*$/);
  });

  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1LTEifQ.c2lnbmF0dXJl";

  test.each([
    ["a JSON Web Token", `expired: ${jwt}`, "expired: ***"],
    ["one that is cut short", `expired: ${jwt.slice(0, 30)}`, "expired: ***"],
    ["one in a URL", `at /x?token%3D${jwt.replaceAll(".", "%2E")}&b`, "at /x?token%3D***&b"],
    ["a bearer token", "got Bearer abcdef0123456789, no", "got ***, no"],
    ["a bearer token in a URL", "got bearer%20abcdef0123456789", "got ***"],
  ])("hides %s that it has never seen", (_, text, clean) => {
    expect(new Redactor().redact(text)).toBe(clean);
  });

  test("leaves alone what is only a little like a secret", () => {
    const redactor = new Redactor();
    redactor.add("administrator-of-the-pool");
    redactor.add("short");

    expect(redactor.redact("the admin must not shorten the bearer token")).toBe(
      "the admin must not ***en the bearer token",
    );
  });

  test("hides every part of at least eight characters that a secret of any kind starts with", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 16, maxLength: 60 }), fc.nat(60), (random, length) => {
        const redactor = new Redactor();
        redactor.add(random);
        const part = random.slice(0, Math.max(8, length));

        expect(redactor.redact(`<${part}>`)).not.toContain(part.trim().replace(/\s+/g, " ") || "***nothing");
      }),
    );
  });
});

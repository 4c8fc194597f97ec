import { describe, expect, test } from "vitest";
import { headerFamilyOf } from "../../../sdk/http/headers.js";

describe("headerFamilyOf", () => {
  test.each([
    ["https://core.approw.com", "approw"],
    ["https://core.authing.cn", "authing"],
    ["https://authing.example.org", "authing"],
    ["https://people.example.org/authing", "approw"],
    ["https://notauthing.example.org", "approw"],
    ["http://127.0.0.1:8080", "approw"],
  ])("of %s is %s", (host, family) => {
    expect(headerFamilyOf(host)).toBe(family);
  });
});

import { expect, test } from "vitest";

import { schemas } from "../../../model/schema/index.js";
import { pluginToken, typeToken } from "../../../model/schema/kind.js";
import { kindOfToken } from "../../../model/schema/tokens.js";

test("both tokens of a kind say which it is, and no other token does", () => {
  for (const kind of schemas) {
    expect(kindOfToken(typeToken(kind))).toBe(kind);
    expect(kindOfToken(pluginToken(kind))).toBe(kind);
  }
  expect(kindOfToken("approw:index:Roster")).toBeUndefined();
  expect(kindOfToken("pulumi:providers:approw")).toBeUndefined();
});

import { describe, expect, test } from "vitest";

import { checkInputs } from "../../../model/rules/check-inputs.js";
import { user } from "../../../model/schema/index.js";

describe("a unique field with an invisible character", () => {
  test.each([
    ["a zero-width space", "200B"],
    ["a byte order mark", "FEFF"],
    ["a no-break space", "00A0"],
    ["a soft hyphen", "00AD"],
    ["a zero-width joiner", "200D"],
    ["a mark of direction", "202E"],
    ["a filler", "3164"],
    ["a blank pattern", "2800"],
    ["a variation selector", "FE0F"],
    ["a tab", "0009"],
    ["a line separator", "2028"],
    ["a wide space", "3000"],
    ["a tag beyond the first plane", "E0041"],
  ])("is refused, and the reason names the character: %s", (_what, code) => {
    const character = String.fromCodePoint(Number.parseInt(code, 16));
    const reason = `must not contain invisible characters: U+${code} at position 3`;

    const { failures } = checkInputs(user, {
      username: `ad${character}a`,
      email: `ad${character}a@example.com`,
      externalId: `\u{1f600}d${character}a`,
    });

    expect(failures.map((failure) => failure.reason)).toEqual(
      expect.arrayContaining([`username ${reason}`, `email ${reason}`, `externalId ${reason}`]),
    );
  });

  test("is refused in a phone number", () => {
    const { failures } = checkInputs(user, { phone: "+49\u00a030" });

    expect(failures).toEqual([
      { property: "phone", reason: "phone must not contain invisible characters: U+00A0 at position 4" },
    ]);
  });
});

test.each(["Ada Lovelace", "jos\u00e9", "\u674e\u96f7", "\u0627\u062f\u0627", "\u{1f600}"])(
  "%j has no invisible character",
  (username) => {
    expect(checkInputs(user, { username }).failures).toEqual([]);
  },
);

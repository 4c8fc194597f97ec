import { describe, expect, test } from "vitest";

import { InputError } from "../../../model/errors.js";
import { describeChange, updateRoster } from "../../../roster/index.js";
import { cases } from "./cases.js";
import { poolOf, userOf } from "./pool.js";

const today = "2026-11-27";

describe("updating a roster", () => {
  test.each(cases)("$title", ({ before, pool, after, unable = [], options = {} }) => {
    const sources = Object.entries(before).map(([file, text]) => ({ file, text }));
    const result = updateRoster(sources, pool, { today, ...options });

    expect(Object.fromEntries(result.files.map(({ file, text }) => [file, text]))).toEqual(after);
    expect(result.unable.map(({ message }) => message)).toEqual(
      unable.map((each) => expect.stringMatching(each) as unknown),
    );

    const texts = new Map([...sources, ...result.files].map(({ file, text }) => [file, text]));
    const again = updateRoster(
      [...texts].map(([file, text]) => ({ file, text })),
      pool,
      { today, ...options },
    );
    expect(again.files).toEqual([]);
    expect(again.changes).toEqual([]);
  });

  test("refuses a roster with mistakes", () => {
    const sources = [{ file: "people.yaml", text: "people:\n  ada:\n    usrname: ada\n" }];

    expect(() => updateRoster(sources, poolOf({}), { today })).toThrow(InputError);
    expect(() => updateRoster(sources, poolOf({}), { today })).toThrow(
      /people.yaml:3:5: unknown field "usrname"/u,
    );
  });

  test("describes each change in one sentence", () => {
    const sources = [
      {
        file: "people.yaml",
        text: "people:\n  ada:\n    username: ada\n    city: Paris\n    company: ACME\n    groups: [a]\n  bob:\n    username: bob\n",
      },
    ];
    const pool = poolOf({
      users: [
        userOf(1, { username: "ada", city: "Rome" }, { groups: ["b"] }),
        userOf(2, { username: "carl" }),
      ],
    });

    expect(updateRoster(sources, pool, { today }).changes.map(describeChange)).toEqual([
      'ada: city becomes "Rome"',
      "ada: company is removed, because the pool has no value",
      "ada: the group a is removed",
      "ada: the group b is added",
      "person bob is removed, because it is not in the pool",
      "person carl is added to people.yaml, because the pool has the user 5f702fcc913544e300000002",
    ]);
  });

  test("does not touch secrets", () => {
    const sources = [
      {
        file: "people.yaml",
        text: "people:\n  ada:\n    username: ada\n    password: { env: ADA }\n    oauth: { config: ada }\n",
      },
    ];
    const pool = poolOf({ users: [userOf(1, { username: "ada", oauth: "{}" })] });

    expect(updateRoster(sources, pool, { today })).toEqual({ files: [], changes: [], unable: [] });
  });
});

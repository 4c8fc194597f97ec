import { describe, expect, test } from "vitest";

import { user, userGroupMembership } from "../../../model/schema/index.js";
import { checkInputs, checkRefusedChanges } from "../../../model/rules/check-inputs.js";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("checkInputs", () => {
  test("names every mistake at once, each with its property", () => {
    const { failures } = checkInputs(user, {
      email: "ada",
      gender: "X",
      loginsCount: 1.5,
    });

    expect(failures).toEqual([
      { property: "email", reason: "email must be an email address such as ada@example.com" },
      { property: "gender", reason: 'gender must be one of "M", "F", "U"' },
      { property: "loginsCount", reason: "loginsCount must be a whole number" },
    ]);
  });

  test.each([
    ["emial", "email"],
    ["Nickname", "nickname"],
    ["registersource", "registerSource"],
    ["deletePolicy", "deletionPolicy"],
  ])("suggests for %s the argument %s", (misspelt, meant) => {
    const { failures } = checkInputs(user, { [misspelt]: "x" });

    expect(failures[0]?.reason).toContain(`did you mean ${meant}?`);
  });

  test("suggests nothing for a word that is like no argument", () => {
    const { failures } = checkInputs(user, { favouriteColour: "red" });

    expect(failures).toEqual([
      { property: "favouriteColour", reason: "favouriteColour is not an argument of User" },
    ]);
  });

  test("takes a property of every object for an unknown argument", () => {
    const { failures } = checkInputs(user, { constructor: "x" });

    expect(failures).toHaveLength(1);
  });

  test("names the element of a list that is wrong", () => {
    const { failures } = checkInputs(userGroupMembership, {
      userId: "u",
      groups: ["a", ""],
    });

    expect(failures).toEqual([{ property: "groups[1]", reason: "groups[1] must not be empty" }]);
  });

  test("names a required argument that is missing", () => {
    const { failures } = checkInputs(userGroupMembership, { groups: ["a"] });

    expect(failures).toEqual([{ property: "userId", reason: "userId is required" }]);
  });

  test("leaves what only up will know to up", () => {
    const news = { userId: unknown, groups: ["a", unknown] };

    const { inputs, failures } = checkInputs(userGroupMembership, news);

    expect(failures).toEqual([]);
    expect(inputs).toEqual(news);
  });

  test("takes null for not declared", () => {
    const { inputs } = checkInputs(user, {
      username: "ada",
      phone: null,
      email: undefined,
    });

    expect(inputs).toEqual({ username: "ada" });
  });

  test("says nothing of a bad password but what is wrong with it", () => {
    const { failures } = checkInputs(user, { password: "12345" });

    expect(failures).toEqual([{ property: "password", reason: "password must have at least 6 characters" }]);
  });
});

describe("checkRefusedChanges", () => {
  test("refuses to change what the API takes at creation only", () => {
    const failures = checkRefusedChanges(user, { registerSource: ["hr"] }, { registerSource: ["it"] });

    expect(failures.map(({ property }) => property)).toEqual(["registerSource"]);
    expect(failures[0]?.reason).toMatch(/ignoreChanges.*replaceOnCreateOnlyChange/u);
  });

  test("lets another spelling of the same pass", () => {
    const olds = { username: "ada", signedUp: "2017-06-07T14:34:08Z", registerSource: ["a", "b"] };
    const news = { username: "ada", signedUp: "2017-06-07T18:34:08+04:00", registerSource: ["b", "a"] };

    expect(checkRefusedChanges(user, olds, news)).toEqual([]);
  });

  test("lets a new person have them", () => {
    expect(checkRefusedChanges(user, {}, { signedUp: "2017-06-07T14:34:08Z" })).toEqual([]);
  });

  test("lets them leave the program", () => {
    expect(checkRefusedChanges(user, { signedUp: "2017-06-07T14:34:08Z" }, {})).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { userFields } from "../../../model/schema/user.js";
import { projectRead, toState } from "../../../model/rules/project.js";
import { declaredUser } from "../../support/arbitrary-declaration.js";

describe("toState", () => {
  test("keeps the declared fields and no others", () => {
    const state = toState(
      userFields,
      { username: "ada" },
      { username: "ada", nickname: "A", blocked: false },
    );

    expect(state).toEqual({ username: "ada" });
  });

  test("keeps the declared spelling where the answer means the same", () => {
    const state = toState(userFields, { email: "Ada@Example.com" }, { email: "ada@example.com" });

    expect(state).toEqual({ email: "Ada@Example.com" });
  });

  test("takes the answer where the service kept another value", () => {
    expect(toState(userFields, { nickname: "A" }, { nickname: "B" })).toEqual({ nickname: "B" });
    expect(toState(userFields, { nickname: "A" }, { nickname: null })).toEqual({});
  });

  test("holds a password as a digest only", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (password) => {
        const state = toState(userFields, { password }, {});

        expect(Object.keys(state)).toEqual(["__digests"]);
        expect(JSON.stringify(state)).not.toContain(password);
      }),
    );
  });

  test("salts the digest, so that equal passwords do not show", () => {
    const [one, other] = [
      toState(userFields, { password: "secret1" }, {}),
      toState(userFields, { password: "secret1" }, {}),
    ];

    expect(one).not.toEqual(other);
  });

  test("leaves the digest of an unchanged password as it was", () => {
    const former = toState(userFields, { password: "secret1" }, {});

    expect(toState(userFields, { password: "secret1" }, {}, former)).toEqual(former);
  });
});

describe("projectRead", () => {
  test("gives the state back where nobody changed anything", () => {
    fc.assert(
      fc.property(declaredUser, (declared) => {
        const state = toState(userFields, declared, declared);

        expect(projectRead(userFields, state, declared)).toEqual(state);
      }),
    );
  });

  test("shows the field that was changed by hand and none that was never declared", () => {
    const state = { username: "ada", nickname: "A" };

    const projected = projectRead(userFields, state, {
      username: "ada",
      nickname: "by hand",
      company: "by hand",
    });

    expect(projected).toEqual({ username: "ada", nickname: "by hand" });
  });

  test("drops a field that somebody emptied", () => {
    expect(projectRead(userFields, { nickname: "A" }, { nickname: null })).toEqual({});
  });

  test("shows a blocked account that was opened by hand", () => {
    expect(projectRead(userFields, { blocked: true }, { blocked: false })).toEqual({ blocked: false });
  });

  test("takes no flag for a flag that is false", () => {
    expect(projectRead(userFields, { blocked: false }, { blocked: null })).toEqual({ blocked: false });
  });

  test("does not compare what the API takes at creation only", () => {
    const state = { username: "ada", signedUp: "2017-06-07T14:34:08Z" };

    expect(projectRead(userFields, state, { username: "ada", signedUp: "2020-01-01T00:00:00Z" })).toEqual(
      state,
    );
  });
});

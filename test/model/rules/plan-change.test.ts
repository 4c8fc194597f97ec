import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { userFields } from "../../../model/schema/user.js";
import { isEmptyPlan, planChange } from "../../../model/rules/plan-change.js";
import { toState } from "../../../model/rules/project.js";
import { declaredUser } from "../../support/arbitrary-declaration.js";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function stateOf(declared: Record<string, unknown>): Record<string, unknown> {
  return toState(userFields, declared, declared);
}

describe("planChange", () => {
  test("plans nothing between a state and what it was made of", () => {
    fc.assert(
      fc.property(declaredUser, (declared) =>
        isEmptyPlan(planChange(userFields, stateOf(declared), declared)),
      ),
    );
  });

  test("is empty after its own plan was applied", () => {
    fc.assert(
      fc.property(declaredUser, declaredUser, (former, declared) => {
        const observed: Record<string, unknown> = { ...former };
        const { updates } = planChange(userFields, stateOf(former), declared);
        Object.assign(observed, updates);
        const state = toState(userFields, declared, observed);

        const next = planChange(userFields, state, declared);

        expect(next.updates).toEqual({});
        expect(next.cleared).toEqual([]);
      }),
    );
  });

  test("plans nothing for an email in another case", () => {
    const state = stateOf({ email: "ada@example.com" });

    expect(isEmptyPlan(planChange(userFields, state, { email: "Ada@Example.com" }))).toBe(true);
  });

  test("sends only what differs", () => {
    const state = stateOf({ username: "ada", nickname: "A", company: "Analytical Engines" });

    const plan = planChange(userFields, state, {
      username: "ada",
      nickname: "B",
      company: "Analytical Engines",
    });

    expect(plan.updates).toEqual({ nickname: "B" });
  });

  test("sends false and an empty text where they are newly declared: nobody knows what is there", () => {
    const plan = planChange(userFields, stateOf({ username: "ada" }), {
      username: "ada",
      blocked: false,
      nickname: "",
    });

    expect(plan.updates).toEqual({ blocked: false, nickname: "" });
  });

  test("clears a field that was declared and left the program", () => {
    const state = stateOf({ username: "ada", nickname: "A", blocked: true, gender: "F", loginsCount: 3 });

    const plan = planChange(userFields, state, { username: "ada" });

    expect(plan.updates).toEqual({ nickname: null, blocked: false, gender: "U", loginsCount: 0 });
    expect(plan.cleared).toEqual(["nickname", "gender", "blocked", "loginsCount"]);
  });

  test("sends a password only when its declared value changes", () => {
    const state = stateOf({ username: "ada", password: "first-secret" });

    expect(isEmptyPlan(planChange(userFields, state, { username: "ada", password: "first-secret" }))).toBe(
      true,
    );
    expect(planChange(userFields, state, { username: "ada", password: "other-secret" }).updates).toEqual({
      password: "other-secret",
    });
  });

  test("leaves the password alone when it leaves the program", () => {
    const state = stateOf({ username: "ada", password: "first-secret" });

    expect(isEmptyPlan(planChange(userFields, state, { username: "ada" }))).toBe(true);
  });

  test("keeps what only up will know apart from what is to be sent", () => {
    const plan = planChange(userFields, stateOf({ username: "ada" }), { username: unknown });

    expect(plan).toEqual({ updates: {}, cleared: [], replaced: [], refused: [], undecided: ["username"] });
  });

  test("refuses what the API takes at creation only", () => {
    const state = stateOf({ username: "ada", registerSource: "hr" });

    const plan = planChange(userFields, state, { username: "ada", registerSource: "it" });

    expect(plan.refused).toEqual(["registerSource"]);
    expect(plan.updates).toEqual({});
  });
});

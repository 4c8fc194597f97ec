import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { checkInputs } from "../../../model/rules/check-inputs.js";
import { differenceOf } from "../../../model/rules/difference.js";
import { planChange } from "../../../model/rules/plan-change.js";
import { projectRead, toState } from "../../../model/rules/project.js";
import { isSame } from "../../../model/rules/same.js";
import { schemas } from "../../../model/schema/index.js";
import { declarationOf, valueOf } from "../../support/arbitrary-declaration.js";

/** Enough to meet every field of the largest kind, and few enough for a test of a second. */
const numRuns = 40;

describe.each(schemas)("the rules over $name", (kind) => {
  const { fields } = kind;
  const declarations = declarationOf(kind);

  test("accept what its schemas accept, and plan no change once it is in the state", () => {
    fc.assert(
      fc.property(declarations, (declared) => {
        expect(checkInputs(kind, declared)).toEqual({ inputs: declared, failures: [] });
        expect(differenceOf(kind, toState(fields, declared, declared), declared)).toMatchObject({
          changes: false,
        });
      }),
      { numRuns },
    );
  });

  test("find no drift in a read of what is in the state", () => {
    fc.assert(
      fc.property(declarations, (declared) => {
        const state = toState(fields, declared, declared);

        expect(projectRead(fields, state, declared)).toEqual(state);
      }),
      { numRuns },
    );
  });

  test("name every required field that is missing", () => {
    const required = Object.keys(fields).filter((name) => fields[name]?.required);

    expect(checkInputs(kind, {}).failures.map(({ property }) => property)).toEqual(required);
  });

  test.each(Object.entries(fields))("do with a changed %s what the field says", (name, field) => {
    fc.assert(
      fc.property(declarations, valueOf(field), valueOf(field), (others, before, after) => {
        fc.pre(!isSame(field, before, after));
        const state = toState(fields, { ...others, [name]: before }, { ...others, [name]: before });

        const plan = planChange(fields, state, { ...others, [name]: after });

        const changed = field.onChange === "refuse" ? plan.refused : Object.keys(plan.updates);
        expect(changed).toEqual([name]);
        expect(plan.replaced).toEqual(field.onChange === "replace" ? [name] : []);
      }),
      { numRuns: 5 },
    );
  });

  test.each(Object.entries(fields).filter(([, { required }]) => !required))(
    "do with a removed %s what the field says",
    (name, field) => {
      fc.assert(
        fc.property(declarations, valueOf(field), (others, before) => {
          fc.pre(!isSame(field, before, field.unset));
          const rest = Object.fromEntries(Object.entries(others).filter(([key]) => key !== name));
          const state = toState(fields, { ...rest, [name]: before }, { ...rest, [name]: before });

          const plan = planChange(fields, state, rest);

          const isCleared = field.whenRemoved === "clear" && field.stored === "value";
          expect(plan.updates).toEqual(isCleared ? { [name]: field.unset } : {});
        }),
        { numRuns: 5 },
      );
    },
  );
});

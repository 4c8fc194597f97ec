import type { Kind, OptionTable } from "../schema/kind.js";
import { isUserKind } from "../schema/index.js";
import { accessSetsOf } from "./access.js";
import { foreignCodes, isAdopted, unconfirmedCodes } from "./bookkeeping.js";
import { declaresForeign, noteKey } from "./known-codes.js";
import { type ChangePlan, isEmptyPlan, planChange } from "./plan-change.js";
import type { Properties } from "./record.js";

/** What the engine has to know of a difference. */
export interface Difference {
  readonly changes: boolean;
  /** Properties whose change needs another object. */
  readonly replaces?: string[];
  readonly deleteBeforeReplace?: boolean;
}

/**
 * The difference between state and program. Codes that may or may not be held are one, too: the update settles them. A field that makes another object and that only `up` will know is a change
 * and no replacement, because mostly it turns out to be the same.
 */
export function differenceOf(
  kind: Kind,
  state: Properties,
  declared: Properties,
): Difference & { readonly plan: ChangePlan } {
  const plan = planChange(kind.fields, state, declared);
  const changes =
    !isEmptyPlan(plan) ||
    unconfirmedCodes(state).length > 0 ||
    optionsDiffer(kind.options, state, declared) ||
    isTakenOver(kind, state, declared);
  return plan.replaced.length > 0 ? { plan, changes, replaces: [...plan.replaced] } : { plan, changes };
}

/** Where the object was adopted, its default is another one than that of the table, so that a declared value counts. */
function optionsDiffer(options: OptionTable, state: Properties, declared: Properties): boolean {
  return Object.entries(options).some(([name, option]) => {
    const usual = isAdopted(state) ? undefined : option.default;
    return (state[name] ?? usual) !== (declared[name] ?? usual);
  });
}

/** Whether codes that were given elsewhere are declared by now. */
function isTakenOver(kind: Kind, state: Properties, declared: Properties): boolean {
  if (foreignCodes(state).length === 0) return false;
  if (isUserKind(kind)) {
    const sets = accessSetsOf(kind, "", declared);
    return declaresForeign(
      state,
      sets.flatMap((set) => set.codes.map((code) => noteKey(set, code))),
    );
  }
  const { subject } = kind;
  const isSet = subject.is === "edges" || subject.is === "grants";
  const property = isSet ? subject.codes : subject.is === "members" ? subject.users : "";
  const codes = declared[property];
  return Array.isArray(codes) && declaresForeign(state, codes.map(String));
}

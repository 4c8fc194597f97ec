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
  /** The properties that differ. A change without any concerns what is not known of the object. */
  readonly changed: readonly string[];
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
  const options = differingOptions(kind.options, state, declared);
  const changes =
    !isEmptyPlan(plan) ||
    unconfirmedCodes(state).length > 0 ||
    options.length > 0 ||
    isTakenOver(kind, state, declared);
  const changed = [...Object.keys(plan.updates), ...plan.refused, ...plan.undecided, ...options];
  const difference = { plan, changes, changed };
  return plan.replaced.length > 0 ? { ...difference, replaces: [...plan.replaced] } : difference;
}

/** Where the object was adopted, its default is another one than that of the table, so that a declared value counts. */
function differingOptions(options: OptionTable, state: Properties, declared: Properties): string[] {
  return Object.keys(options).filter((name) => {
    const usual = isAdopted(state) ? undefined : options[name]?.default;
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

import type { Field, FieldTable } from "../schema/field.js";
import { bookkeepingOutput, digestsIn, digestsOutput, isAdopted, unconfirmedFields } from "./bookkeeping.js";
import { isDigested, makeDigest, matchesDigest } from "./digest.js";
import type { Properties } from "./record.js";
import { isRespelling } from "./respelling.js";
import { isSame } from "./same.js";

/**
 * What the state keeps after a write: the declared fields, and of each what the API answered. A field that the
 * answer says nothing about counts as written. The digest of an unchanged secret stays as it was. Of a field in `sent`
 * that the service keeps in another spelling, the digest says what was declared.
 */
export function toState(
  fields: FieldTable,
  declared: Properties,
  answer: Properties,
  previous: Properties = {},
  sent: readonly string[] = [],
): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  const known = digestsIn(previous);
  // What stays as it is after it was removed from the program is still known, should it come back.
  const digests = Object.fromEntries(
    Object.entries(known).filter(([name]) => fields[name]?.stored !== "value"),
  );
  for (const [name, field] of Object.entries(fields)) {
    const value = declared[name];
    if (field.stored === "digest") {
      if (typeof value === "string") digests[name] = renewDigest(value, digests[name]);
    } else if (value !== undefined) {
      const wasRespelled = isDigested(previous, name, value);
      const answered = answer[name] === undefined && wasRespelled ? previous[name] : answer[name];
      keep(state, name, field, value, answered);
      const isAsBefore = wasRespelled && isSame(field, state[name], previous[name]);
      const isRespelled = isAsBefore || (sent.includes(name) && isRespelling(field, value, answered));
      if (isRespelled && typeof value === "string") digests[name] = renewDigest(value, known[name]);
    }
  }
  return { ...state, ...digestsOutput(digests), ...bookkeepingOutput({ adopted: isAdopted(previous) }) };
}

/**
 * Projects a read onto what was declared; every other field of the object is ignored. A field whose last write is
 * unconfirmed is as it is seen; only of what cannot be read is it still unconfirmed. `foreign`: codes in it that were
 * given elsewhere.
 */
export function projectRead(
  fields: FieldTable,
  state: Properties,
  observed: Properties,
  foreign: readonly string[] = [],
): Record<string, unknown> {
  const projected: Record<string, unknown> = {};
  const unconfirmed = unconfirmedFields(state);
  for (const [name, field] of Object.entries(fields)) {
    if (field.stored === "digest") continue;
    if (state[name] !== undefined) keep(projected, name, field, state[name], observed[name]);
    else if (unconfirmed.includes(name) && !isSame(field, observed[name], field.unset)) {
      projected[name] = observed[name];
    }
  }
  const unreadable = unconfirmed.filter((name) => fields[name]?.stored === "digest");
  // A field that was changed since is no longer another spelling of what was declared.
  const digests = Object.entries(digestsIn(state)).filter(([name]) => {
    const field = fields[name];
    return field?.stored !== "value" || isSame(field, projected[name], state[name]);
  });
  return {
    ...projected,
    ...digestsOutput(Object.fromEntries(digests)),
    ...bookkeepingOutput({ unconfirmed: unreadable, foreign, adopted: isAdopted(state) }),
  };
}

/** The names of the fields that a state owns, or may own, and a read can compare. */
export function ownedFields(fields: FieldTable, state: Properties): string[] {
  const unconfirmed = unconfirmedFields(state);
  return Object.entries(fields)
    .filter(([, field]) => field.stored === "value" && field.onChange === "update")
    .filter(([name]) => state[name] !== undefined || unconfirmed.includes(name))
    .map(([name]) => name);
}

/** Keeps the known spelling where both mean the same, so that a difference in spelling does not count as drift. */
function keep(
  target: Record<string, unknown>,
  name: string,
  field: Field,
  known: unknown,
  observed: unknown,
): void {
  // What the API accepts at creation only can't be repaired: it is written once and not compared.
  const isCompared = field.onChange === "update" && observed !== undefined;
  if (!isCompared || isSame(field, known, observed)) target[name] = known;
  // A field that was emptied outside of the program is dropped: to the next plan it is missing.
  else if (observed !== null && observed !== "") target[name] = observed;
}

function renewDigest(secret: string, previous: string | undefined): string {
  return previous !== undefined && matchesDigest(secret, previous) ? previous : makeDigest(secret);
}

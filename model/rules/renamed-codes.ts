import { isEdgeKind, isMembersKind, isUserKind } from "../schema/index.js";
import type { Kind } from "../schema/kind.js";
import { accessLists, accessSetsOf } from "./access.js";
import {
  bookkeepingOutput,
  foreignCodes,
  isAdopted,
  unconfirmedFields,
  withoutBookkeeping,
} from "./bookkeeping.js";
import type { CodedKey } from "./coded.js";
import { edgeSetOf } from "./edges.js";
import type { Properties } from "./record.js";

/** The groups and roles that a state refers to by their codes. */
export function referredCodes(kind: Kind, state: Properties): CodedKey[] {
  if (isEdgeKind(kind)) {
    const { edge: object, codes, scope } = edgeSetOf(kind, state);
    return codes.map((code) => ({ object, scope, code }));
  }
  if (isMembersKind(kind)) {
    const { edge: object, code } = kind.subject;
    return [{ object, scope: undefined, code: String(state[code]) }];
  }
  if (!isUserKind(kind)) return [];
  return accessSetsOf(kind, "", state).flatMap(({ edge: object, codes, scope }) =>
    codes.map((code) => ({ object, scope, code })),
  );
}

/** The same state with the codes that groups and roles have by now. It is the same object where none has changed. */
export function withRenamedCodes(
  kind: Kind,
  state: Properties,
  renamed: (key: CodedKey) => string,
): Properties {
  if (referredCodes(kind, state).every((key) => renamed(key) === key.code)) return state;
  if (isMembersKind(kind)) {
    const { edge: object, code } = kind.subject;
    return { ...state, [code]: renamed({ object, scope: undefined, code: String(state[code]) }) };
  }
  if (isUserKind(kind)) {
    const sets = accessSetsOf(kind, "", state).map((set) => ({
      ...set,
      codes: set.codes.map((code) => renamed({ object: set.edge, scope: set.scope, code })),
    }));
    return { ...state, ...accessLists(kind, sets) };
  }
  if (!isEdgeKind(kind)) return state;
  const { edge: object, codes, scope } = edgeSetOf(kind, state);
  const rename = (code: string): string => renamed({ object, scope, code });
  const notes = {
    foreign: foreignCodes(state).map(rename),
    unconfirmed: unconfirmedFields(state),
    adopted: isAdopted(state),
  };
  return {
    ...withoutBookkeeping(state),
    [kind.subject.codes]: codes.map(rename),
    ...bookkeepingOutput(notes),
  };
}

import { isEdgeKind, isGrantKind, isMembersKind, isUserKind } from "../schema/index.js";
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
import { type EdgeSet, edgeSetOf, holderProperties } from "./edges.js";
import { codedHolder } from "./holder.js";
import { foreignKey } from "./foreign-codes.js";
import type { Properties } from "./record.js";

/** The groups, roles and policies that a state refers to by their codes. */
export function referredCodes(kind: Kind, state: Properties): CodedKey[] {
  if (isEdgeKind(kind) || isGrantKind(kind)) return referredBy(edgeSetOf(kind, state));
  if (isMembersKind(kind)) {
    const { edge: object, code } = kind.subject;
    return [{ object, scope: undefined, code: String(state[code]) }];
  }
  return isUserKind(kind) ? accessSetsOf(kind, "", state).flatMap(referredBy) : [];
}

/** The same state with the codes that groups, roles and policies have by now. It is the same object where none has changed. */
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
    const before = accessSetsOf(kind, "", state);
    const sets = before.map((set) => ({
      ...set,
      codes: set.codes.map((code) => renamed({ object: set.edge, scope: set.scope, code })),
    }));
    const newKeys = new Map(
      before.flatMap((set) =>
        set.codes.map((code) => {
          const renamedCode = renamed({ object: set.edge, scope: set.scope, code });
          return [foreignKey(set, code), foreignKey(set, renamedCode)] as const;
        }),
      ),
    );
    const notes = {
      foreign: foreignCodes(state).map((key) => newKeys.get(key) ?? key),
      unconfirmed: unconfirmedFields(state),
      adopted: isAdopted(state),
    };
    return { ...withoutBookkeeping(state), ...accessLists(kind, sets), ...bookkeepingOutput(notes) };
  }
  if (!isEdgeKind(kind) && !isGrantKind(kind)) return state;
  const { edge: object, holder, codes, scope } = edgeSetOf(kind, state);
  const rename = (code: string): string => renamed({ object, scope, code });
  const holderObject = codedHolder(holder, scope);
  const notes = {
    foreign: foreignCodes(state).map(rename),
    unconfirmed: unconfirmedFields(state),
    adopted: isAdopted(state),
  };
  return {
    ...withoutBookkeeping(state),
    ...(holderObject && holderProperties(kind, { holder: { ...holder, id: renamed(holderObject) }, scope })),
    [kind.subject.codes]: codes.map(rename),
    ...bookkeepingOutput(notes),
  };
}

function referredBy({ edge: object, holder, codes, scope }: EdgeSet): CodedKey[] {
  const holderObject = codedHolder(holder, scope);
  const keys = codes.map((code) => ({ object, scope, code }));
  return holderObject === undefined ? keys : [holderObject, ...keys];
}

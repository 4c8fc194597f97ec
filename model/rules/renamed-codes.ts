import { isEdgeKind, isGrantKind, isMembersKind, isUserKind } from "../schema/index.js";
import type { Kind } from "../schema/kind.js";
import { accessLists, accessSetsOf } from "./access.js";
import { foreignCodes, unconfirmedCodes, withNotes } from "./bookkeeping.js";
import type { CodedKey } from "./coded.js";
import { type EdgeSet, edgeSetOf, holderProperties } from "./edges.js";
import { codedHolder } from "./holder.js";
import { noteKey } from "./known-codes.js";
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
          return [noteKey(set, code), noteKey(set, renamedCode)] as const;
        }),
      ),
    );
    const rename = (key: string): string => newKeys.get(key) ?? key;
    return withRenamedNotes({ ...state, ...accessLists(kind, sets) }, rename);
  }
  if (!isEdgeKind(kind) && !isGrantKind(kind)) return state;
  const { edge: object, holder, codes, scope } = edgeSetOf(kind, state);
  const rename = (code: string): string => renamed({ object, scope, code });
  const holderObject = codedHolder(holder, scope);
  const properties = {
    ...state,
    ...(holderObject && holderProperties(kind, { holder: { ...holder, id: renamed(holderObject) }, scope })),
    [kind.subject.codes]: codes.map(rename),
  };
  return withRenamedNotes(properties, rename);
}

function withRenamedNotes(properties: Properties, rename: (code: string) => string): Properties {
  return withNotes(properties, {
    foreign: foreignCodes(properties).map(rename),
    unconfirmedCodes: unconfirmedCodes(properties).map(rename),
  });
}

function referredBy({ edge: object, holder, codes, scope }: EdgeSet): CodedKey[] {
  const holderObject = codedHolder(holder, scope);
  const keys = codes.map((code) => ({ object, scope, code }));
  return holderObject === undefined ? keys : [holderObject, ...keys];
}

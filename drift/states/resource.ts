import { z } from "zod";

import { accessSetsOf } from "../../model/rules/access.js";
import { renamingOf, unconfirmedFields } from "../../model/rules/bookkeeping.js";
import type { CodedKey } from "../../model/rules/coded.js";
import { customFieldName, customFieldRow } from "../../model/rules/custom-data-field.js";
import { parseEdgeSetId } from "../../model/rules/edges.js";
import { codedHolder } from "../../model/rules/holder.js";
import { knownCodes, knownInSet } from "../../model/rules/known-codes.js";
import { ownedFields } from "../../model/rules/project.js";
import { presentProperties } from "../../model/rules/record.js";
import type { FieldTable } from "../../model/schema/field.js";
import {
  type AccessList,
  attachedFields,
  type CodedKind,
  type EdgeKind,
  type GrantKind,
  type HolderType,
  type Kind,
  type MembersKind,
  type UserKind,
} from "../../model/schema/kind.js";
import { fieldValue } from "../finding/parts.js";
import type {
  DeclaredFields,
  Managed,
  ManagedCodes,
  ManagedGrants,
  ManagedMembers,
  ManagedObject,
  ManagedUser,
} from "./managed.js";
import type { Place } from "./place.js";
import { holdsSecret, secret } from "./secret.js";

const userField = z.union([fieldValue, secret]);
/** Objects may have fields with parts. One secret part makes the field unknown. */
const objectField = z.unknown().transform((value) => (holdsSecret(value) ? undefined : value));
const identifier = z.union([z.string().min(1), secret]);
/** One secret code makes all of them unknown. */
const codeList = z.union([
  z.array(z.string().min(1)),
  secret,
  z.array(z.union([z.string(), secret])).transform(() => undefined),
]);
/** Codes, some with a namespace. */
const accessList = z.array(
  z.union([z.string().min(1), z.looseObject({ code: z.string(), namespace: z.string() })]),
);
/** A secret flag counts as one that is not declared. */
const flag = z.union([z.boolean(), secret.transform(() => false)]).default(false);

const holderTypes: readonly HolderType[] = ["user", "group", "role"];

interface Resource extends Pick<Managed, "isPendingDelete" | "owner" | "userPoolId"> {
  readonly id: string;
}

type Outputs = Readonly<Record<string, unknown>>;

/** What a resource of ours manages, as its state says it. */
export function readResource(kind: Kind, resource: Resource, outputs: Outputs, place: Place): Managed[] {
  const { subject } = kind;
  switch (subject.is) {
    case "user": {
      const lists = subject.access.flatMap((list) =>
        readAccess({ ...kind, subject }, list, resource, outputs, place),
      );
      return [readUser({ ...kind, subject }, resource, outputs, place), ...lists];
    }
    case "edges":
      return [readCodes({ ...kind, subject }, resource, outputs, place)];
    case "members":
      return [readMembers({ ...kind, subject }, resource, outputs, place)];
    case "coded":
      return [readObject({ ...kind, subject }, resource, outputs, place)];
    case "grants":
      return [readGrants({ ...kind, subject }, resource, outputs, place)];
  }
}

function readUser(kind: UserKind, { id, ...rest }: Resource, outputs: Outputs, place: Place): ManagedUser {
  const { subject, fields } = kind;
  const attached = attachedFields(subject);
  const own = readFields(fields, attached, outputs, userField, place);
  const custom = readCustomData(kind, outputs);
  return {
    is: "user",
    ...rest,
    userId: id,
    table: { ...own.table, ...custom.table },
    fields: { ...own.fields, ...custom.fields },
    secretFields: own.secretFields + custom.secretFields,
    alwaysSecretFields: own.alwaysSecretFields,
    unconfirmed: [...own.unconfirmed, ...custom.unconfirmed],
  };
}

/** The custom values that a user resource declares: a field for each key. */
function readCustomData(kind: UserKind, outputs: Outputs): Omit<DeclaredFields, "alwaysSecretFields"> {
  const name = kind.subject.customData;
  const row = customFieldRow(kind);
  const declared = outputs[name] ?? {};
  const nothing = { table: {}, fields: {}, secretFields: 0, unconfirmed: [] };
  if (row === undefined || unconfirmedFields(outputs).includes(name))
    return { ...nothing, unconfirmed: [name] };
  if (secret.safeParse(declared).success) return { ...nothing, secretFields: 1 };
  const entries = Object.entries(declared).map(
    ([key, value]) => [customFieldName(kind, key), value] as const,
  );
  const known = entries.filter(([, value]) => !holdsSecret(value));
  return {
    table: Object.fromEntries(known.map(([field]) => [field, row])),
    fields: Object.fromEntries(known),
    secretFields: entries.length - known.length,
    unconfirmed: [],
  };
}

/** The groups or roles that a user resource declares: a set for each namespace. */
function readAccess(
  kind: UserKind,
  { edge, codes: name, exhaustive, scope: usual = "" }: AccessList,
  { id: userId, ...rest }: Resource,
  outputs: Outputs,
  place: Place,
): ManagedCodes[] {
  const entries = outputs[name] ?? undefined;
  if (holdsSecret(entries)) {
    const isExhaustive = outputs[exhaustive] === true;
    const unknown = { codes: undefined, isOfAnyScope: true } as const;
    return [{ is: "edges", edge, ...rest, userId, scope: usual, ...unknown, isExhaustive }];
  }
  place.at("outputs", name).check(accessList.optional(), entries);
  return accessSetsOf(kind, userId, outputs)
    .filter((set) => set.edge === edge)
    .map((set) => {
      const { owned: codes, unconfirmed: unconfirmedCodes } = knownInSet(outputs, set);
      const [scope, isExhaustive] = [set.scope ?? "", set.exhaustive];
      return { is: "edges", edge, ...rest, userId, scope, codes, unconfirmedCodes, isExhaustive };
    });
}

function readCodes(kind: EdgeKind, { id, ...rest }: Resource, outputs: Outputs, place: Place): ManagedCodes {
  const { edge, codes: name } = kind.subject;
  const { holder, scope = "" } = place.at("id").read(() => parseEdgeSetId(kind, id));
  const held = place.at("outputs", name).check(codeList, outputs[name]);
  // A refresh writes what was given by hand into the state of an exhaustive resource. It is still not declared.
  const known = held && knownCodes(outputs, held);
  const isExhaustive = place.at("outputs", "exhaustive").check(flag, outputs["exhaustive"]);
  const [codes, unconfirmedCodes] = [known?.owned, known?.unconfirmed ?? []];
  return { is: "edges", edge, ...rest, userId: holder.id, scope, codes, unconfirmedCodes, isExhaustive };
}

/** The state names the holder as it is called now; the id names it as it was called first. */
function readGrants(
  { subject, fields }: GrantKind,
  { owner, isPendingDelete, userPoolId }: Resource,
  outputs: Outputs,
  place: Place,
): ManagedCodes | ManagedGrants {
  const { edge, codes: codesName, scope: scopeName, holders } = subject;
  const held = place.at("outputs", codesName).check(codeList, outputs[codesName]);
  const known = held && knownCodes(outputs, held);
  const shared = {
    owner,
    isPendingDelete,
    userPoolId,
    codes: known?.owned,
    unconfirmedCodes: known?.unconfirmed ?? [],
    isExhaustive: place.at("outputs", "exhaustive").check(flag, outputs["exhaustive"]),
  };
  const declaredScope = outputs[scopeName] ?? fields[scopeName]?.unset;
  const scope = place.at("outputs", scopeName).check(identifier, declaredScope);
  const type = holderTypes.find((each) => (outputs[holders[each]] ?? undefined) !== undefined) ?? "user";
  const name = holders[type];
  const id = place.at("outputs", name).check(identifier, outputs[name]);
  if (id === undefined || scope === undefined) return { is: "grants", ...shared, holder: undefined, scope };
  const holder = codedHolder({ type, id }, scope);
  return holder === undefined
    ? { is: "edges", ...shared, edge, userId: id, scope }
    : { is: "grants", ...shared, holder, scope };
}

function readMembers(
  { subject }: MembersKind,
  { owner, isPendingDelete, userPoolId }: Resource,
  outputs: Outputs,
  place: Place,
): ManagedMembers {
  const { edge, code: codeName, users: usersName } = subject;
  const code = place.at("outputs", codeName).check(identifier, outputs[codeName]);
  const held = place.at("outputs", usersName).check(codeList, outputs[usersName]);
  const known = held && knownCodes(outputs, held);
  const isExhaustive = place.at("outputs", "exhaustive").check(flag, outputs["exhaustive"]);
  return {
    is: "members",
    owner,
    isPendingDelete,
    userPoolId,
    edge,
    scope: "",
    code,
    userIds: known && new Set(known.owned),
    unconfirmedIds: known?.unconfirmed ?? [],
    isExhaustive,
  };
}

/** The code in the id is the first one. Only the one in the state counts. */
function readObject(
  kind: CodedKind,
  { owner, isPendingDelete, userPoolId }: Resource,
  outputs: Outputs,
  place: Place,
): ManagedObject {
  const { object: type, code } = kind.subject;
  const declared = readFields(kind.fields, [code], outputs, objectField, place);
  const doubtful = unconfirmedFields(outputs).filter((name) => name === code);
  return {
    is: "object",
    owner,
    isPendingDelete,
    userPoolId,
    type,
    keys: readKeys(kind, outputs, place),
    ...declared,
    unconfirmed: [...doubtful, ...declared.unconfirmed],
  };
}

function readKeys({ fields, subject }: CodedKind, outputs: Outputs, place: Place): CodedKey[] {
  const { object, code: name, scope: scopeName } = subject;
  const code = place.at("outputs", name).check(identifier, outputs[name]);
  const scope =
    scopeName === undefined
      ? undefined
      : place.at("outputs", scopeName).check(identifier, outputs[scopeName] ?? fields[scopeName]?.unset);
  if (code === undefined || (scopeName !== undefined && scope === undefined)) return [];
  const codes = [code, renamingOf(outputs) ?? code];
  return [...new Set(codes)].map((each) => ({ object, code: each, scope }));
}

/** The declared fields, apart from those that are read in another way. */
function readFields(
  table: FieldTable,
  others: readonly string[],
  outputs: Outputs,
  schema: z.ZodType,
  place: Place,
): DeclaredFields {
  const declared = presentProperties(outputs);
  const doubtful = new Set(unconfirmedFields(outputs));
  const fields: Record<string, unknown> = {};
  const owned = ownedFields(table, declared).filter((name) => !others.includes(name));
  const unconfirmed = owned.filter((name) => doubtful.has(name));
  const known = owned.filter((name) => !doubtful.has(name));
  const comparable = known.filter((name) => table[name]?.secret === false);
  for (const name of comparable) {
    const value = place.at("outputs", name).check(schema, declared[name]);
    if (value !== undefined) fields[name] = value;
  }
  const secretFields = known.length - Object.keys(fields).length;
  const alwaysSecretFields = known.length - comparable.length;
  return { table, fields, secretFields, alwaysSecretFields, unconfirmed };
}

import type { z } from "zod";

import type { Field, FieldTable } from "./field.js";

/** An argument that steers the resource. The object in the pool does not have it. */
export interface Option<Value = unknown> extends Pick<Field<Value>, "doc" | "inputType"> {
  readonly schema: z.ZodType<Value>;
  /** What a program that does not declare it means. Undefined where that depends on the stack. */
  readonly default: Value | undefined;
  /** Handed to the API with the creation. Any other option is never sent. */
  readonly isSentAtCreation?: true;
}

export type OptionTable = Readonly<Record<string, Option>>;

/** A user of the pool. The service gives the id. */
interface UserSubject {
  readonly is: "user";
  /** The fields that hold codes of the user. */
  readonly access: readonly AccessList[];
  /** The field that holds the values of custom fields, each of them owned on its own. */
  readonly customData: string;
}

/** A field that holds codes of a user. */
export interface AccessList {
  readonly edge: EdgeSubject["edge"];
  readonly codes: string;
  /** The option that says whether the codes are the complete set. */
  readonly exhaustive: string;
  /** Where codes are looked up that name no place of their own; undefined for codes without a scope. */
  readonly scope: string | undefined;
}

/** What one user belongs to: a set of codes. The id is the user's, followed by `/` and the scope where there is one. */
export interface EdgeSubject {
  readonly is: "edges";
  /** What a code names. */
  readonly edge: "group" | "role";
  /** The field that holds the id of the user. */
  readonly user: string;
  /** The field that holds the codes. */
  readonly codes: string;
  /** The field that says where the codes are looked up. */
  readonly scope: string | undefined;
}

/** What codes may belong to. */
export type HolderType = "user" | "group" | "role";

/**
 * What one user, group or role has: a set of codes. The id is the type of the holder, what identified it when the resource
 * was created, and the scope, separated by `/`.
 */
interface GrantSubject {
  readonly is: "grants";
  /** What a code names. */
  readonly edge: "policy";
  /** The fields of which exactly one is declared, and says what has the codes. */
  readonly holders: Readonly<Record<HolderType, string>>;
  /** The field that holds the codes. */
  readonly codes: string;
  /** The field that says where the codes are looked up, and a role as well. */
  readonly scope: string;
}

/** The users who have one code. The id is the code that it was created with. */
interface MembersSubject {
  readonly is: "members";
  readonly edge: "group";
  /** The field that holds the code. */
  readonly code: string;
  /** The field that holds the ids of the users. */
  readonly users: string;
}

/**
 * An object of the pool that a code identifies. The id is the code that it was created with, after the scope and `/` where
 * there is one.
 */
export interface CodedSubject {
  readonly is: "coded";
  readonly object: "group" | "policy" | "role" | "userField";
  /** The field that holds the code. */
  readonly code: string;
  /** The field that says where the code is unique: undefined where that is the whole pool. */
  readonly scope: string | undefined;
}

/**
 * Everything about one kind of resource. Handlers, the classes that programs use, the reference pages, the drift
 * review and the tests of the rules are made from these descriptions and name no kind and no field themselves.
 */
export interface Kind {
  /** Name of the class, of the export that the provider text names, and last part of the type token. Frozen. */
  readonly name: string;
  /** What the resource is, for the class and the reference page. */
  readonly doc: string;
  /** A TypeScript program that uses it. */
  readonly example: string;
  /** What the id looks like, for `get` and the reference page. */
  readonly id: { readonly doc: string; readonly example: string };
  readonly fields: FieldTable;
  readonly options: OptionTable;
  readonly subject: UserSubject | EdgeSubject | GrantSubject | MembersSubject | CodedSubject;
}

/** A kind whose objects are users. */
export type UserKind = Kind & { readonly subject: UserSubject };

/** The fields of a user resource that hold more than properties of the user: groups, roles and custom values. */
export function attachedFields({ access, customData }: UserSubject): string[] {
  return [...access.map(({ codes }) => codes), customData];
}

/** A kind whose objects are the users who have a code. */
export type MembersKind = Kind & { readonly subject: MembersSubject };

/** A kind whose objects are sets of codes of a user. */
export type EdgeKind = Kind & { readonly subject: EdgeSubject };

/** A kind whose objects are sets of codes of a user, group or role. */
export type GrantKind = Kind & { readonly subject: GrantSubject };

/** A kind whose objects are identified by a code. */
export type CodedKind = Kind & { readonly subject: CodedSubject };

/** The arguments of a kind, fields and options, in the order in which they are shown. */
export function argumentsOf({ fields, options }: Pick<Kind, "fields" | "options">): OptionTableOrFields {
  return { ...fields, ...options };
}

type OptionTableOrFields = Readonly<Record<string, Field | Option>>;

/** The type token of dynamic resources. Frozen: it stands in every state. */
export function typeToken({ name }: Pick<Kind, "name">): string {
  return `pulumi-nodejs:dynamic/approw:${name}`;
}

/** The type token of resources of the plugin. Frozen: it stands in every state. */
export function pluginToken({ name }: Pick<Kind, "name">): string {
  return `approw:index:${name}`;
}

/** The output of every resource that names its user pool. */
export const userPoolIdDoc = "Id of the user pool that holds the object.";

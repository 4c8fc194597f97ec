import { readRoster } from "../../../roster/read-roster.js";
import { type Declaration, declarationsOn } from "../../../roster/declaring/declarations.js";
import { Reference } from "../../../roster/reference.js";
import type { WrittenFile } from "../../../roster/write/plan.js";

/** What the files of a roster declare, with codes and keys in place of references. */
export interface DeclaredPool {
  readonly mistakes: readonly string[];
  readonly declarations: readonly Declaration[];
  /** By key. */
  readonly users: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Such as `Group default/staff`; with the arguments. */
  readonly objects: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Such as `user/ada default/read-books`, where the holder is the key of a user, or the place of a group or role. */
  readonly policies: ReadonlySet<string>;
}

export function readDeclared(files: readonly WrittenFile[]): DeclaredPool {
  const { roster, mistakes } = readRoster(files.map(({ path, text }) => ({ file: path, text })));
  const declarations = declarationsOn(roster, "2026-11-27");
  const byName = new Map(declarations.map((each) => [`${each.kind} ${each.name}`, each]));
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (!(value instanceof Reference)) {
      const isEntry =
        typeof value === "object" && value !== null && "code" in value && value.code instanceof Reference;
      return isEntry ? { ...value, code: resolve(value.code) } : value;
    }
    const target = byName.get(`${value.kind} ${value.name}`);
    if (value.property === "id") return `key:${value.name}`;
    return target?.args["code"] ?? target?.args["key"];
  };
  const users = new Map<string, Record<string, unknown>>();
  const objects = new Map<string, Record<string, unknown>>();
  const policies = new Set<string>();
  for (const { kind, name, args } of declarations) {
    const values = Object.fromEntries(Object.entries(args).map(([key, value]) => [key, resolve(value)]));
    if (kind === "User") users.set(name, values);
    else if (kind === "PolicyAssignment") {
      const holder =
        ["userId", "groupCode", "roleCode", "group", "role"].find((each) => each in values) ?? "";
      for (const policy of values["policies"] as string[])
        policies.add(
          JSON.stringify([holder.replace(/Id$|Code$/u, ""), values[holder], values["namespace"], policy]),
        );
    } else {
      const code = String(values["code"] ?? values["key"]);
      objects.set(JSON.stringify([kind, values["namespace"] ?? "default", code]), values);
    }
  }
  return { mistakes: mistakes.map(({ message }) => message), declarations, users, objects, policies };
}

import type { KindName } from "../../model/schema/index.js";
import { Reference } from "../reference.js";
import type { Declaration } from "./declarations.js";

/** A declaration with what the references mean in its place. */
export type PlainDeclaration = Pick<Declaration, "args" | "kind" | "name">;

/**
 * The declarations of a roster that describes a pool as it is, without references: codes as they are declared, and ids of
 * users as `idOf` knows them by their keys.
 */
export function withPlainValues(
  declarations: readonly Declaration[],
  idOf: (key: string) => string,
): PlainDeclaration[] {
  const codes = new Map<string, unknown>();
  const plain = (value: unknown): unknown => {
    if (value instanceof Reference) return valueOf(value);
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry)]));
  };
  const valueOf = ({ kind, name, property }: Reference): unknown =>
    property === "id" ? idOf(name) : codes.get(keyOf(kind, name));
  return declarations.map(({ kind, name, args }) => {
    const values = plain(args) as Readonly<Record<string, unknown>>;
    codes.set(keyOf(kind, name), values["code"]);
    return { kind, name, args: values };
  });
}

function keyOf(kind: KindName, name: string): string {
  return `${kind} ${name}`;
}

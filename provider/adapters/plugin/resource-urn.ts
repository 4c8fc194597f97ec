import { type KindName, schemas } from "../../../model/schema/index.js";
import { pluginToken } from "../../../model/schema/kind.js";
import type { Declarer } from "../../pool/safety/declarer.js";

/** What a URN says of a resource. */
export interface NamedResource {
  readonly kind: KindName;
  readonly by: Declarer;
}

const kinds: ReadonlyMap<string, KindName> = new Map(schemas.map((kind) => [pluginToken(kind), kind.name]));

/**
 * The kind and the name of a resource: `urn:pulumi:<stack>::<project>::<types of the parents$type>::<name>`.
 *
 * @throws Error when the plugin has no such kind
 */
export function parseUrn(urn: string): NamedResource {
  const [, , types = "", ...name] = urn.split("::");
  const parents = types.split("$");
  const kind = kindOf(parents.pop() ?? "");
  return { kind, by: { name: name.join("::"), parents: parents.join(" > ") } };
}

/**
 * The kind of a type token.
 *
 * @throws Error when the plugin has no such kind
 */
export function kindOf(token: string): KindName {
  const kind = kinds.get(token);
  if (kind === undefined) throw new Error(`unknown resource type ${token}`);
  return kind;
}

/** The last part of a URN. */
export function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

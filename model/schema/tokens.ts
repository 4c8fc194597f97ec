import { type KindName, schemas } from "./index.js";
import { type Kind, pluginToken, typeToken } from "./kind.js";

type NamedKind = Kind & { readonly name: KindName };

const kinds: ReadonlyMap<string, NamedKind> = new Map(
  schemas.flatMap((kind) => [typeToken, pluginToken].map((toToken) => [toToken(kind), kind] as const)),
);

/** The kind of a type token, of dynamic resources and of those of the plugin. Undefined for all other types. */
export function kindOfToken(type: string): NamedKind | undefined {
  return kinds.get(type);
}

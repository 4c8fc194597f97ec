import { type KindName, schemas } from "./index.js";
import { type Kind, pluginToken, typeToken } from "./kind.js";

type NamedKind = Kind & { readonly name: KindName };

const kinds: ReadonlyMap<string, NamedKind> = new Map(
  schemas.flatMap((kind) => [typeToken, pluginToken].map((toToken) => [toToken(kind), kind] as const)),
);

/** The types of the providers of programs: that of the plugin, and that of dynamic resources, which are of any package. */
export const providerTypes = {
  plugin: "pulumi:providers:approw",
  dynamic: "pulumi:providers:pulumi-nodejs",
} as const;

/** Whether the engine has made a provider for the resources that name none: `default`, or `default_0_1_0`. */
export function isDefaultProvider(name: string): boolean {
  return /^default(?:_|$)/u.test(name);
}

/** The kind of a type token, of dynamic resources and of those of the plugin. Undefined for all other types. */
export function kindOfToken(type: string): NamedKind | undefined {
  return kinds.get(type);
}

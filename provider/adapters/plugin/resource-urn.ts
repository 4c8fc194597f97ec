import { parseUrn } from "../../../model/rules/urn.js";
import type { KindName } from "../../../model/schema/index.js";
import { kindOfToken } from "../../../model/schema/tokens.js";
import { type Declarer, declarerIn } from "../../pool/safety/declarer.js";

/** What a URN says of a resource. */
export interface NamedResource {
  readonly kind: KindName;
  readonly by: Declarer;
}

/** @throws Error when the plugin has no such kind */
export function resourceIn(urn: string): NamedResource {
  return { kind: kindOf(parseUrn(urn).type), by: declarerIn(urn) };
}

/**
 * The kind of a type token.
 *
 * @throws Error when the plugin has no such kind
 */
export function kindOf(token: string): KindName {
  const kind = kindOfToken(token);
  if (kind === undefined) throw new Error(`unknown resource type ${token}`);
  return kind.name;
}

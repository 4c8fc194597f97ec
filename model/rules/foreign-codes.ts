import { intersection, without } from "./plan-set.js";
import type { Properties } from "./record.js";

/** The output of an exhaustive resource that names the codes that a refresh saw others give. */
const foreignKey = "foreign";

/** The codes in the state that the resource has given, or taken over: not those that others gave. */
export function ownedCodes(state: Properties, codes: readonly string[]): readonly string[] {
  return without(codes, foreignCodes(state));
}

/** Whether the program declares by now what others gave, so that it becomes the resource's own. */
export function declaresForeign(state: Properties, declared: readonly string[]): boolean {
  return intersection(foreignCodes(state), declared).length > 0;
}

/** The output for these codes. */
export function foreignOutput(codes: readonly string[]): Record<string, unknown> {
  return codes.length === 0 ? {} : { [foreignKey]: codes };
}

/** The properties without that output, as they are declared. */
export function withoutForeign(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== foreignKey));
}

function foreignCodes(state: Properties): string[] {
  const foreign = state[foreignKey];
  return Array.isArray(foreign) ? foreign.map(String) : [];
}

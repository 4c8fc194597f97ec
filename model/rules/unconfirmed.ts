import type { Properties } from "./record.js";

/** The output that names the fields whose write may be done or not, as its answer got lost. */
const unconfirmedKey = "unconfirmed";

/** The fields of which the state does not know whether they were written. */
export function unconfirmedFields(state: Properties): string[] {
  const names = state[unconfirmedKey];
  return Array.isArray(names) ? names.map(String) : [];
}

/** The output for these fields. */
export function unconfirmedOutput(names: readonly string[]): Record<string, unknown> {
  return names.length === 0 ? {} : { [unconfirmedKey]: names };
}

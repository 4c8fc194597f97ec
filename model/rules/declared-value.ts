import { InputError } from "../errors.js";
import type { Kind } from "../schema/kind.js";
import type { Properties } from "./record.js";

/**
 * The value of a field in declared inputs or in a state.
 *
 * @throws InputError when it is missing or is not what the field takes
 */
export function declaredValue(
  kind: Pick<Kind, "fields" | "name">,
  name: string,
  properties: Properties,
): unknown {
  const field = kind.fields[name];
  const { success, data } = field?.schema.safeParse(properties[name] ?? field.unset) ?? {};
  if (success) return data;
  throw new InputError(`the ${name} of this ${kind.name} is missing or invalid: nothing was read or changed`);
}

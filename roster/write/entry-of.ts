import type { Properties } from "../../model/rules/record.js";
import { user as userKind } from "../../model/schema/index.js";
import type { PlannedObject, PlannedPerson } from "./plan.js";
import { kinds, meaningOfKey } from "./references.js";

/** What stands below the key of a person: the fields in the order of the reference, then the policies. */
export function entryOfPerson({ values, groups, roles, policies }: PlannedPerson): Properties {
  const lists: Properties = { groups, roles };
  const entries = Object.keys(userKind.fields).map((name) => [name, values[name] ?? lists[name]] as const);
  return present([...entries, ["policies", policies]]);
}

/** What stands below the key of a group, role, policy or custom field. It does not repeat the code that the key already gives. */
export function entryOfObject(object: PlannedObject): Properties {
  const { section, key, code, namespace, isExternal, values, policies } = object;
  const said = meaningOfKey(section, key);
  const isSaid = said.code === code && said.namespace === namespace;
  const { subject } = kinds[section];
  const identity: Properties = isSaid
    ? {}
    : { [subject.code]: code, ...(subject.scope !== undefined && { [subject.scope]: namespace }) };
  const declared = Object.entries(values).filter(([name]) => name !== subject.code && name !== subject.scope);
  return present([
    ...(isExternal ? [["external", true] as const] : []),
    ...Object.entries(identity),
    ...declared,
    ["policies", policies],
  ]);
}

/** An empty list says nothing: not what there is, and not that there is nothing. */
function present(entries: readonly (readonly [string, unknown])[]): Properties {
  const isPresent = (value: unknown): boolean =>
    value !== undefined && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(entries.filter(([, value]) => isPresent(value)));
}

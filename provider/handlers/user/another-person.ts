import type { Properties } from "../../../model/rules/record.js";
import { isSame } from "../../../model/rules/same.js";
import { isUnknown } from "../../../model/rules/unknown.js";
import type { Field } from "../../../model/schema/field.js";
import { userFields } from "../../../model/schema/user.js";
import { uniqueUserFields } from "../../../sdk/index.js";

const fields: Readonly<Record<string, Field>> = userFields;

/** What tells people apart beside the unique fields. */
const personalFields = Object.keys(fields).filter(
  (name) => fields[name]?.personal === true && !uniqueUserFields.some((unique) => unique === name),
);

/**
 * Why an update may give the account of one person to another: every unique value changes, and so does everything else that
 * tells people apart. Someone who marries or gets another domain keeps some of it. Undefined: nothing speaks for it.
 */
export function mayBeAnotherPerson(state: Properties, declared: Properties): string | undefined {
  const isTold = (name: string, { [name]: value }: Properties): boolean => {
    const field = fields[name];
    return field !== undefined && value !== undefined && !isSame(field, value, field.unset);
  };
  const changes = (name: string): boolean => {
    const field = fields[name];
    return field !== undefined && !isUnknown(declared[name]) && !isSame(field, state[name], declared[name]);
  };
  const unique = uniqueUserFields.filter((name) => isTold(name, state));
  const told = personalFields.filter((name) => isTold(name, state) && isTold(name, declared));
  if (unique.length === 0 || told.length === 0 || ![...unique, ...told].every(changes)) return undefined;
  const all = [...unique, ...told];
  return (
    `${all.slice(0, -1).join(", ")} and ${all.at(-1) ?? ""} change together, so the resource may stand for another user now, ` +
    "who would get the account with its groups and roles. Nothing was changed. For another user, declare a new resource " +
    "under a new name (in a roster: a new key) and remove this one. If it is the same user, change some of these " +
    "fields, run `pulumi up`, and then change the rest"
  );
}

import { isSame } from "../../model/rules/same.js";
import { uniqueValueIn } from "../../model/rules/user-key.js";
import type { KindName } from "../../model/schema/index.js";
import { userFields } from "../../model/schema/user.js";
import type { UserSnapshot } from "../../sdk/index.js";

/**
 * The id of the object that a resource imports, which for a user may be named by a unique value. One that no user has stays
 * as it is, and is not found.
 */
export function importedId(kind: KindName, imports: string, users: Iterable<UserSnapshot>): string {
  const unique = kind === "User" ? uniqueValueIn(imports) : undefined;
  if (unique === undefined) return imports;
  const { field, value } = unique;
  const found = [...users].find(({ fields }) => isSame(userFields[field], fields[field], value));
  return found?.id ?? imports;
}

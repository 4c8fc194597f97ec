import { UnsafeChangeError } from "../../../model/errors.js";
import { renamingOf } from "../../../model/rules/bookkeeping.js";
import { type CodedKey, codedKeyOf, codedKeyText, codedLabel } from "../../../model/rules/coded.js";
import type { Properties } from "../../../model/rules/record.js";
import type { CodedKind } from "../../../model/schema/kind.js";
import type { UserPool } from "../../pool/user-pool.js";

/** Whether the object of a state, found by its new code, is by now that of another resource of this run. */
export function isTakenOver(pool: UserPool, kind: CodedKind, state: Properties, key: CodedKey): boolean {
  return key.code !== codedKeyOf(kind, state).code && pool.codedOwners.has(codedKeyText(key));
}

/**
 * By what the object of a state is found: its code or, where the answer to a renaming was lost, the new one.
 *
 * @throws UnsafeChangeError when there are objects with both codes: one of them is another one
 */
export async function keyNow(pool: UserPool, kind: CodedKind, state: Properties): Promise<CodedKey> {
  const key = codedKeyOf(kind, state);
  const code = renamingOf(state);
  if (code === undefined || code === key.code) return key;
  const renamed = { ...key, code };
  const objects = pool.coded(key.object);
  const [before, after] = await Promise.all([objects.readNow(key), objects.readNow(renamed)]);
  if (after === "gone") return key;
  if (before === "gone") return renamed;
  throw new UnsafeChangeError(
    `it is not known whether ${codedLabel(kind, key)} was renamed to ${code}, and the pool now has both. Nothing was changed. ` +
      "Delete or rename the one that is not meant, and run `pulumi up` again",
  );
}

import { ObjectGoneError, PartialWriteError, UnsafeChangeError } from "../../../model/errors.js";
import {
  bookkeepingOutput,
  isAdopted,
  renamingOf,
  unconfirmedFields,
} from "../../../model/rules/bookkeeping.js";
import { type CodedKey, codedKeyOf, codedLabel } from "../../../model/rules/coded.js";
import { presentProperties, type Properties } from "../../../model/rules/record.js";
import { isSame } from "../../../model/rules/same.js";
import type { CodedKind } from "../../../model/schema/kind.js";
import { isApiError, isOutcomeUnknown } from "../../../sdk/index.js";
import type { HandlerContext } from "../handler.js";
import { builtIn } from "./built-in.js";
import { isTakenOver, keyNow } from "./key-now.js";

/** Writes changed fields. A changed code renames the object; the answer of that may get lost and is then looked up. */
export async function writeChanges(
  { pool }: HandlerContext,
  kind: CodedKind,
  id: string,
  state: Properties,
  updates: Properties,
): Promise<Properties> {
  const code = updates[kind.subject.code];
  // A renaming that is only repeated finds out by itself whether it was done.
  const known = codedKeyOf(kind, state);
  const key = renamingOf(state) === code ? known : await keyNow(pool, kind, state);
  if (isTakenOver(pool, kind, state, key)) throw takenOver(key);
  const objects = pool.coded(key.object);
  if (typeof code !== "string" || code === key.code) {
    const others = Object.fromEntries(Object.entries(updates).filter(([name]) => name !== kind.subject.code));
    if (Object.keys(others).length === 0) return { [kind.subject.code]: code };
    return await objects.update(key, others).catch(async (error: unknown) => {
      if (isOutcomeUnknown(error)) throw unconfirmed(undefined, error);
      const found = isApiError(error) ? await objects.readNow(key).catch(() => undefined) : undefined;
      if (found === "gone") throw new ObjectGoneError(codedLabel(kind, key), { cause: error });
      throw found !== undefined && objects.isBuiltIn(found) ? builtIn(codedLabel(kind, key), error) : error;
    });
  }
  return await pool.renames.run(known, code, () =>
    objects.rename(key, code, updates).catch((error: unknown) => settleRename(code, error)),
  );

  function takenOver(taken: CodedKey): Error {
    return new UnsafeChangeError(
      `${codedLabel(kind, known)} was renamed to ${taken.code} by an earlier run, and another resource of this ` +
        "program owns that now. Nothing was changed. Remove the other resource, or declare this one with that code",
    );
  }

  /** What became of a renaming that failed, or whose answer got lost. */
  async function settleRename(newCode: string, error: unknown): Promise<Properties> {
    const isUnknown = isOutcomeUnknown(error);
    if (!isUnknown && !isApiError(error)) throw error;
    const renamed: CodedKey = { ...key, code: newCode };
    const [before, after] = await Promise.all(
      [key, renamed].map((each) => objects.readNow(each).catch(() => undefined)),
    );
    // Where a previous run has renamed it and could not say so, the object is what the renaming was to make of it.
    if (before === "gone" && after !== undefined && after !== "gone") {
      if (isUnknown || hasFields(kind, after, { ...state, ...updates })) return after;
    }
    if (isUnknown) throw unconfirmed(newCode, error);
    if (before === "gone") throw new ObjectGoneError(codedLabel(kind, key), { cause: error });
    if (before !== undefined && objects.isBuiltIn(before)) throw builtIn(codedLabel(kind, key), error);
    if (after === undefined || after === "gone") throw error;
    throw new UnsafeChangeError(
      `${codedLabel(kind, key)} was not renamed to ${newCode}, because that code is already in use. If another resource of ` +
        "this program gives the code up, run `pulumi up` for that first",
      { cause: error },
    );
  }

  /** It is not known whether the fields were written: the state says so, and the next `up` writes them again. */
  function unconfirmed(renaming: string | undefined, cause: unknown): PartialWriteError {
    const names = [...new Set([...unconfirmedFields(state), ...Object.keys(updates)])];
    const reason = cause instanceof Error ? cause.message : String(cause);
    const notes = {
      unconfirmed: names,
      adopted: isAdopted(state),
      ...(renaming !== undefined && { renaming }),
    };
    return new PartialWriteError(
      `it is not known whether ${codedLabel(kind, key)} was updated: ${reason}. The next \`pulumi up\` sets ` +
        `${names.join(", ")} again`,
      id,
      { ...presentProperties(state), ...bookkeepingOutput(notes) },
      { cause },
    );
  }
}

/** Whether an object has every value that a program declares. */
function hasFields({ fields }: CodedKind, observed: Properties, declared: Properties): boolean {
  return Object.entries(fields).every(
    ([name, field]) => declared[name] === undefined || isSame(field, declared[name], observed[name]),
  );
}

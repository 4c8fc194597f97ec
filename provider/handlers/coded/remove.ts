import { UnsafeChangeError } from "../../../model/errors.js";
import { type CodedKey, codedKeyText, codedLabel, codedNouns } from "../../../model/rules/coded.js";
import type { Properties } from "../../../model/rules/record.js";
import type { CodedKind } from "../../../model/schema/kind.js";
import type { UserPool } from "../../pool/user-pool.js";
import type { Use } from "../../pool/writing/coded-apis.js";
import type { HandlerContext } from "../handler.js";
import { isTakenOver, keyNow } from "./key-now.js";
import { builtIn } from "./built-in.js";

/** Deletes an object: one that is in use, or that is the service's own, only where the program says so twice. */
export async function removeObject(
  { pool }: HandlerContext,
  kind: CodedKind,
  state: Properties,
): Promise<void> {
  const key = await keyNow(pool, kind, state);
  if (isTakenOver(pool, kind, state, key)) return;
  const label = codedLabel(kind, key);
  await pool.assertNotContested(codedKeyText(key), codedNouns[key.object], `deleting ${label}`);
  const objects = pool.coded(key.object);
  const use = await useAtTheEnd(pool, key);
  if (use === "gone") return;
  if (use.isBuiltIn) throw builtIn(label);
  const isForced = state["force"] === true;
  if ((use.count !== 0 || use.isSystem) && !isForced) {
    if (use.count === "unknown" && (await objects.readNow(key)) === "gone") return;
    throw stillUsed(key, label, use);
  }
  if (use.count !== 0 && use.count !== "unknown") {
    await pool.admitLosses(async () => {
      const ids = await objects.usersOf(key);
      return ids.map((userId) => ({ userId, what: `deleting ${label}, which user ${userId} has` }));
    });
  }
  await objects.delete(key);
}

/** The use of an object that this run may still take from users, by other resources that it removes. */
async function useAtTheEnd(pool: UserPool, key: CodedKey): Promise<Use | "gone"> {
  const { withdrawals, activity, moving } = pool;
  for (;;) {
    const before = withdrawals.count;
    await activity.pause(withdrawals.settled());
    const use = await pool.coded(key.object).useOf(key);
    if (use === "gone" || use.count === 0 || use.count === "unknown") return use;
    await moving.calls.whileOpen(() => true);
    if (withdrawals.count === before) return use;
  }
}

function stillUsed(key: CodedKey, label: string, use: Use): Error {
  return new UnsafeChangeError(
    `${label} ${reasonToKeep(key, use)} To delete it all the same, restore the resource with ` +
      'deletionPolicy: "delete" and force: true, run `pulumi up`, and remove it again. To leave it in the pool, use ' +
      'deletionPolicy: "retain"',
  );
}

function reasonToKeep({ object }: CodedKey, { count, isSystem }: Use): string {
  if (count === "unknown")
    return "was not deleted, because the deletion would also delete its value of every user who has one.";
  if (isSystem) return "is a system role and was not deleted.";
  const [noun, removed] =
    object === "policy" ? ["assignment", "those assignments"] : ["user", "those users from it"];
  const counted = count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
  return (
    `still has ${counted} and was not deleted. If this program removes ${removed}, refer to it by its code output, so ` +
    "that this happens first."
  );
}

import { UnsafeChangeError } from "../../../model/errors.js";
import { type CodedKey, codedKeyOf, codedLabel } from "../../../model/rules/coded.js";
import type { Properties } from "../../../model/rules/record.js";
import type { CodedKind } from "../../../model/schema/kind.js";
import type { UserPool } from "../../pool/user-pool.js";
import type { Use } from "../../pool/writing/coded-apis.js";
import type { HandlerContext } from "../handler.js";

/** Deletes an object: one that users have, or that is the service's own, only where the program says so twice. */
export async function removeObject(
  { pool }: HandlerContext,
  kind: CodedKind,
  state: Properties,
): Promise<void> {
  const key = codedKeyOf(kind, state);
  const label = codedLabel(kind, key);
  const objects = pool.coded(key.object);
  const use = await useAtTheEnd(pool, key);
  if (use === "gone") return;
  const isForced = state["force"] === true;
  if ((use.users !== 0 || use.isSystem) && !isForced) {
    if (use.users === "unknown" && (await objects.readNow(key)) === "gone") return;
    throw stillUsed(label, use);
  }
  if (use.users !== 0 && use.users !== "unknown") {
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
    if (use === "gone" || use.users === 0 || use.users === "unknown") return use;
    await moving.calls.whileOpen(() => true);
    if (withdrawals.count === before) return use;
  }
}

function stillUsed(label: string, { users, isSystem }: Use): Error {
  return new UnsafeChangeError(
    `${label} ${reasonToKeep(users, isSystem)} To delete it all the same, restore the resource with ` +
      'deletionPolicy: "delete" and force: true, run `pulumi up`, and remove it again. To leave it in the pool, use ' +
      'deletionPolicy: "retain"',
  );
}

function reasonToKeep(users: Use["users"], isSystem: boolean): string {
  if (users === "unknown")
    return "was not deleted, because the deletion would also delete its value of every user who has one.";
  if (isSystem) return "is a system role and was not deleted.";
  const count = users === 1 ? "1 user" : `${users} users`;
  return (
    `still has ${count} and was not deleted. If this program removes those users from it, refer to it by its code output, so ` +
    "that this happens first."
  );
}

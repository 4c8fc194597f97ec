import { UnsafeChangeError } from "../../../model/errors.js";
import { pick } from "../../../model/rules/record.js";
import type { UpdateUserInput, User } from "../../../sdk/index.js";
import type { HandlerContext } from "../handler.js";
import type { Conflict } from "./occupied.js";
import { heldBy, labelOf, nameOf } from "./seeker.js";
import { temporaryUpdate } from "./temporary-values.js";

/**
 * Gives a user temporary values, so that another user can have the present ones. The user's own operation replaces them
 * later in the run. Nothing is done where that operation has done so by now, or where it turned out that the values stay.
 */
export async function park(context: HandlerContext, { seeker, holder, names }: Conflict): Promise<void> {
  const { pool, isDebug, warn } = context;
  const { moving } = pool;
  await moving.exclusively(holder.id, async () => {
    const found = await pool.holdersOf(pick({ ...holder }, names));
    const now = found.find(({ id }) => id === holder.id);
    const held = now === undefined ? [] : heldBy(seeker, { ...now });
    if (now === undefined || held.length === 0) return;
    const prospect = moving.prospectOf(now.id, pick({ ...now }, held));
    if (!["unknown", "pending", "running"].includes(prospect)) return;
    const temporary = temporaryUpdate(now, held);
    const values = labelOf(seeker, held, isDebug);
    warn(
      `${values} passes from user ${now.id} to ${nameOf(seeker, isDebug)}. Until its own change, user ${now.id} has ` +
        Object.entries(temporary)
          .map(([name, value]) => (value === null ? `no ${name}` : `the temporary ${name} ${String(value)}`))
          .join(" and "),
    );
    moving.park(now.id, pick({ ...now }, held));
    const answer = await setTemporary(context, now.id, temporary);
    if (heldBy(seeker, { ...answer }).length === 0) return;
    throw new UnsafeChangeError(
      `${nameOf(seeker, isDebug)} cannot get ${values}: the service accepted a temporary value for user ${now.id}, but ` +
        "keeps the previous one. Remove it from that user in the console, then run `pulumi up` again",
    );
  });
}

async function setTemporary({ pool }: HandlerContext, id: string, values: UpdateUserInput): Promise<User> {
  try {
    return await pool.update(id, values);
  } catch (cause) {
    // An error of its own: that of the client would speak of the user who needs the value.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`user ${id} could not get a temporary ${Object.keys(values).join(" and ")}: ${reason}`, {
      cause,
    });
  }
}

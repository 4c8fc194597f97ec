import type { UserPool } from "../pool/user-pool.js";
import type { Claim } from "../pool/safety/run-ledger.js";
import type { CheckedInputs } from "../../model/rules/check-inputs.js";
import type { Difference } from "../../model/rules/diff-assignment.js";
import { UnsafeChangeError } from "../../model/errors.js";
import type { Properties } from "../../model/rules/record.js";

/** What a handler works with: the user pool, and the stack's settings that change what it does. */
export interface HandlerContext {
  readonly pool: UserPool;
  /** `approw:adopt`: create takes over people who are already there. */
  readonly adopt: boolean;
  /** `approw:debug`: messages name people in clear. */
  readonly isDebug: boolean;
}

/** What the service says of an object: its outputs and, where it has drifted, the inputs that would declare it so. */
export interface ReadResult {
  readonly id: string;
  readonly outs: Record<string, unknown>;
  readonly inputs?: Record<string, unknown>;
}

/**
 * The life of one kind of resource. `check` and `diff` do no I/O: the engine calls them one after the other, so a
 * wait in them is paid by every resource. `state` is what create, read or update left as outputs.
 */
export interface Handler {
  check(olds: Properties, news: Properties): CheckedInputs;
  diff(state: Properties, declared: Properties): Difference;
  /** What a program that declares this wants to hold: see `RunLedger`. */
  claim(declared: Properties): Claim;
  create(
    context: HandlerContext,
    declared: Properties,
  ): Promise<{ id: string; outs: Record<string, unknown> }>;
  /** "gone" only when the service has said so. */
  read(context: HandlerContext, id: string, state: Properties): Promise<ReadResult | "gone">;
  update(
    context: HandlerContext,
    id: string,
    state: Properties,
    declared: Properties,
  ): Promise<{ outs: Record<string, unknown> }>;
  delete(context: HandlerContext, id: string, state: Properties): Promise<void>;
}

/**
 * Refuses to look for an object of one user pool in another: there, everybody would seem to be gone, and the next
 * `up` would create them all a second time.
 */
export function assertSamePool(state: Properties, pool: UserPool): void {
  const { userPoolId } = state;
  if (typeof userPoolId !== "string" || userPoolId === pool.userPoolId) return;
  throw new UnsafeChangeError(
    `the state of this resource belongs to user pool ${userPoolId}, and the stack is configured for ` +
      `${pool.userPoolId}: nothing was read or changed. Set approw:userPoolId back, or move people by a new stack`,
  );
}

/** The message for a person whom two resources of one program want to own. */
export function ownedTwice(id: string): string {
  return (
    `user ${id} is owned by another resource of this program, and two cannot own one person: what one sets, the other ` +
    "undoes. Declare the person once"
  );
}

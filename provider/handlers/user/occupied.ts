import { UnsafeChangeError } from "../../../model/errors.js";
import type { UniqueField } from "../../../model/rules/user-key.js";
import type { User } from "../../../sdk/index.js";
import type { Manager } from "../../process/stack-state.js";
import type { HandlerContext } from "../handler.js";
import { labelOf, nameOf, type Seeker } from "./seeker.js";

// The errors for unique values that another user has and keeps. Each names that user, and the way out.

/** Some unique values that a user needs, and the user who has them. */
export interface Conflict {
  readonly seeker: Seeker;
  readonly holder: User;
  readonly names: readonly UniqueField[];
  /** What the service answered, if it was asked. */
  readonly cause?: Error | undefined;
}

/** The error for a creation whose user is in the pool already, and in no resource of this stack that is known. */
export function alreadyExists(
  { isDebug }: HandlerContext,
  { seeker, names, cause }: Conflict,
  found: readonly User[],
  doubt = "",
): Error {
  const ids = found.map(({ id }) => id).join(" and ");
  const reason = cause === undefined ? "" : `: ${cause.message}`;
  return new UnsafeChangeError(
    `a user with the ${labelOf(seeker, names, isDebug)} is already in the pool with the id ${ids}. Nothing was created` +
      `${reason}. ${doubt}To take over a user that no stack manages, set adopt: true on the resource or run ` +
      "`pulumi config set approw:adopt true`",
    { cause },
  );
}

/** No resource of this stack manages the user who has the value. */
export function heldOutside(context: HandlerContext, conflict: Conflict, doubt: string): Error {
  return occupied(
    context,
    conflict,
    `, and ${doubt}. Declare another value, or change it at user ${conflict.holder.id} first`,
  );
}

/** Another resource of the program declares the value as well. */
export async function declaredTwice(context: HandlerContext, conflict: Conflict): Promise<Error> {
  return occupied(
    context,
    conflict,
    ` and ${await ownerOf(context, conflict)}, which declares it too. Two resources cannot own one user or one unique ` +
      "value, because each would undo what the other sets. Declare it once",
  );
}

/** A resource of the program manages the user, but did not set the value. */
export async function setByHand(context: HandlerContext, conflict: Conflict): Promise<Error> {
  const ifSame =
    conflict.seeker.id === undefined
      ? "If it is the same user, declare both in one resource. Otherwise: "
      : "";
  return occupied(
    context,
    conflict,
    ` and ${await ownerOf(context, conflict)}, which never set it. ${ifSame}Remove the value from user ` +
      `${conflict.holder.id} in the console, or declare another one`,
  );
}

/** The resource with the value gives it up in this run, but its operation failed. */
export async function notGivenUp(context: HandlerContext, conflict: Conflict): Promise<Error> {
  return occupied(
    context,
    conflict,
    ` and ${await ownerOf(context, conflict)}, which should give it up but did not. Correct that resource first, then run ` +
      "`pulumi up` again",
  );
}

/** The resource creates its next user before it deletes the previous one. */
export function inReplacement(context: HandlerContext, conflict: Conflict): Error {
  return occupied(
    context,
    conflict,
    ". If you asked for a replacement (--replace, or a taint), the engine creates the new user before it deletes the " +
      "previous one: set deleteBeforeReplace: true, or run `pulumi state untaint`",
  );
}

/** A resource of this stack manages the user and may keep the value. */
export function managedElsewhere(
  context: HandlerContext,
  conflict: Conflict,
  { urn }: Manager,
  reason: string,
): Error {
  const { holder, seeker } = conflict;
  const managed = `user ${holder.id} is managed by ${urn} in this stack`;
  const value = labelOf(seeker, conflict.names, context.isDebug);
  return new UnsafeChangeError(
    `${outcomeOf(context, seeker)}: ${managed} and has ${value}. ${reason}. If that resource gives the value up or leaves ` +
      "the program, run `pulumi up` with that change alone first",
    { cause: conflict.cause },
  );
}

function occupied(context: HandlerContext, { seeker, holder, names, cause }: Conflict, rest: string): Error {
  const value = labelOf(seeker, names, context.isDebug);
  const message = `${outcomeOf(context, seeker)}: user ${holder.id} has ${value}${rest}`;
  return new UnsafeChangeError(message, { cause });
}

function outcomeOf({ isDebug }: HandlerContext, seeker: Seeker): string {
  return `${nameOf(seeker, isDebug)} was not ${seeker.id === undefined ? "created" : "updated"}`;
}

/** The resource that has the user in this run: by its URN, or by its name if the state does not have it yet. */
async function ownerOf(
  { managerOf, pool: { declarations, moving } }: HandlerContext,
  { holder: { id } }: Conflict,
): Promise<string> {
  const manager = await managerOf(id).catch(() => undefined);
  if (manager !== undefined) return `is managed by ${manager.urn} in this stack`;
  const name = declarations.nameOf(moving.declaredOf(id));
  return `is managed by ${name === undefined ? "another resource" : `the resource ${name}`} of this program`;
}

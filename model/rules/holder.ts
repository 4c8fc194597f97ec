import { ObjectGoneError, UserGoneError } from "../errors.js";
import { group, role } from "../schema/index.js";
import type { HolderType } from "../schema/kind.js";
import { type CodedKey, codedLabel } from "./coded.js";

/** What codes belong to: a user by the id, a group or role by the code. */
export interface Holder {
  readonly type: HolderType;
  readonly id: string;
}

export function userHolder(id: string): Holder {
  return { type: "user", id };
}

/** The same string means the same holder, where the scope is the same. */
export function holderKey({ type, id }: Holder): string {
  return `${type} ${id}`;
}

/** What identifies a holder that is a group or role: a role is in the scope of the codes. Undefined for a user. */
export function codedHolder(
  { type, id }: Holder,
  scope: string | undefined,
): (CodedKey & { readonly object: "group" | "role" }) | undefined {
  if (type === "user") return undefined;
  return { object: type, code: id, scope: type === "role" ? scope : undefined };
}

/** How messages name a holder: `user 5f7`, `role recruiter in namespace hr`. */
function holderLabel(holder: Holder, scope: string | undefined): string {
  const key = codedHolder(holder, scope);
  if (key === undefined) return `user ${holder.id}`;
  return codedLabel(key.object === "role" ? role : group, key);
}

/** The service says that a holder does not exist. */
export function holderGone(holder: Holder, scope: string | undefined, options?: ErrorOptions): Error {
  return holder.type === "user"
    ? new UserGoneError(holder.id, options)
    : new ObjectGoneError(holderLabel(holder, scope), options);
}

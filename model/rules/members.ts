import type { MembersKind } from "../schema/kind.js";
import type { Edge } from "./edges.js";
import { userHolder } from "./holder.js";
import { declaredValue } from "./declared-value.js";
import type { Properties } from "./record.js";
import { isUnknown } from "./unknown.js";

/** The users that a resource holds in one group. */
export interface MemberSet {
  readonly edge: MembersKind["subject"]["edge"];
  readonly code: string;
  readonly userIds: readonly string[];
  /** Whether the users are the complete set. */
  readonly exhaustive: boolean;
}

/**
 * What declared inputs or a state say.
 *
 * @throws InputError when a part is missing or is not what its field takes
 */
export function memberSetOf(kind: MembersKind, properties: Properties): MemberSet {
  const { edge, code, users } = kind.subject;
  return {
    edge,
    code: String(declaredValue(kind, code, properties)),
    userIds: [declaredValue(kind, users, properties)].flat().map(String),
    exhaustive: properties["exhaustive"] === true,
  };
}

/** What a program declares; undefined while a preview does not know it all. */
export function declaredMemberSet(kind: MembersKind, declared: Properties): MemberSet | undefined {
  const { code, users } = kind.subject;
  const isOpen = [code, users, "exhaustive"].some((name) => isUnknown(declared[name]));
  return isOpen ? undefined : memberSetOf(kind, declared);
}

export function edgesOfMembers({ edge, code, userIds }: MemberSet): Edge[] {
  return userIds.map((userId) => ({ kind: edge, holder: userHolder(userId), code, scope: undefined }));
}

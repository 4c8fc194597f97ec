import { toFieldValue } from "../../drift/finding/parts.js";
import type { Planned } from "../../drift/finding/planned.js";
import { customFieldName } from "../../model/rules/custom-data-field.js";
import { isSame } from "../../model/rules/same.js";
import { user as kind } from "../../model/schema/index.js";
import { isUserField, type UserFieldName, userFields } from "../../model/schema/user.js";
import { uniqueUserFields } from "../../sdk/index.js";
import { isHidden, ownersOfUser, type Story, userRef } from "./cast.js";
import type { PoolUser } from "./indexed-pool.js";

/** What happens to the accounts and fields of users. */
export function userChanges(story: Story): Planned[] {
  const { before, after, acts } = story;
  const created = [...after.users.keys()].filter((id) => !before.users.has(id));
  const deleted = [...before.users.keys()].filter((id) => !after.users.has(id));
  const adopted = acts.all.flatMap(({ kind: type, does, newId }) =>
    type === "User" && does === "create" && newId !== undefined && before.users.has(newId) ? [newId] : [],
  );
  const of = (id: string): Pick<Planned, "owners"> & { user: ReturnType<typeof userRef> } => ({
    user: userRef(story, id),
    owners: ownersOfUser(story, id),
  });
  return [
    ...created.map((id): Planned => ({ kind: "user-created", ...of(id) })),
    ...adopted.map((id): Planned => ({ kind: "user-adopted", ...of(id) })),
    ...deleted.map((id): Planned => ({ kind: "user-deleted", ...of(id), ...countHeld(story, id) })),
    ...releasedIds(story).map((id): Planned => ({ kind: "user-released", ...of(id) })),
    ...[...after.users].flatMap(([id, user]) => {
      const earlier = before.users.get(id);
      return earlier === undefined || earlier === user
        ? []
        : fieldChanges(story, id, earlier, user).map((change): Planned => ({ ...of(id), ...change }));
    }),
    ...[...new Set([...after.customValues.keys(), ...before.customValues.keys()])]
      .filter((id) => before.users.has(id) && after.users.has(id))
      .flatMap((id) => customChanges(story, id).map((change): Planned => ({ ...of(id), ...change }))),
    ...created.flatMap((id) => movedValues(story, id).map((change): Planned => ({ ...of(id), ...change }))),
    ...acts.all.flatMap(({ kind: type, does, newId, secrets }) =>
      type === "User" && does === "update" && newId !== undefined && secrets.length > 0
        ? [{ kind: "secret-set", ...of(newId), field: secrets.join(" or ") } as const]
        : [],
    ),
  ];
}

function countHeld({ before }: Story, id: string): { groups: number; roles: number } {
  const held = before.edgesOfUsers.get(id) ?? [];
  return {
    groups: held.filter(({ edge }) => edge === "group").length,
    roles: held.filter(({ edge }) => edge === "role").length,
  };
}

/** Users who stay as they are when their resource leaves the program. */
function releasedIds({ before, after, acts, ownedIds }: Story): string[] {
  return acts.all.flatMap(({ kind: type, does, id = "", refusal }) => {
    const isLeaving = type === "User" && (does === "delete" || does === "forget") && refusal === undefined;
    if (!isLeaving || ownedIds.has(id)) return [];
    const [earlier, later] = [before.users.get(id), after.users.get(id)];
    if (earlier === undefined || later === undefined) return [];
    return isBlocked(later) && !isBlocked(earlier) ? [] : [id];
  });
}

type FieldChange =
  | Pick<Extract<Planned, { kind: "field-set" }>, "after" | "before" | "field" | "kind">
  | Pick<Extract<Planned, { kind: "value-moved" }>, "field" | "from" | "kind" | "value">
  | { readonly kind: "user-blocked" | "user-unblocked" }
  | { readonly kind: "secret-set"; readonly field: string };

function fieldChanges(story: Story, id: string, earlier: PoolUser, later: PoolUser): FieldChange[] {
  const moved = movedValues(story, id);
  const changed = comparedFields(story, id).filter(
    (name) => !isSame(userFields[name], earlier.fields[name], later.fields[name]),
  );
  return [
    ...(isBlocked(earlier) === isBlocked(later)
      ? []
      : [{ kind: isBlocked(later) ? ("user-blocked" as const) : ("user-unblocked" as const) }]),
    ...moved,
    ...changed
      .filter((name) => !moved.some(({ field }) => field === name))
      .map((field): FieldChange => {
        const [from, to] = [earlier, later].map(({ fields }) => fields[field]);
        if (isHidden(story.secretFields, id, field, to) || isHidden(story.secretFields, id, field, from))
          return { kind: "secret-set", field };
        return {
          kind: "field-set",
          field,
          before: toFieldValue(from ?? undefined),
          after: toFieldValue(to ?? undefined),
        };
      }),
  ];
}

/** What the resources of a user declare, now or before, and what other resources may take. Blocking has its own kinds. */
function comparedFields({ acts }: Story, id: string): UserFieldName[] {
  const declared = acts
    .ofUser(id)
    .flatMap(({ before, after }) => [...Object.keys(before), ...Object.keys(after)]);
  return [...new Set([...uniqueUserFields, ...declared])]
    .filter(isUserField)
    .filter((name) => name !== "blocked" && userFields[name].stored === "value" && !userFields[name].secret);
}

/** The unique values of a user that another one has before the run. */
function movedValues(story: Story, id: string): Extract<FieldChange, { kind: "value-moved" }>[] {
  const user = story.after.users.get(id);
  if (user === undefined) return [];
  return uniqueUserFields.flatMap((field) => {
    const value = user.fields[field];
    if (typeof value !== "string" || value === "" || isHidden(story.secretFields, id, field, value))
      return [];
    const holder = story.before.holderOf(field, value);
    return holder === undefined || holder === id || isHidden(story.secretFields, holder, field, value)
      ? []
      : [
          {
            kind: "value-moved" as const,
            field,
            value,
            from: userRef({ ...story, after: story.before }, holder),
          },
        ];
  });
}

function customChanges({ before, after }: Story, id: string): FieldChange[] {
  const [earlier, later] = [before, after].map(
    ({ customValues }) => customValues.get(id) ?? new Map<string, string>(),
  );
  const keys = [...new Set([...(earlier?.keys() ?? []), ...(later?.keys() ?? [])])];
  return keys
    .filter((key) => earlier?.get(key) !== later?.get(key))
    .map((key) => ({
      kind: "field-set",
      field: customFieldName(kind, key),
      before: valueOf(earlier?.get(key)),
      after: valueOf(later?.get(key)),
    }));
}

function valueOf(text: string | undefined): ReturnType<typeof toFieldValue> {
  return text === undefined ? null : toFieldValue(JSON.parse(text));
}

function isBlocked({ fields }: PoolUser): boolean {
  return fields.blocked === true;
}

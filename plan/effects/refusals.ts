import { objectTypes } from "../../drift/finding/objects.js";
import type { ObjectRef } from "../../drift/finding/parts.js";
import type { Planned } from "../../drift/finding/planned.js";
import { nameInUrn } from "../../model/rules/urn.js";
import { schemaOf } from "../../model/schema/index.js";
import type { HolderType } from "../../model/schema/kind.js";
import { defaultNamespace } from "../../sdk/index.js";
import { isStandIn } from "../rehearsal/known-values.js";
import type { Act } from "../rehearsal/rehearse.js";
import { newUserId, type Story, userRef } from "./cast.js";

/** The operations that would fail, each about the user or object that its resource is about. */
export function refusals(story: Story): Planned[] {
  const newIds = newUserIds(story);
  return story.acts.all.flatMap((act): Planned[] => {
    if (act.refusal === undefined) return [];
    const owners = [{ source: story.source, urn: act.urn }];
    const reason = act.refusal.replace(anyId, (id) => newIds.get(id) ?? id);
    const object = objectOf(act);
    if (object !== undefined) return [{ kind: "object-refused", object, owners, reason }];
    return [{ kind: "user-refused", user: userOf(story, act), owners, reason }];
  });
}

/** What may be the id of a user. */
const anyId = /[\da-f]{24}/gu;

/** The ids that users have in the copy only. The next plan has others. */
function newUserIds({ acts, before }: Story): ReadonlyMap<string, string> {
  return new Map(
    acts.all.flatMap(({ kind, id, newId, urn }): [string, string][] =>
      kind === "User" && newId !== undefined && newId !== id && !before.users.has(newId)
        ? [[newId, newUserId({ acts }, urn)]]
        : [],
    ),
  );
}

function userOf(story: Story, { kind, urn, id, newId, before, after }: Act): ReturnType<typeof userRef> {
  const { subject } = schemaOf(kind);
  const held = { ...before, ...after };
  const names =
    subject.is === "edges" ? [subject.user] : subject.is === "grants" ? [subject.holders.user] : [];
  const named = names.map((name) => held[name]).find((value) => typeof value === "string");
  const known = named ?? newId ?? id;
  if (known !== undefined) return userRef(story, known);
  const { username, email } = after;
  return {
    id: newUserId(story, urn),
    ...(typeof username === "string" && !isStandIn(username) && { username }),
    ...(typeof email === "string" && !isStandIn(email) && { email }),
  };
}

const holderTypes: readonly Exclude<HolderType, "user">[] = ["group", "role"];

function objectOf({ kind, urn, before, after }: Act): ObjectRef | undefined {
  const { subject } = schemaOf(kind);
  const held = { ...before, ...after };
  switch (subject.is) {
    case "user":
    case "edges":
      return undefined;
    case "members":
      return { type: "group", code: textOf(held[subject.code]) ?? nameInUrn(urn) };
    case "grants": {
      const type = holderTypes.find((each) => held[subject.holders[each]] !== undefined);
      if (type === undefined) return undefined;
      const namespace = type === "role" ? { namespace: textOf(held[subject.scope]) ?? defaultNamespace } : {};
      return { type, code: textOf(held[subject.holders[type]]) ?? nameInUrn(urn), ...namespace };
    }
    case "coded": {
      const type = objectTypes.find((each) => each === subject.object);
      if (type === undefined) return undefined;
      const scope =
        subject.scope === undefined ? {} : { namespace: textOf(held[subject.scope]) ?? defaultNamespace };
      return { type, code: textOf(held[subject.code]) ?? nameInUrn(urn), ...scope };
    }
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

import { codedKeyText } from "../../model/rules/coded.js";
import { group, policy, role, userField } from "../../model/schema/index.js";
import type { CodedKind } from "../../model/schema/kind.js";
import { defaultNamespace } from "../../sdk/index.js";
import { formatScoped, parseScoped } from "../reading/scoped.js";
import { assignKeys, type KeyClaim } from "./keys.js";
import type { ObjectSection } from "./plan.js";
import { mistakeInWritten } from "./writable.js";

/** What names an object of the pool. */
export interface Named {
  readonly section: ObjectSection;
  readonly code: string;
  readonly namespace: string | undefined;
}

/** The kind of the objects in each section. */
export const kinds: Readonly<Record<ObjectSection, CodedKind>> = {
  customFields: userField,
  groups: group,
  policies: policy,
  roles: role,
};

/** The same string means the same object. */
export function nameOf({ section, code, namespace }: Named): string {
  return codedKeyText({ object: kinds[section].subject.object, scope: namespace, code });
}

/** Why a roster cannot name an object. */
export function mistakeInName({ section, code, namespace }: Named): string | undefined {
  const { fields, subject } = kinds[section];
  const mistake =
    mistakeInWritten(code) ?? fields[subject.code]?.schema.safeParse(code).error?.issues[0]?.message;
  if (mistake !== undefined) return `the ${subject.code} ${mistake}`;
  if (namespace === undefined) return undefined;
  if (namespace === "" || namespace.includes("/"))
    return "the namespace must not be empty and must not contain /";
  const inNamespace = mistakeInWritten(namespace);
  return inNamespace === undefined ? undefined : `the namespace ${inNamespace}`;
}

/** The code and namespace that a key stands for where nothing else is written. */
export function meaningOfKey(section: ObjectSection, key: string): Omit<Named, "section"> {
  return kinds[section].subject.scope === undefined ? { code: key, namespace: undefined } : parseScoped(key);
}

/** The keys of the objects of one section, by name. */
export function keysOfObjects(named: readonly Named[]): Map<string, string> {
  return assignKeys(named.map(claimOf));
}

function claimOf(named: Named): KeyClaim {
  const { code, namespace = defaultNamespace } = named;
  const best = named.namespace === undefined ? code : formatScoped({ namespace, code });
  return { id: nameOf(named), candidates: [best], rank: 0 };
}

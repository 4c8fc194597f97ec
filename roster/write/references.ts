import { codedKeyText } from "../../model/rules/coded.js";
import { defaultNamespace } from "../../sdk/index.js";
import { assignKeys, type KeyClaim } from "./keys.js";
import type { ObjectSection } from "./plan.js";

/** What names an object of the pool. */
export interface Named {
  readonly section: ObjectSection;
  readonly code: string;
  readonly namespace: string | undefined;
}

const objects = { customFields: "userField", groups: "group", policies: "policy", roles: "role" } as const;

/** The same string means the same object. */
export function nameOf({ section, code, namespace }: Named): string {
  return codedKeyText({ object: objects[section], scope: namespace, code });
}

/** The code and namespace that a key stands for where nothing else is written. */
export function meaningOfKey(section: ObjectSection, key: string): Omit<Named, "section"> | undefined {
  if (section === "customFields" || section === "groups") return { code: key, namespace: undefined };
  const [first = "", second, ...more] = key.split("/");
  if (more.length > 0) return undefined;
  return second === undefined
    ? { code: first, namespace: defaultNamespace }
    : { code: second, namespace: first };
}

/** The keys of the objects of one section, by name. */
export function keysOfObjects(named: readonly Named[]): Map<string, string> {
  return assignKeys(named.map(claimOf));
}

function claimOf(named: Named): KeyClaim {
  const { code, namespace } = named;
  const isPlain = namespace === undefined || (namespace === defaultNamespace && !code.includes("/"));
  return { id: nameOf(named), candidates: [isPlain ? code : `${namespace}/${code}`], rank: 0 };
}

import { isUnknown } from "../../model/rules/unknown.js";
import type { Properties } from "../../model/rules/record.js";
import { schemaOf } from "../../model/schema/index.js";
import type { KindName } from "../../model/schema/index.js";
import type { HolderType, Kind } from "../../model/schema/kind.js";
import { defaultNamespace } from "../../sdk/index.js";
import { secretMark } from "../preview/resource.js";

/** A code that a resource names, and where it is looked up. */
export interface MentionedCode {
  readonly object: "group" | "policy" | "role";
  /** The namespace of roles and policies; empty for groups. */
  readonly namespace: string;
  readonly code: string;
}

const holderTypes: readonly HolderType[] = ["group", "role"];

/** The groups, roles and policies that a resource names in its properties, as far as they are known. */
export function mentionedCodes(name: KindName, properties: Properties): MentionedCode[] {
  return codesOf(schemaOf(name), properties).filter(({ code }) => code !== secretMark && !isUnknown(code));
}

function codesOf({ subject, fields }: Kind, properties: Properties): MentionedCode[] {
  switch (subject.is) {
    case "user":
      return subject.access.flatMap(({ edge, codes, scope = "" }) =>
        entriesOf(properties[codes]).map(({ code, namespace = scope }) => ({
          object: edge,
          namespace,
          code,
        })),
      );
    case "edges":
      return listed(subject.edge, properties[subject.codes], scopeIn(subject.scope, properties));
    case "members":
      return listed(subject.edge, [properties[subject.code]], "");
    case "grants": {
      const namespace = scopeIn(subject.scope, properties);
      const holders = holderTypes.flatMap((type) =>
        listed(
          type === "role" ? "role" : "group",
          [properties[subject.holders[type]]],
          type === "role" ? namespace : "",
        ),
      );
      return [...listed("policy", properties[subject.codes], namespace), ...holders];
    }
    case "coded": {
      if (subject.object === "userField") return [];
      const namespace = scopeIn(subject.scope, properties);
      const others = Object.entries(fields).flatMap(([name, { codeOf }]) =>
        codeOf === undefined ? [] : listed("role", [properties[name]], namespace),
      );
      return [...listed(subject.object, [properties[subject.code]], namespace), ...others];
    }
  }
}

/** Empty where the kind has no scope. */
function scopeIn(name: string | undefined, properties: Properties): string {
  if (name === undefined) return "";
  const scope = properties[name];
  return typeof scope === "string" ? scope : defaultNamespace;
}

function listed(object: MentionedCode["object"], codes: unknown, namespace: string): MentionedCode[] {
  return entriesOf(codes).map(({ code }) => ({ object, namespace, code }));
}

function entriesOf(list: unknown): { code: string; namespace?: string }[] {
  return (Array.isArray(list) ? list : []).flatMap((entry: unknown) => {
    if (typeof entry === "string") return [{ code: entry }];
    if (typeof entry !== "object" || entry === null) return [];
    const { code, namespace }: { code?: unknown; namespace?: unknown } = entry;
    if (typeof code !== "string") return [];
    return [{ code, ...(typeof namespace === "string" && { namespace }) }];
  });
}

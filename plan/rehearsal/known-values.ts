import type { Properties } from "../../model/rules/record.js";
import { schemaOf, type KindName } from "../../model/schema/index.js";
import { uniqueUserFields, type UserSnapshot } from "../../sdk/index.js";
import { secretMark } from "../preview/resource.js";

/** The properties of a resource without what Pulumi keeps secret. */
export interface KnownValues {
  readonly properties: Properties;
  /** The fields whose value is not known, because it is a secret. */
  readonly hidden: readonly string[];
}

/**
 * Puts into the place of secrets what is known instead: the value that the user has now, or one that no other user has. A
 * list with a secret in it, and an option, are left out. The password stays, because no read returns it.
 */
export function withoutSecrets(
  kind: KindName,
  urn: string,
  properties: Properties,
  observed: UserSnapshot | undefined,
): KnownValues {
  const { fields } = schemaOf(kind);
  const known: Record<string, unknown> = {};
  const hidden: string[] = [];
  for (const [name, value] of Object.entries(properties)) {
    if (!holdsMark(value)) {
      known[name] = value;
      continue;
    }
    hidden.push(name);
    const held = observed?.fields[name as keyof UserSnapshot["fields"]];
    if (fields[name]?.stored === "digest") known[name] = value;
    else if (held !== undefined && held !== null) known[name] = held;
    else if (kind === "User" && uniqueUserFields.some((field) => field === name))
      known[name] = standIn(urn, name);
  }
  return { properties: known, hidden };
}

/** A value that stands for a unique secret. */
function standIn(urn: string, name: string): string {
  return `${name}-of-${encodeURIComponent(urn)}@${secretHost}`;
}

/** Whether a value is one that stands for a secret. */
export function isStandIn(value: unknown): boolean {
  return typeof value === "string" && value.endsWith(`@${secretHost}`);
}

/** No mail goes to this domain (RFC 2606). */
const secretHost = "secret.invalid";

function holdsMark(value: unknown): boolean {
  if (value === secretMark) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsMark);
}

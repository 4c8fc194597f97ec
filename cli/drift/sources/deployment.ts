import { z } from "zod";

import { user, userGroupMembership, userRoleAssignment } from "../../../model/schema/index.js";
import { isUserField, userFields } from "../../../model/schema/user.js";
import { ownedFields } from "../../../model/rules/project.js";
import { presentProperties } from "../../../model/rules/record.js";
import { typeToken } from "../../../model/schema/kind.js";
import { CommandError } from "../../failure.js";
import type { FieldValue } from "../finding.js";
import { fieldValue } from "../finding.js";
import type { Deployment, Managed, ManagedCodes, ManagedPerson } from "./managed.js";

/** What an exported state holds in place of something secret, by its key and value. It stays unread. */
const signature = { key: "4dabf18193072939515e22adb298388d", value: "1b47061264138c4ac30d75fd1eb44270" };
const secret = z.looseObject({ [signature.key]: z.literal(signature.value) }).transform(() => undefined);

const exported = z.looseObject({
  version: z.int().min(3),
  deployment: z.looseObject({ resources: z.array(z.unknown()).default([]) }).nullish(),
});
const anyResource = z.looseObject({
  type: z.string(),
  /** Looked up by the program, not managed by it. */
  external: z.boolean().default(false),
});
const ourResource = z.looseObject({
  urn: z.string(),
  id: z.string().min(1),
  delete: z.boolean().default(false),
  outputs: z.looseObject({ userPoolId: z.union([z.string(), secret]).optional() }),
});
/** A secret flag counts as one that is not declared. */
const option = z
  .union([userGroupMembership.options.exhaustive.schema, secret.transform(() => false)])
  .default(false);
/** One secret code makes all of them unknown. */
const secretCodes = z.union([secret, z.array(z.union([z.string(), secret])).transform(() => undefined)]);
const groupOutputs = z.looseObject({
  groups: z.union([userGroupMembership.fields.groups.schema, secretCodes]),
  exhaustive: option,
});
const roleOutputs = z.looseObject({
  roles: z.union([userRoleAssignment.fields.roles.schema, secretCodes]),
  exhaustive: option,
});
const personField = z.union([fieldValue, secret]);

/**
 * Reads what `pulumi stack export` writes.
 *
 * @throws CommandError that names the source and the path of what is not as Pulumi and this provider write it
 */
export function parseDeployment(source: string, text: string): Deployment {
  const root = new Place(source, []);
  const resources: Managed[] = [];
  const userPoolIds = new Set<string>();
  const state = root.check(exported, parseJson(source, text));
  for (const [index, entry] of (state.deployment?.resources ?? []).entries()) {
    const place = root.at("deployment", "resources", index);
    const { type, external } = place.check(anyResource, entry);
    const read = external ? undefined : readers[type];
    if (read === undefined) continue;
    const { urn, id, outputs, delete: isLeaving } = place.check(ourResource, entry);
    if (outputs.userPoolId !== undefined) userPoolIds.add(outputs.userPoolId);
    resources.push(read({ owner: { source, urn }, id, isLeaving }, outputs, place.at("outputs")));
  }
  return { source, userPoolIds, resources };
}

interface Resource extends Pick<Managed, "isLeaving" | "owner"> {
  readonly id: string;
}

type Outputs = Readonly<Record<string, unknown>>;

const readers: Readonly<Record<string, (resource: Resource, outputs: Outputs, place: Place) => Managed>> = {
  [typeToken(user)]: readPerson,
  [typeToken(userGroupMembership)]: readGroups,
  [typeToken(userRoleAssignment)]: readRoles,
};

function readPerson({ id, ...rest }: Resource, outputs: Outputs, place: Place): ManagedPerson {
  const declared = presentProperties(outputs);
  const fields: Record<string, FieldValue> = {};
  const owned = ownedFields(userFields, declared).filter(isUserField);
  for (const name of owned.filter((name) => !userFields[name].secret)) {
    const value = place.at(name).check(personField, declared[name]);
    if (value !== undefined) fields[name] = value;
  }
  const secretFields = owned.length - Object.keys(fields).length;
  return { kind: "person", ...rest, personId: id, fields, secretFields };
}

/** The id is the person's. */
function readGroups({ id, ...rest }: Resource, outputs: Outputs, place: Place): ManagedCodes {
  const { groups: codes, exhaustive: isExhaustive } = place.check(groupOutputs, outputs);
  return { kind: "group", ...rest, personId: id, namespace: "", codes, isExhaustive };
}

/** The id is the person's and the namespace's, `<user id>/<namespace>`. */
function readRoles({ id, ...rest }: Resource, outputs: Outputs, place: Place): ManagedCodes {
  const { roles: codes, exhaustive: isExhaustive } = place.check(roleOutputs, outputs);
  const [personId = "", ...namespace] = id.split("/");
  return { kind: "role", ...rest, personId, namespace: namespace.join("/"), codes, isExhaustive };
}

/** A place in a state, for messages. */
class Place {
  constructor(
    readonly source: string,
    readonly path: readonly PropertyKey[],
  ) {}

  at(...steps: readonly PropertyKey[]): Place {
    return new Place(this.source, [...this.path, ...steps]);
  }

  /** Never shows a value: it could be a person's. */
  check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const path = [...this.path, ...(issue?.path ?? [])].map(String).join(".") || "its root";
    throw new CommandError(
      `${this.source} is not what \`pulumi stack export\` writes: ${path}: ${issue?.message ?? ""}`,
    );
  }
}

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`${source} is not what \`pulumi stack export\` writes: it is no JSON`, { cause });
  }
}

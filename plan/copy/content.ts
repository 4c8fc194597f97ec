import type { GivenContent } from "../../emulator/index.js";
import { type CustomField, type Policy, type Role, type User, type UserSnapshot } from "../../sdk/index.js";
import { encodeCustomValue } from "../../sdk/udf/encoding.js";
import { isUserField, userFields } from "../../sdk/users/user-fields.js";
import type { CodedObjects } from "./read-coded.js";

/** What was read of a pool. */
interface Observed extends CodedObjects {
  readonly users: readonly UserSnapshot[];
  readonly archived: readonly User[];
  readonly namespaces: readonly string[];
  readonly customFields: readonly CustomField[];
}

type Edge = [holder: string, target: string];

/**
 * The same as the content of an emulator. The service shows no ids of groups and policies, so each has one that is made of
 * its code.
 */
export function contentOf(observed: Observed): GivenContent {
  const { users, archived, namespaces, customFields } = observed;
  const groupCodes = new Set([
    ...observed.groups.map(({ code }) => code),
    ...users.flatMap(({ groups = [] }) => groups),
  ]);
  const groups = new Map(observed.groups.map((group) => [group.code, group]));
  const roles = allRoles(observed);
  const policies = allPolicies(observed);
  return {
    namespaces: namespaces.map((code, index) => ({ id: index + 1, code, name: code, description: null })),
    groups: [...groupCodes].map((code) => {
      const { name = code, description = null } = groups.get(code) ?? {};
      return { id: idOf("group", "", code), code, name, description, ...atNoTime };
    }),
    roles,
    users: [
      ...users.map(({ id, fields }) => toRecord(id, fields)),
      ...archived.map((user) => toRecord(user.id, user)),
    ],
    memberships: users.flatMap(({ id, groups: held = [] }) =>
      held.map((code): Edge => [id, idOf("group", "", code)]),
    ),
    assignments: users.flatMap(({ id, roles: held = {} }) => edgesTo("role", id, held)),
    customFields: customFields.map(({ label, ...field }) => ({ ...field, label: label ?? field.key })),
    customValues: users.flatMap(({ id, customData }) => valuesOf(id, customData)),
    policies,
    policyAssignments: [
      ...users.flatMap(({ id, policies: held = {} }) => edgesTo("policy", `USER:${id}`, held)),
      ...observed.held.flatMap(({ type, code, namespace, policies: held }) =>
        edgesTo("policy", `${type}:${idOf(type === "GROUP" ? "group" : "role", namespace, code)}`, held),
      ),
    ],
    disabledAssignments: [],
  };
}

const atNoTime = { createdAt: 0, updatedAt: 0 };

/** An id without spaces, whatever the code is. */
function idOf(object: "group" | "policy" | "role", namespace: string, code: string): string {
  return [object, namespace, code].map(encodeURIComponent).join("/");
}

function edgesTo(
  object: "policy" | "role",
  holder: string,
  held: Readonly<Record<string, readonly string[]>>,
): Edge[] {
  return Object.entries(held).flatMap(([namespace, codes]) =>
    codes.map((code): Edge => [holder, idOf(object, namespace, code)]),
  );
}

/** The roles that were looked up, and those that a user has. */
function allRoles({ roles, users }: Observed): GivenContent["roles"] {
  const known = new Map<string, Pick<Role, "code" | "description" | "namespace" | "parent">>();
  const add = (role: Pick<Role, "code" | "description" | "namespace" | "parent">): void => {
    const id = idOf("role", role.namespace, role.code);
    if (!known.has(id)) known.set(id, role);
  };
  for (const role of roles) add(role);
  for (const { parent } of roles) if (parent !== null) add({ ...parent, parent: null });
  for (const { roles: held = {} } of users)
    for (const [namespace, codes] of Object.entries(held))
      for (const code of codes) add({ namespace, code, description: null, parent: null });
  return [...known].map(([id, { code, namespace, description, parent }]) => ({
    id,
    code,
    namespace,
    description,
    parentId: parent === null ? null : idOf("role", parent.namespace, parent.code),
    ...atNoTime,
  }));
}

function allPolicies({ policies, users, held }: Observed): GivenContent["policies"] {
  const known = new Map(policies.map((policy) => [idOf("policy", policy.namespace, policy.code), policy]));
  const others = [...users.map((user) => user.policies ?? {}), ...held.map((each) => each.policies)];
  for (const byNamespace of others)
    for (const [namespace, codes] of Object.entries(byNamespace))
      for (const code of codes) {
        const id = idOf("policy", namespace, code);
        if (!known.has(id)) known.set(id, onlyCode(namespace, code));
      }
  return [...known].map(([id, { code, namespace, isDefault, description, statements }]) => ({
    id,
    code,
    namespace,
    isDefault,
    description,
    statements: statements.map(({ resource, actions, effect, condition }) => ({
      resource,
      actions: [...actions],
      effect,
      condition: condition && [...condition],
    })),
    ...atNoTime,
  }));
}

function onlyCode(namespace: string, code: string): Policy {
  return {
    namespace,
    code,
    isDefault: false,
    description: null,
    statements: [],
    createdAt: null,
    updatedAt: null,
  };
}

const statuses = ["Suspended", "Resigned", "Activated", "Archived"] as const;

function toRecord(id: string, user: Partial<User>): GivenContent["users"][number] {
  const written = Object.entries(user).filter(
    ([name]) => isUserField(name) && userFields[name].write !== "never",
  );
  const status = statuses.find((each) => each === user.status);
  return { id, fields: Object.fromEntries(written), ...(status !== undefined && { status }) };
}

/** A value that does not have the type of its field is none. */
function valuesOf(targetId: string, customData: UserSnapshot["customData"]): GivenContent["customValues"] {
  return [...(customData ?? [])].flatMap(([key, value]) => {
    const text = value instanceof Error ? undefined : encodeCustomValue(value);
    return text === undefined ? [] : [{ targetType: "USER" as const, targetId, key, value: text }];
  });
}

import { z } from "zod";
import { hashPassword } from "./credentials/password-hash.js";
import { ManagementError } from "./errors.js";
import { defineField } from "./operations/custom-fields.js";
import { setPlainValues, type TargetArgs } from "./operations/custom-values.js";
import { addUsersToGroup, createGroup } from "./operations/groups.js";
import { archiveUser, changeStatus } from "./operations/life-cycle.js";
import { createNamespace } from "./operations/namespaces.js";
import { addMembers, addNode, createOrg } from "./operations/orgs.js";
import { createPolicy } from "./operations/policies.js";
import { addPolicyAssignments } from "./operations/policy-assignments.js";
import { assignRoles, createRole } from "./operations/roles.js";
import type { Service } from "./operations/service.js";
import { addUser, updateUser } from "./operations/users.js";
import { customDataTypes, customTargetTypes } from "./state/custom-data.js";
import { policyStatement, type PolicyTargetType } from "./state/policies.js";
import { userFields } from "./state/user-fields.js";
import { userStatuses } from "./state/user-store.js";

const code = z.string().min(1);
const named = z.strictObject({ code, name: z.string().optional(), description: z.string().optional() });
const reference = z.union([code, z.strictObject({ code, namespace: code.optional() })]);
const policies = z.array(reference).optional();
const customData = z.record(z.string(), z.unknown()).optional();
const group = named.extend({ policies });
const role = z.strictObject({
  code,
  namespace: code.optional(),
  description: z.string().optional(),
  customData,
  policies,
  parent: code.optional(),
});
const node = named.extend({
  get nodes() {
    return z.array(node).optional();
  },
});
const department = z.strictObject({
  org: code,
  /** The root node of the organization by default. */
  code: code.optional(),
  isMain: z.boolean().optional(),
  isLeader: z.boolean().optional(),
});
const user = userFields.partial().extend({
  password: z.string().min(6).optional(),
  groups: z.array(code).optional(),
  roles: z.array(reference).optional(),
  customData,
  policies,
  departments: z.array(department).optional(),
  status: z.enum(userStatuses).optional(),
});
const customField = z.strictObject({
  key: code,
  dataType: z.enum(customDataTypes),
  targetType: z.enum(customTargetTypes).optional(),
  label: z.string().optional(),
  options: z.string().optional(),
});
const policy = z.strictObject({
  code,
  namespace: code.optional(),
  description: z.string().optional(),
  statements: z.array(policyStatement),
});

const seedSchema = z.strictObject({
  namespaces: z.array(named).optional(),
  customFields: z.array(customField).optional(),
  policies: z.array(policy).optional(),
  groups: z.array(group).optional(),
  roles: z.array(role).optional(),
  orgs: z.array(node).optional(),
  users: z.array(user).optional(),
});

/**
 * The initial content of a pool. The name of a group, namespace or organization defaults to its code. The namespace
 * `default` always exists. The parent of a role comes before it. A user can have every field that the API can write, a
 * password of at least 6 characters in plain text, the codes of groups, roles (codes, or codes with a namespace),
 * departments (the code of an organization and of a node in it), and a status. Archived users leave everything that they
 * belong to. A custom field belongs to users unless it says otherwise, and its label defaults to its key. Users and roles
 * can have custom data; users, groups and roles can have policies, which are named as roles are.
 */
export type Seed = z.input<typeof seedSchema>;

/** A seed is invalid. */
export class InvalidSeedError extends Error {
  override readonly name = "InvalidSeedError";

  constructor(
    /** The path of the first mistake, such as `users[3].email`. */
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Checks the shape of a seed, for example from a file.
 *
 * @throws InvalidSeedError with the path of each mistake
 */
export function parseSeed(value: unknown): z.output<typeof seedSchema> {
  const parsed = seedSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => ({
    path: formatPath(issue.path),
    message: issue.message,
  }));
  throw new InvalidSeedError(
    mistakes[0]?.path ?? "",
    mistakes.map(({ path, message }) => `seed${path && `.${path}`}: ${message}`).join("\n"),
  );
}

/**
 * Fills an empty pool.
 *
 * @throws InvalidSeedError for an invalid shape, a duplicate code or unique key, and an unknown group, role, policy, custom field or namespace
 */
export function plantSeed(service: Service, value: Seed): void {
  const seed = parseSeed(value);
  seed.namespaces?.forEach((namespace, index) => {
    at(`namespaces[${index}]`, () =>
      createNamespace(service, { ...namespace, name: namespace.name ?? namespace.code }),
    );
  });
  seed.customFields?.forEach(({ targetType = "USER", label, ...field }, index) => {
    at(`customFields[${index}]`, () =>
      defineField(service, { ...field, targetType, label: label ?? field.key }),
    );
  });
  seed.policies?.forEach((entry, index) => {
    at(`policies[${index}]`, () => createPolicy(service, entry));
  });
  seed.groups?.forEach(({ policies: held, ...entry }, index) => {
    const path = `groups[${index}]`;
    at(path, () => createGroup(service, { ...entry, name: entry.name ?? entry.code }));
    assignPolicies(service, path, { targetType: "GROUP", identifier: entry.code }, held);
  });
  seed.roles?.forEach(({ policies: held, customData: values, ...entry }, index) => {
    const path = `roles[${index}]`;
    const { id } = at(path, () => createRole(service, entry));
    setCustomData(service, path, { targetType: "ROLE", targetId: id }, values);
    assignPolicies(service, path, { targetType: "ROLE", identifier: entry.code }, held);
  });
  const orgIds = new Map<string, string>();
  seed.orgs?.forEach((org, index) => {
    plantOrg(service, org, `orgs[${index}]`, orgIds);
  });
  seed.users?.forEach((entry, index) => {
    const {
      groups,
      roles,
      departments,
      status,
      policies: held,
      customData: values,
      password,
      ...fields
    } = entry;
    const path = `users[${index}]`;
    const { id } = at(path, () =>
      addUser(service, fields, password === undefined ? undefined : hashPassword(password)),
    );
    groups?.forEach((group, position) => {
      at(`${path}.groups[${position}]`, () => addUsersToGroup(service, [id], group));
    });
    roles?.forEach((role, position) => {
      const { code: roleCode, namespace } = toReference(role);
      at(`${path}.roles[${position}]`, () => assignRoles(service, { roleCode, namespace, userIds: [id] }));
    });
    departments?.forEach((place, position) => {
      at(`${path}.departments[${position}]`, () => {
        addToDepartment(service, id, place, orgIds);
      });
    });
    setCustomData(service, path, { targetType: "USER", targetId: id }, values);
    assignPolicies(service, path, { targetType: "USER", identifier: id }, held);
    if (status === "Archived") archiveUser(service, id);
    else if (status !== undefined) changeStatus(service, id, status);
  });
}

function setCustomData(
  service: Service,
  path: string,
  target: TargetArgs,
  values: z.output<typeof customData> = {},
): void {
  for (const [key, value] of Object.entries(values)) {
    at(`${path}.customData.${key}`, () => setPlainValues(service, target, { [key]: value }));
  }
}

function assignPolicies(
  service: Service,
  path: string,
  { targetType, identifier }: { targetType: PolicyTargetType; identifier: string },
  held: z.output<typeof policies> = [],
): void {
  held.forEach((entry, position) => {
    const { code: policyCode, namespace } = toReference(entry);
    at(`${path}.policies[${position}]`, () =>
      addPolicyAssignments(service, {
        policies: [policyCode],
        namespace,
        targetType,
        targetIdentifiers: [identifier],
      }),
    );
  });
}

function toReference(entry: z.output<typeof reference>): { code: string; namespace?: string | undefined } {
  return typeof entry === "string" ? { code: entry } : entry;
}

function plantOrg(
  service: Service,
  org: z.output<typeof node>,
  path: string,
  orgIds: Map<string, string>,
): void {
  at(path, () => {
    if (orgIds.has(org.code)) throw new ManagementError(500, `Organization ${org.code} already exists`);
  });
  const { id, rootNodeId } = createOrg(service, { ...org, name: org.name ?? org.code });
  orgIds.set(org.code, id);
  const plantBelow = (parentNodeId: string, nodes: z.output<typeof node>[], parentPath: string): void => {
    nodes.forEach((entry, index) => {
      const nodePath = `${parentPath}.nodes[${index}]`;
      const added = at(nodePath, () =>
        addNode(service, { ...entry, orgId: id, parentNodeId, name: entry.name ?? entry.code }),
      );
      plantBelow(added.id, entry.nodes ?? [], nodePath);
    });
  };
  plantBelow(rootNodeId, org.nodes ?? [], path);
}

function addToDepartment(
  service: Service,
  userId: string,
  { org, code: nodeCode = org, isMain, isLeader }: z.output<typeof department>,
  orgIds: ReadonlyMap<string, string>,
): void {
  const orgId = orgIds.get(org);
  if (orgId === undefined) throw new ManagementError(500, `Organization ${org} does not exist`);
  const { id } = addMembers(service, { orgId, nodeCode, userIds: [userId], isLeader });
  if (isMain) updateUser(service, userId, { mainDepartmentId: id, mainDepartmentCode: nodeCode });
}

function at<T>(path: string, add: () => T): T {
  try {
    return add();
  } catch (error) {
    if (error instanceof ManagementError) throw new InvalidSeedError(path, `seed.${path}: ${error.message}`);
    throw error;
  }
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

import { userArn } from "./credentials/tokens.js";
import type { Behaviour } from "./behaviour.js";
import type { Department } from "./operations/orgs.js";
import type { CustomFieldRecord } from "./state/custom-data.js";
import type { NodeRecord } from "./state/org-chart.js";
import type { PolicyRecord, PolicyStatement } from "./state/policies.js";
import type { GroupRecord, Pool, RoleRecord } from "./state/pool.js";
import type { UserFields } from "./state/user-fields.js";
import type { IdentityRecord, UserRecord, UserStatus } from "./state/user-store.js";
import { formatTime } from "./time.js";

interface IdentityView extends IdentityRecord {
  userId: string;
  userPoolId: string;
}

/** A user as in both GraphQL and REST, without groups, roles and custom data. */
export interface UserView extends UserFields {
  id: string;
  arn: string;
  userPoolId: string;
  status: UserStatus;
  token: string | null;
  createdAt: string;
  updatedAt: string;
  identities: IdentityView[];
}

export interface GroupView {
  code: string;
  name: string;
  description: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface RoleView {
  id: string;
  namespace: string;
  code: string;
  arn: string;
  description: string | null;
  isSystem: false;
  createdAt: string;
  updatedAt: string;
  parent: RoleView | null;
}

/** A custom value as clients read it, which differs from how they write it. */
export interface CustomValueView<Value = string> {
  key: string;
  dataType: CustomFieldRecord["dataType"];
  value: Value;
  label: string;
}

export interface PolicyView {
  namespace: string;
  code: string;
  isDefault: boolean;
  description: string | null;
  statements: PolicyStatement[];
  createdAt: string;
  updatedAt: string;
}

export interface NodeView {
  id: string;
  orgId: string;
  name: string;
  nameI18n: null;
  description: string | null;
  descriptionI18n: null;
  order: number | null;
  code: string | null;
  root: boolean;
  depth: number;
  path: string[];
  codePath: (string | null)[];
  namePath: string[];
  createdAt: string;
  updatedAt: string;
  children: string[];
  isVirtualNode: false;
}

interface DepartmentView {
  department: NodeView;
  isMainDepartment: boolean;
  joinedAt: string;
}

export function viewUser(pool: Pool, user: UserRecord): UserView {
  const createdAt = formatTime(user.createdAt);
  return {
    id: user.id,
    arn: userArn(pool.id, user.id),
    userPoolId: pool.id,
    status: user.status,
    ...user.fields,
    // In recorded answers both have the same format, unlike written times, which have milliseconds.
    signedUp: user.fields.signedUp ?? createdAt,
    token: user.token,
    createdAt,
    updatedAt: formatTime(user.updatedAt),
    identities: user.identities.map((identity) => ({ ...identity, userId: user.id, userPoolId: pool.id })),
  };
}

export function viewGroup(group: GroupRecord): GroupView {
  return {
    code: group.code,
    name: group.name,
    description: group.description,
    createdAt: formatTime(group.createdAt),
    updatedAt: formatTime(group.updatedAt),
  };
}

export function viewRole(pool: Pool, role: RoleRecord): RoleView {
  const parent = role.parentId === null ? undefined : pool.roles.get(role.parentId);
  return {
    id: role.id,
    namespace: role.namespace,
    code: role.code,
    arn: `arn:cn:authing:${pool.id}:role:${role.id}`,
    description: role.description,
    isSystem: false,
    createdAt: formatTime(role.createdAt),
    updatedAt: formatTime(role.updatedAt),
    parent: parent ? viewRole(pool, parent) : null,
  };
}

export function viewCustomValue<Value extends string | null>(
  behaviour: Behaviour,
  { field, value }: { field: CustomFieldRecord; value: Value },
): CustomValueView<Value | string> {
  const { key, dataType, label } = field;
  return { key, dataType, label, value: value === null ? value : readForm(behaviour, dataType, value) };
}

/** Strings are read bare, although they are written in quotes; everything else is read as JSON text. */
function readForm(
  { dateTimeRead }: Behaviour,
  dataType: CustomFieldRecord["dataType"],
  stored: string,
): string {
  const value: unknown = JSON.parse(stored);
  if (typeof value !== "string") return stored;
  const instant = dataType === "DATETIME" && dateTimeRead === "epochMs" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(instant) ? value : String(instant);
}

export function viewPolicy(policy: PolicyRecord): PolicyView {
  const { namespace, code, isDefault, description, statements } = policy;
  return {
    namespace,
    code,
    isDefault,
    description,
    statements,
    createdAt: formatTime(policy.createdAt),
    updatedAt: formatTime(policy.updatedAt),
  };
}

export function viewNode({ orgs }: Pool, node: NodeRecord): NodeView {
  const path = orgs.pathTo(node);
  return {
    id: node.id,
    orgId: node.orgId,
    name: node.name,
    nameI18n: null,
    description: node.description,
    descriptionI18n: null,
    order: node.order,
    code: node.code,
    root: node.parentId === null,
    depth: path.length - 1,
    path: path.map(({ id }) => id),
    codePath: path.map(({ code }) => code),
    namePath: path.map(({ name }) => name),
    createdAt: formatTime(node.createdAt),
    updatedAt: formatTime(node.updatedAt),
    children: orgs.childrenOf(node.id).map(({ id }) => id),
    isVirtualNode: false,
  };
}

/** A department of a user. */
export function viewDepartment(pool: Pool, { node, isMain, joinedAt }: Department): DepartmentView {
  return {
    department: viewNode(pool, node),
    isMainDepartment: isMain,
    joinedAt: new Date(joinedAt).toISOString(),
  };
}

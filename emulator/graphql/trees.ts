import { customDataOf } from "../operations/custom-values.js";
import { groupsOf, membersOf } from "../operations/groups.js";
import { departmentsOf, findNode, nodeUsers, type NodeUsersArgs } from "../operations/orgs.js";
import { mapPage, pageOf, wholePage, type Page, type PageArgs } from "../operations/paging.js";
import { assignmentsOf, type PolicyAssignmentView } from "../operations/policy-assignments.js";
import { holdersOf, rolesOf } from "../operations/roles.js";
import type { Service } from "../operations/service.js";
import type { NodeRecord, OrgRecord } from "../state/org-chart.js";
import type { PolicyRecord } from "../state/policies.js";
import type { GroupRecord, RoleRecord } from "../state/pool.js";
import type { UserRecord } from "../state/user-store.js";
import {
  viewCustomValue,
  viewDepartment,
  viewGroup,
  viewNode,
  viewPolicy,
  viewRole,
  viewUser,
  type CustomValueView,
  type GroupView,
  type NodeView,
  type PolicyView,
  type RoleView,
  type UserView,
} from "../views.js";

/** A user with everything that a query can select below it. Each list is computed only on request. */
interface UserTree extends UserView {
  groups: () => Page<GroupTree>;
  roles: (args: { namespace?: string | null | undefined }) => Page<RoleTree>;
  departments: (args: { orgId?: string | null | undefined }) => Page<DepartmentTree>;
  authorizedResources: Page<never>;
  customData: () => CustomValueView<string | null>[];
}

interface GroupTree extends GroupView {
  users: (args: PageArgs) => Page<UserTree>;
  authorizedResources: Page<never>;
}

interface RoleTree extends Omit<RoleView, "parent"> {
  parent: () => RoleTree | null;
  users: (args: PageArgs) => Page<UserTree>;
  authorizedResources: Page<never>;
}

interface PolicyTree extends PolicyView {
  assignmentsCount: () => number;
  /** All its assignments are in the namespace of the policy, so the argument `namespace` changes nothing. */
  assignments: (args: PageArgs) => PolicyAssignmentView[];
}

interface DepartmentTree {
  department: NodeTree;
  isMainDepartment: boolean;
  joinedAt: string;
}

interface NodeTree extends NodeView {
  users: (args: NodeUsersArgs) => Page<UserTree>;
  authorizedResources: Page<never>;
}

interface OrgTree {
  id: string;
  rootNode: NodeTree;
  nodes: NodeTree[];
}

/** The emulator has no resources. */
const nothing: Page<never> = wholePage([]);

export function userTree(service: Service, user: UserRecord): UserTree {
  return {
    ...viewUser(service.pool, user),
    groups: () => mapPage(groupsOf(service, user), (group) => groupTree(service, group)),
    roles: (args) => mapPage(rolesOf(service, user, args), (role) => roleTree(service, role)),
    departments: ({ orgId }) =>
      mapPage(departmentsOf(service, user, orgId), (department) => ({
        ...viewDepartment(service.pool, department),
        department: nodeTree(service, department.node),
      })),
    authorizedResources: nothing,
    customData: () =>
      customDataOf(service, user.id).map((value) => viewCustomValue(service.behaviour, value)),
  };
}

export function groupTree(service: Service, group: GroupRecord): GroupTree {
  return {
    ...viewGroup(group),
    users: (args) => mapPage(membersOf(service, group, args), (user) => userTree(service, user)),
    authorizedResources: nothing,
  };
}

export function roleTree(service: Service, role: RoleRecord): RoleTree {
  return {
    ...viewRole(service.pool, role),
    parent: () => {
      const parent = role.parentId === null ? undefined : service.pool.roles.get(role.parentId);
      return parent ? roleTree(service, parent) : null;
    },
    users: (args) => mapPage(holdersOf(service, role, args), (user) => userTree(service, user)),
    authorizedResources: nothing,
  };
}

export function policyTree(service: Service, policy: PolicyRecord): PolicyTree {
  return {
    ...viewPolicy(policy),
    assignmentsCount: () => assignmentsOf(service, policy).length,
    assignments: (args) => pageOf(service, assignmentsOf(service, policy), args).list,
  };
}

export function nodeTree(service: Service, node: NodeRecord): NodeTree {
  return {
    ...viewNode(service.pool, node),
    users: (args) => mapPage(nodeUsers(service, node, args), (user) => userTree(service, user)),
    authorizedResources: nothing,
  };
}

export function orgTree(service: Service, { id, rootNodeId }: OrgRecord): OrgTree {
  const nodes = service.pool.orgs.nodesOf(id);
  return {
    id,
    rootNode: nodeTree(service, findNode(service, { nodeId: rootNodeId })),
    nodes: nodes.map((node) => nodeTree(service, node)),
  };
}

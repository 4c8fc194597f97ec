import { z } from "zod";

/** An organization: a tree of nodes, which are its departments. */
const orgRecord = z.object({ id: z.string(), rootNodeId: z.string() });

const nodeRecord = z.object({
  id: z.string(),
  orgId: z.string(),
  /** Null for the root node. */
  parentId: z.string().nullable(),
  name: z.string(),
  code: z.string().nullable(),
  description: z.string().nullable(),
  order: z.int().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

/** A user in a department. */
const memberRecord = z.object({
  userId: z.string(),
  nodeId: z.string(),
  isLeader: z.boolean(),
  joinedAt: z.number(),
});

export const storedOrgChart = z.object({
  orgs: z.array(orgRecord),
  nodes: z.array(nodeRecord),
  members: z.array(memberRecord),
});

export type OrgRecord = z.infer<typeof orgRecord>;
export type NodeRecord = z.infer<typeof nodeRecord>;
export type MemberRecord = z.infer<typeof memberRecord>;
type StoredOrgChart = z.infer<typeof storedOrgChart>;

/** The organizations of a pool, their nodes and the members of each node, all in the order of their creation. */
export class OrgChart {
  readonly orgs = new Map<string, OrgRecord>();
  readonly nodes = new Map<string, NodeRecord>();
  #members: MemberRecord[] = [];

  findNode(orgId: string, code: string): NodeRecord | undefined {
    return this.nodesOf(orgId).find((node) => node.code === code);
  }

  nodesOf(orgId: string): NodeRecord[] {
    return [...this.nodes.values()].filter((node) => node.orgId === orgId);
  }

  childrenOf(nodeId: string): NodeRecord[] {
    return [...this.nodes.values()].filter((node) => node.parentId === nodeId);
  }

  /** The nodes from the root to this one. */
  pathTo(node: NodeRecord): NodeRecord[] {
    const parent = node.parentId === null ? undefined : this.nodes.get(node.parentId);
    return [...(parent ? this.pathTo(parent) : []), node];
  }

  /** The members of a node, or also those of the nodes below it. */
  membersOf(node: NodeRecord, withBelow: boolean): MemberRecord[] {
    return this.#members.filter(({ nodeId }) => {
      const at = this.nodes.get(nodeId);
      return nodeId === node.id || (withBelow && at !== undefined && this.pathTo(at).includes(node));
    });
  }

  departmentsOf(userId: string): MemberRecord[] {
    return this.#members.filter((member) => member.userId === userId);
  }

  /** Adds a member, or replaces the record of one. */
  putMember(member: MemberRecord): void {
    const { userId, nodeId } = member;
    const at = this.#members.findIndex((other) => other.userId === userId && other.nodeId === nodeId);
    if (at === -1) this.#members.push(member);
    else this.#members[at] = member;
  }

  removeMember(userId: string, nodeId: string): void {
    this.#members = this.#members.filter((member) => member.userId !== userId || member.nodeId !== nodeId);
  }

  removeUser(userId: string): void {
    this.#members = this.#members.filter((member) => member.userId !== userId);
  }

  stored(): StoredOrgChart {
    return { orgs: [...this.orgs.values()], nodes: [...this.nodes.values()], members: [...this.#members] };
  }

  restore({ orgs, nodes, members }: StoredOrgChart): void {
    for (const org of orgs) this.orgs.set(org.id, org);
    for (const node of nodes) this.nodes.set(node.id, node);
    for (const member of members) this.putMember(member);
  }
}

import { ManagementClient } from "authing-js-sdk";

/**
 * The provider that a team would write itself: one call of the vendor's client per operation. Loaded by Pulumi's
 * host of dynamic resources as ours is, so that only the requests differ.
 */
let client: ManagementClient | undefined;

interface ConfigureRequest {
  readonly config: { require(key: string): string };
}

interface Created<State> {
  readonly id: string;
  readonly outs: State;
}

interface ReadResult {
  readonly id: string;
  readonly props: object;
}

const shared = {
  configure({ config }: ConfigureRequest): void {
    client ??= new ManagementClient({
      userPoolId: config.require("approw:userPoolId"),
      secret: config.require("approw:secret"),
      host: config.require("approw:host"),
    });
  },
  async diff(): Promise<{ changes: boolean }> {
    return Promise.resolve({ changes: false });
  },
};

function connected(): ManagementClient {
  if (client === undefined) throw new Error("the provider is not configured");
  return client;
}

interface UserInputs {
  readonly username: string;
  readonly email: string;
  readonly name: string;
}

export const User = {
  ...shared,
  async create(inputs: UserInputs): Promise<Created<UserInputs>> {
    const { username, email, name } = inputs;
    const { id } = await connected().users.create({ username, email, name });
    return { id, outs: inputs };
  },
  async read(id: string, props: UserInputs): Promise<ReadResult> {
    const { username, email, name } = await connected().users.detail(id);
    return { id, props: { ...props, username, email, name } };
  },
  async delete(id: string): Promise<void> {
    await connected().users.delete(id);
  },
};

interface Membership {
  readonly userId: string;
  readonly groups: readonly string[];
}

export const UserGroupMembership = {
  ...shared,
  async create(inputs: Membership): Promise<Created<Membership>> {
    for (const group of inputs.groups) await connected().users.addGroup(inputs.userId, group);
    return { id: inputs.userId, outs: inputs };
  },
  async read(id: string, props: Membership): Promise<ReadResult> {
    const { list = [] } = await connected().users.listGroups(props.userId);
    return { id, props: { ...props, groups: list.map((group) => group?.code) } };
  },
  async delete(_id: string, { userId, groups }: Membership): Promise<void> {
    for (const group of groups) await connected().users.removeGroup(userId, group);
  },
};

interface RoleAssignment {
  readonly userId: string;
  readonly roles: readonly string[];
}

export const UserRoleAssignment = {
  ...shared,
  async create(inputs: RoleAssignment): Promise<Created<RoleAssignment>> {
    await connected().users.addRoles(inputs.userId, [...inputs.roles]);
    return { id: inputs.userId, outs: inputs };
  },
  async read(id: string, props: RoleAssignment): Promise<ReadResult> {
    const { list = [] } = await connected().users.listRoles(props.userId);
    return { id, props: { ...props, roles: list.map((held) => held?.code) } };
  },
  async delete(_id: string, { userId, roles }: RoleAssignment): Promise<void> {
    await connected().users.removeRoles(userId, [...roles]);
  },
};

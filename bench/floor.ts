import { randomUUID } from "node:crypto";

/** What the engine itself costs: handlers of dynamic resources that keep what they are given and call nothing. */
const handlers = {
  async diff(): Promise<{ changes: boolean }> {
    return Promise.resolve({ changes: false });
  },
  async create(inputs: object): Promise<{ id: string; outs: object }> {
    return Promise.resolve({ id: randomUUID(), outs: inputs });
  },
  async read(id: string, props: object): Promise<{ id: string; props: object }> {
    return Promise.resolve({ id, props });
  },
  async delete(): Promise<void> {
    return Promise.resolve();
  },
};

export const User = handlers;
export const UserGroupMembership = handlers;
export const UserRoleAssignment = handlers;

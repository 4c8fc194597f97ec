import { ManagementError } from "../errors.js";
import type { NamespaceRecord } from "../state/pool.js";
import { pageOf, type PageArgs } from "./paging.js";
import type { Service } from "./service.js";

export interface CreateNamespaceArgs {
  code: string;
  name: string;
  description?: string | null | undefined;
}

export function createNamespace({ pool }: Service, args: CreateNamespaceArgs): NamespaceRecord {
  if (args.code === "") throw new ManagementError(2231, "A namespace must have a code");
  if (pool.namespaces.has(args.code)) {
    throw new ManagementError(500, `Namespace ${args.code} already exists`);
  }
  const namespace: NamespaceRecord = {
    id: pool.namespaces.size + 1,
    code: args.code,
    name: args.name,
    description: args.description ?? null,
  };
  pool.namespaces.set(namespace.code, namespace);
  return namespace;
}

/** This is the only list whose count is in `total` instead of `totalCount`. */
export function listNamespaces(service: Service, args: PageArgs): { total: number; list: NamespaceRecord[] } {
  const { totalCount, list } = pageOf(service, [...service.pool.namespaces.values()], args);
  return { total: totalCount, list };
}

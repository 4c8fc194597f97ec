import type { ManagementClient } from "../../sdk/index.js";
import { isApprowError } from "../../sdk/index.js";

/** The namespaces of a pool, as far as the service lists them. */
export interface ListedNamespaces {
  readonly codes: readonly string[];
  /** Why the list is missing. */
  readonly failure?: string;
}

/**
 * Asks the pool for its namespaces. A failure does not end the review: the roles in the namespaces that are known
 * otherwise are still worth reading, and the report says what is missing.
 */
export async function listNamespaces(client: ManagementClient): Promise<ListedNamespaces> {
  const codes: string[] = [];
  try {
    for await (const { code } of client.namespaces.listAll()) codes.push(code);
    return { codes };
  } catch (error) {
    if (!isApprowError(error)) throw error;
    return { codes: [], failure: error.message };
  }
}

import type { Api } from "../http/api.js";
import { pathPart, restCall } from "../http/rest-call.js";
import type { Page, PageSizeOption } from "../page.js";
import { defaultPageSize } from "../page.js";
import { walkEntries } from "../walk-pages.js";
import { type Namespace, namespacePage } from "./namespace.js";

/** The namespaces of roles, which the console calls permission groups. For errors that every method may throw, see `Users`. */
export class Namespaces {
  readonly #api: Api;
  readonly #userPoolId: string;

  constructor(api: Api, userPoolId: string) {
    this.#api = api;
    this.#userPoolId = userPoolId;
  }

  /** One page of the namespaces of the pool, counted from 1. */
  async list(page = 1, limit = 10): Promise<Page<Namespace>> {
    return await this.#list("namespaces.list", page, limit);
  }

  /**
   * All namespaces of the pool, each once.
   *
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAll({ pageSize = defaultPageSize }: PageSizeOption = {}): AsyncGenerator<Namespace, void, undefined> {
    const operation = "namespaces.listAll";
    return walkEntries({
      operation,
      trying: "listing all namespaces",
      pageSize,
      fetch: (page, limit) => this.#list(operation, page, limit),
      keyOf: ({ code }) => code,
    });
  }

  async #list(operation: string, page: number, limit: number): Promise<Page<Namespace>> {
    const pool = pathPart(operation, "userPoolId", this.#userPoolId);
    const call = restCall(
      {
        operation,
        trying: `listing namespaces, page ${page}`,
        method: "GET",
        path: `/api/v2/resource-namespace/${pool}?page=${page}&limit=${limit}`,
        repeatable: true,
      },
      namespacePage,
    );
    return await this.#api.send(call);
  }
}

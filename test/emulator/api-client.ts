import { constants, publicEncrypt } from "node:crypto";
import type { Emulator } from "../../emulator/index.js";

type HeaderFamily = "approw" | "authing";

/** What a GraphQL request was answered. */
export interface GraphqlAnswer {
  data?: unknown;
  errors?: { message: unknown; path?: unknown }[];
}

/** The protocol and nothing more: no retries, no reading of errors, so that tests see what is on the wire. */
export class ApiClient {
  readonly #emulator: Emulator;
  readonly #family: HeaderFamily;
  token: string | undefined;

  constructor(emulator: Emulator, family: HeaderFamily = "approw") {
    this.#emulator = emulator;
    this.#family = family;
  }

  /** A client that has logged in. */
  static async of(emulator: Emulator, family?: HeaderFamily): Promise<ApiClient> {
    const client = new ApiClient(emulator, family);
    await client.logIn();
    return client;
  }

  async logIn(): Promise<void> {
    const { userPoolId, secret } = this.#emulator;
    const body = await this.rest("POST", "/userpools/access-token", { userPoolId, secret });
    this.token = (body as { data: { accessToken: string } }).data.accessToken;
  }

  send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ "content-type": "application/json" });
    headers.set(`x-${this.#family}-userpool-id`, this.#emulator.userPoolId);
    if (this.token !== undefined) headers.set("authorization", `Bearer ${this.token}`);
    return fetch(`${this.#emulator.url}${path}`, { headers, ...init });
  }

  post(query: string, variables: object = {}): Promise<Response> {
    return this.send("/graphql/v2", { method: "POST", body: JSON.stringify({ query, variables }) });
  }

  async graphql(query: string, variables: object = {}): Promise<GraphqlAnswer> {
    return (await (await this.post(query, variables)).json()) as GraphqlAnswer;
  }

  /** The code of the refusal with which a query is answered. */
  async refusal(query: string, variables: object = {}): Promise<unknown> {
    const { errors } = await this.graphql(query, variables);
    return (errors?.[0]?.message as { code?: unknown } | undefined)?.code;
  }

  async rest(method: "GET" | "POST", path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    return (await this.send(`/api/v2${path}`, init)).json();
  }

  /** Creates a user and returns the id. */
  async createUser(userInfo: object): Promise<string> {
    const { data } = await this.graphql(createUser, { userInfo });
    return (data as { createUser: { id: string } }).createUser.id;
  }

  async encrypt(password: string): Promise<string> {
    const { data } = (await this.rest("GET", "/.well-known")) as { data: { publicKey: string } };
    const key = { key: data.publicKey, padding: constants.RSA_PKCS1_PADDING };
    return publicEncrypt(key, Buffer.from(password)).toString("base64");
  }
}

export const createUser = "mutation ($userInfo: CreateUserInput!) { createUser(userInfo: $userInfo) { id } }";
export const updateUser =
  "mutation ($id: String, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }";

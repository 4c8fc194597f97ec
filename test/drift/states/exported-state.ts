import type { KindName } from "../../../model/schema/index.js";
import { typeToken } from "../../../model/schema/kind.js";

/** What an exported state holds in place of a secret. */
export const encrypted = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:nonce:hush",
};

type Properties = Readonly<Record<string, unknown>>;

/** Writes states as `pulumi stack export` does, for one stack in one user pool. */
export class ExportedState {
  readonly #resources: Properties[];

  constructor(
    private readonly stack: string,
    private readonly userPoolId: string,
  ) {
    this.#resources = [
      {
        urn: `urn:pulumi:${stack}::people::pulumi:pulumi:Stack::people-${stack}`,
        type: "pulumi:pulumi:Stack",
      },
    ];
  }

  user(name: string, id: string, outputs: Properties, marks: Properties = {}): this {
    return this.#add("User", name, id, outputs, marks);
  }

  groups(
    name: string,
    userId: string,
    groups: unknown,
    options: Properties = {},
    marks: Properties = {},
  ): this {
    return this.#add("UserGroupMembership", name, userId, { userId, groups, ...options }, marks);
  }

  roles(
    name: string,
    userId: string,
    roles: unknown,
    options: Properties = {},
    marks: Properties = {},
  ): this {
    const { namespace = "default" } = options;
    return this.#add(
      "UserRoleAssignment",
      name,
      `${userId}/${String(namespace)}`,
      { userId, roles, ...options },
      marks,
    );
  }

  urn(kind: KindName, name: string): string {
    return `urn:pulumi:${this.stack}::people::${typeToken({ name: kind })}::${name}`;
  }

  toString(): string {
    return JSON.stringify({ version: 3, deployment: { manifest: {}, resources: this.#resources } });
  }

  #add(kind: KindName, name: string, id: string, outputs: Properties, marks: Properties): this {
    const { userPoolId } = this;
    this.#resources.push({
      urn: this.urn(kind, name),
      custom: true,
      id,
      type: typeToken({ name: kind }),
      inputs: { __provider: "exports.handler=()=>undefined", ...outputs },
      outputs: { __provider: "exports.handler=()=>undefined", ...outputs, userPoolId },
      ...marks,
    });
    return this;
  }
}

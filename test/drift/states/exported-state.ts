import type { KindName } from "../../../model/schema/index.js";
import { pluginToken, typeToken } from "../../../model/schema/kind.js";

/** What an exported state holds in place of a secret. */
export const encrypted = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:nonce:hush",
};

type Properties = Readonly<Record<string, unknown>>;

/** Writes states as `pulumi stack export` does, for one stack in one user pool. */
export class ExportedState {
  readonly #resources: Properties[];
  readonly #pending: Properties[] = [];

  constructor(
    private readonly stack: string,
    private readonly userPoolId: string,
    /** The type of the component that all resources are in. */
    private readonly parentType?: string,
    private readonly adapter: "dynamic" | "plugin" = "dynamic",
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

  members(name: string, group: unknown, users: unknown, options: Properties = {}): this {
    return this.#add("GroupMembers", name, name, { group, users, ...options }, {});
  }

  /** A resource that is identified by its code, such as a group. Its id, the first code, does not count. */
  object(
    kind: KindName,
    name: string,
    outputs: Properties & ({ readonly code: unknown } | { readonly key: unknown }),
    marks: Properties = {},
  ): this {
    return this.#add(kind, name, name, outputs, marks);
  }

  /** Policies of a user, group or role. The holder in the id, the first one, does not count. */
  policies(
    name: string,
    holder: { readonly userId: unknown } | { readonly group: unknown } | { readonly role: unknown },
    policies: unknown,
    options: Properties = {},
    marks: Properties = {},
  ): this {
    return this.#add(
      "PolicyAssignment",
      name,
      "group/first/default",
      { ...holder, policies, ...options },
      marks,
    );
  }

  /** A resource of any type, such as one of a version that does not exist yet. */
  other(type: string, marks: Properties = {}): this {
    this.#resources.push({
      urn: `urn:pulumi:${this.stack}::people::${type}::x`,
      custom: true,
      id: "x",
      type,
      ...marks,
    });
    return this;
  }

  /** An operation that a run had begun when it was killed. */
  interrupted(type: string, kind: KindName, name: string): this {
    const resource = { type: this.typeOf(kind), urn: this.urn(kind, name) };
    this.#pending.push({ type, resource });
    return this;
  }

  urn(kind: KindName, name: string): string {
    const above = this.parentType === undefined ? "" : `${this.parentType}$`;
    return `urn:pulumi:${this.stack}::people::${above}${this.typeOf(kind)}::${name}`;
  }

  /** The type token of a kind. */
  typeOf(kind: KindName): string {
    return this.adapter === "dynamic" ? typeToken({ name: kind }) : pluginToken({ name: kind });
  }

  toString(): string {
    const pending = this.#pending.length === 0 ? {} : { pending_operations: this.#pending };
    return JSON.stringify({
      version: 3,
      deployment: { manifest: {}, resources: this.#resources, ...pending },
    });
  }

  #add(kind: KindName, name: string, id: string, outputs: Properties, marks: Properties): this {
    const { userPoolId } = this;
    const text = this.adapter === "dynamic" ? { __provider: "exports.handler=()=>undefined" } : {};
    this.#resources.push({
      urn: this.urn(kind, name),
      custom: true,
      id,
      type: this.typeOf(kind),
      inputs: { ...text, ...outputs },
      outputs: { ...text, ...outputs, userPoolId },
      ...marks,
    });
    return this;
  }
}

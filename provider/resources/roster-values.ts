import type * as pulumi from "@pulumi/pulumi";

import type { Properties } from "../../model/rules/record.js";
import { schemaOf, user, userField } from "../../model/schema/index.js";
import { Reference, SecretReference } from "../../roster/index.js";
import { secretOf } from "./roster-secrets.js";

/** The arguments of declarations as the resource classes take them: with outputs in place of references. */
export class RosterValues {
  readonly #resources = new Map<string, pulumi.CustomResource>();
  readonly #fields = new Map<string, pulumi.CustomResource>();

  /** Makes a resource known to what refers to it. */
  add(kind: string, name: string, resource: pulumi.CustomResource, declared: Properties): void {
    this.#resources.set(keyOf(kind, name), resource);
    if (kind === userField.name) this.#fields.set(String(declared[userField.subject.code]), resource);
  }

  /** The custom fields of the roster that must be defined before these arguments can be written. */
  fieldsOf(declared: Properties): pulumi.CustomResource[] {
    const values = declared[user.subject.customData] ?? {};
    return Object.keys(values).flatMap((key) => this.#fields.get(key) ?? []);
  }

  of(value: unknown): unknown {
    if (value instanceof Reference) return this.#outputOf(value);
    if (value instanceof SecretReference) return secretOf(value);
    if (Array.isArray(value)) return value.map((entry: unknown) => this.of(entry));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, this.of(entry)]));
  }

  #outputOf({ kind, name, property }: Reference): unknown {
    const resource = this.#resources.get(keyOf(kind, name));
    if (resource === undefined) throw new Error(`${kind} ${name} is referred to before it is declared`);
    if (property === "id") return resource.id;
    const { subject } = schemaOf(kind);
    return Reflect.get(resource, subject.is === "coded" ? subject.code : property);
  }
}

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`;
}

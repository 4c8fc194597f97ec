import type { KindName } from "../../model/schema/index.js";
import type { Properties } from "../../model/rules/record.js";

/** A resource of this package in the state of a stack. Secrets in it are `secretMark`. */
export interface KnownResource {
  readonly urn: string;
  readonly kind: KindName;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** The reference to the provider, `<urn>::<id>`. */
  readonly provider: string;
  /** URNs of the resources that it needs. */
  readonly dependencies: readonly string[];
  /** The program protects it. */
  readonly isProtected: boolean;
  /** The engine forgets the resource when it leaves the program, and does not tell the provider. */
  readonly isRetained: boolean;
  /** Replaced earlier, and deleted by the next run. */
  readonly isPendingDelete: boolean;
}

/** What a program declares of a resource that the next run creates or changes. */
export interface DeclaredResource {
  readonly urn: string;
  readonly kind: KindName;
  readonly inputs: Properties;
  readonly provider: string;
  readonly dependencies: readonly string[];
  /** URNs of the resources whose outputs are in a property. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** What the engine compares a program with: the state, or after a refresh, what it has read. */
export type Compared = Pick<KnownResource, "id" | "inputs" | "outputs">;

/** What a preview says that the next run does with the resources of this package, in its order. */
export type Step =
  | {
      readonly does: "declare";
      /** As Pulumi names it: `create`, `update`, `replace`, … */
      readonly op: string;
      readonly declared: DeclaredResource;
      readonly previousUrn: string | undefined;
      readonly before?: Compared | undefined;
    }
  | { readonly does: "delete"; readonly urn: string; readonly before?: Compared | undefined };

/** Stands for a secret in what Pulumi prints as JSON. */
export const secretMark = "[secret]";

/** The name that a program gave to a resource. */
export function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The same, beside what tells resources with one name apart: the types of their parents. */
export function declarerIn(urn: string): { readonly name: string; readonly parents: string } {
  const types = (urn.split("::")[2] ?? "").split("$");
  return { name: nameIn(urn), parents: types.slice(0, -1).join(" > ") };
}

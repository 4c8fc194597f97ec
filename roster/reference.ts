import type { KindName } from "../model/schema/index.js";

/** Stands for a property of another declaration, which is known when that one is made. */
export class Reference {
  constructor(
    readonly kind: KindName,
    /** The name of the declaration. */
    readonly name: string,
    readonly property: "code" | "id",
  ) {}
}

/** Stands for a secret, which is never in a roster: an environment variable, or a key of the stack's configuration. */
export class SecretReference {
  readonly env?: string;
  readonly config?: string;

  constructor(from: { readonly env: string } | { readonly config: string }) {
    if ("env" in from) this.env = from.env;
    else this.config = from.config;
  }
}

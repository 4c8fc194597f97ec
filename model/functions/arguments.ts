import { defaultNamespace } from "../../sdk/roles/role.js";
import { identifier } from "../schema/field.js";
import type { Argument } from "./lookup-function.js";

/** An argument that takes what a field of a resource takes. */
export function argument({ schema, inputType, doc }: Argument, ownDoc = doc): Argument {
  return { schema, inputType, doc: ownDoc };
}

export function namespaceOf(what: string): Argument {
  return argument(
    identifier(
      `Namespace of the ${what}, called permission group in the console. Default: "${defaultNamespace}".`,
    ),
  );
}

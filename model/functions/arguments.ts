import { z } from "zod";

import { defaultNamespace } from "../../sdk/roles/role.js";
import type { Field } from "../schema/field.js";
import { identifier } from "../schema/field.js";
import type { Argument } from "./lookup-function.js";

/** An argument that takes what a field of a resource takes. */
export function argument({ schema, inputType, doc }: Field, ownDoc = doc): Argument {
  return { schema, inputType, doc: ownDoc, default: undefined };
}

/** Several codes or ids. */
export function listOf(what: string, doc: string): Argument {
  const entry = z.string({ error: "must be a string" }).min(1, "must not be empty");
  const schema = z.array(entry, { error: `must be a list of ${what}` });
  return { schema, inputType: "pulumi.Input<string>[]", doc, default: undefined };
}

export function namespaceOf(what: string): Argument {
  return argument(
    identifier(
      `Namespace of the ${what}, called permission group in the console. Default: "${defaultNamespace}".`,
    ),
  );
}

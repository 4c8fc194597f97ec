import type * as pulumi from "@pulumi/pulumi";

import { schemas } from "../../model/schema/index.js";
import { pluginToken, typeToken } from "../../model/schema/kind.js";

const pluginTokens: ReadonlyMap<string, string> = new Map(
  schemas.map((kind) => [typeToken(kind), pluginToken(kind)]),
);

/**
 * A transformation for a stack that moves from the plugin back to dynamic resources: the resources in its state are those
 * of the program, and nothing in the user pool changes. The next `pulumi up` shows most resources as updated, because it
 * adds the provider text to the state. Register the transformation before the first resource, and remove it after
 * that `pulumi up`.
 *
 * ```ts
 * pulumi.runtime.registerStackTransformation(approw.movedFromPlugin);
 * ```
 */
export const movedFromPlugin: pulumi.ResourceTransformation = ({ type, props, opts }) => {
  const former = pluginTokens.get(type);
  if (former === undefined) return undefined;
  return { props, opts: { ...opts, aliases: [...(opts.aliases ?? []), { type: former }] } };
};

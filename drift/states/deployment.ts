import { z } from "zod";

import { ownedState } from "../../model/rules/imported.js";
import { labelOfUrn, nameInUrn } from "../../model/rules/urn.js";
import { isDefaultProvider, kindOfToken, providerTypes } from "../../model/schema/tokens.js";
import type { DeclaredProvider, Deployment, Managed, SourcePosition } from "./managed.js";
import { notExported, Place } from "./place.js";
import { readResource } from "./resource.js";
import { secret } from "./secret.js";
import { noted, positionOf } from "./source-position.js";

const exported = z.looseObject({
  version: z.int().min(3),
  deployment: z
    .looseObject({
      resources: z.array(z.unknown()).default([]),
      pending_operations: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});
const anyResource = z.looseObject({
  type: z.string(),
  /** Looked up by the program, not managed by it. */
  external: z.boolean().default(false),
  custom: z.boolean().default(false),
});
/** What a run had begun when it was interrupted. */
const pendingOperation = z.looseObject({
  type: z.string(),
  resource: z.looseObject({ type: z.string(), urn: z.string() }),
});
const ourResource = noted.extend({
  urn: z.string(),
  id: z.string().min(1),
  delete: z.boolean().default(false),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.looseObject({ userPoolId: z.union([z.string(), secret]).optional() }),
});
/** An export with `--show-secrets` holds the value of a secret as JSON. */
const shownSecret = z.looseObject({ plaintext: z.string() }).transform(({ plaintext }) => textIn(plaintext));
/** Settings of dynamic resources are strings. Those of the plugin may also be what they mean. */
const setting = z.union([
  z.string(),
  z.union([z.number(), z.boolean()]).transform(String),
  shownSecret,
  z.unknown().transform(() => undefined),
]);
const anyProvider = z.looseObject({
  urn: z.string(),
  inputs: z
    .record(z.string(), z.unknown())
    .default({})
    .transform((inputs) => Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null)))
    .pipe(z.record(z.string(), setting)),
});

/** The types of this provider, those of a newer version and of another way to run it included. */
const ourType = /(?:^|\/)approw:/u;

/**
 * Reads the output of `pulumi stack export`.
 *
 * @throws InputError that names the source and the path of what neither Pulumi nor this provider writes
 */
export function parseDeployment(source: string, text: string): Deployment {
  const root = new Place(source, []);
  const resources: Managed[] = [];
  const providers: DeclaredProvider[] = [];
  const userPoolIds = new Set<string>();
  const positions = new Map<string, SourcePosition>();
  const unknownTypes: string[] = [];
  let withoutPool = 0;
  const { deployment } = root.check(exported, parseJson(source, text));
  for (const [index, entry] of (deployment?.resources ?? []).entries()) {
    const place = root.at("deployment", "resources", index);
    const { type, external, custom } = place.check(anyResource, entry);
    const kind = kindOfToken(type);
    if (external) continue;
    if (type === providerTypes.dynamic) providers.push(...dynamicProvider(place.check(anyProvider, entry)));
    if (type === providerTypes.plugin) providers.push(...pluginProvider(place.check(anyProvider, entry)));
    if (kind === undefined) {
      if (custom && ourType.test(type)) unknownTypes.push(type);
      continue;
    }
    const { urn, id, inputs, outputs, ...marks } = place.check(ourResource, entry);
    const { delete: isPendingDelete } = marks;
    const position = positionOf(marks);
    if (position !== undefined && !isPendingDelete) positions.set(urn, position);
    if (outputs.userPoolId === undefined) withoutPool += 1;
    else userPoolIds.add(outputs.userPoolId);
    const resource = { owner: { source, urn }, id, isPendingDelete, userPoolId: outputs.userPoolId };
    resources.push(...readResource(kind, resource, ownedState(kind, { state: outputs, inputs }), place));
  }
  const interrupted = (deployment?.pending_operations ?? []).flatMap((entry, index) =>
    readInterrupted(entry, root.at("deployment", "pending_operations", index)),
  );
  return { source, userPoolIds, providers, resources, positions, withoutPool, interrupted, unknownTypes };
}

function readInterrupted(entry: unknown, place: Place): string[] {
  const { type, resource } = place.check(pendingOperation, entry);
  if (!ourType.test(resource.type)) return [];
  return [`${type} ${labelOfUrn(resource.urn)}`];
}

/** Other packages have such providers too. Ours give their name, and the package of each setting. */
function dynamicProvider({ urn, inputs }: z.infer<typeof anyProvider>): DeclaredProvider[] {
  const name = inputs["approw:provider"];
  if (name === undefined) return [];
  const settings = Object.entries(inputs).map(
    ([key, value]) => [key.replace(/^approw:/u, ""), value] as const,
  );
  return [{ urn, name, adapter: "dynamic", settings: new Map(settings) }];
}

/** That of resources without a provider of their own has the configuration of the stack, as it was. */
function pluginProvider({ urn, inputs }: z.infer<typeof anyProvider>): DeclaredProvider[] {
  const name = nameInUrn(urn);
  if (isDefaultProvider(name)) return [];
  return [{ urn, name, adapter: "plugin", settings: new Map(Object.entries(inputs)) }];
}

/** Undefined if it is not the JSON of a setting; the message of a parser could quote the secret. */
function textIn(plaintext: string): string | undefined {
  try {
    const value: unknown = JSON.parse(plaintext);
    const isSetting = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return isSetting ? String(value) : undefined;
  } catch {
    return undefined;
  }
}

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notExported(source, "it is not valid JSON", cause);
  }
}

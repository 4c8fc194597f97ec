import { z } from "zod";

import { isSecret } from "../../drift/states/secret.js";
import { InputError } from "../../model/errors.js";
import { digestsKey } from "../../model/rules/bookkeeping.js";
import { kindOfToken } from "../../model/schema/tokens.js";
import { type KnownResource, secretMark } from "./resource.js";

const properties = z.record(z.string(), z.unknown());

const exported = z.looseObject({
  deployment: z
    .looseObject({
      resources: z
        .array(
          z.looseObject({
            urn: z.string(),
            type: z.string(),
            id: z.string().default(""),
            inputs: properties.default({}),
            outputs: properties.default({}),
            provider: z.string().default(""),
            dependencies: z.array(z.string()).nullish(),
            external: z.boolean().default(false),
            delete: z.boolean().default(false),
            protect: z.boolean().default(false),
            retainOnDelete: z.boolean().default(false),
          }),
        )
        .default([]),
    })
    .nullish(),
});

/** What an export with `--show-secrets` has in place of a secret: its value as JSON. */
const shownSecret = z.looseObject({ plaintext: z.string() });

/**
 * The resources of this package in the output of `pulumi stack export`.
 *
 * @throws InputError that names the source
 */
export function parseStack(source: string, text: string): KnownResource[] {
  const { data, error } = exported.safeParse(JSON.parse(text));
  if (data === undefined)
    throw new InputError(
      `${source} is not an output of \`pulumi stack export\`: ${error.issues[0]?.path.join(".") ?? ""}`,
    );
  return (data.deployment?.resources ?? []).flatMap((entry) => {
    const kind = kindOfToken(entry.type)?.name;
    if (kind === undefined || entry.external) return [];
    return [
      {
        urn: entry.urn,
        kind,
        id: entry.id,
        inputs: withMarks(entry.inputs),
        outputs: { ...withMarks(entry.outputs), ...digestsIn(entry.outputs) },
        provider: entry.provider,
        dependencies: entry.dependencies ?? [],
        isProtected: entry.protect,
        isRetained: entry.retainOnDelete,
        isPendingDelete: entry.delete,
      },
    ];
  });
}

/** The hashes of declared secrets, which say whether a value is the same. The state encrypts them although they do not reveal the secrets. */
function digestsIn(outputs: z.infer<typeof properties>): Record<string, unknown> {
  const { data } = shownSecret.safeParse(outputs[digestsKey]);
  const digests = data === undefined ? undefined : properties.safeParse(JSON.parse(data.plaintext)).data;
  return { [digestsKey]: digests };
}

function withMarks(all: z.infer<typeof properties>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, withMark(value)]));
}

function withMark(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMark);
  if (isSecret(value)) return secretMark;
  const { data } = properties.safeParse(value);
  return data === undefined ? value : withMarks(data);
}

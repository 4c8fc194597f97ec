import { z } from "zod";

import type { SourcePosition } from "../../drift/states/managed.js";
import { parseSourcePosition } from "../../drift/states/source-position.js";
import { InputError } from "../../model/errors.js";
import { type KindName, schemas } from "../../model/schema/index.js";
import { typeToken } from "../../model/schema/kind.js";
import type { Compared, DeclaredResource, Step } from "./resource.js";

const properties = z.record(z.string(), z.unknown());

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  delete: z.boolean().default(false),
  inputs: properties.default({}),
  outputs: properties.default({}),
  provider: z.string().default(""),
  sourcePosition: z.string().optional(),
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
});
type Resource = z.infer<typeof resource>;

const step = z.looseObject({
  op: z.string(),
  urn: z.string(),
  oldState: resource.optional(),
  newState: resource.optional(),
});

const preview = z.looseObject({
  steps: z.array(step).optional(),
  diagnostics: z
    .array(z.looseObject({ message: z.string().default(""), severity: z.string().default("") }))
    .nullish(),
});

/** What a run would do, and what it complained about. */
export interface Preview {
  readonly steps: readonly Step[];
  /** Where the program declares the resources that it creates or changes, by URN. */
  readonly positions: ReadonlyMap<string, SourcePosition>;
  /** The errors of the program and of the provider. With any of them, the run does nothing. */
  readonly errors: readonly string[];
}

/** What ends the life of a resource. */
const deletions: ReadonlySet<string> = new Set(["delete", "delete-replaced"]);
/**
 * What changes nothing that the provider knows. The step of a refresh is printed before anything is read: what was read is
 * the old state of the steps that follow.
 */
const ignored: ReadonlySet<string> = new Set([
  "read",
  "read-discard",
  "discard",
  "refresh",
  "remove-pending-replace",
]);

const kindsByType: ReadonlyMap<string, KindName> = new Map(
  schemas.map((kind) => [typeToken(kind), kind.name]),
);

/** The kind of a type token of this package; undefined for all other types. */
export function kindOfType(type: string): KindName | undefined {
  return kindsByType.get(type);
}

/**
 * Reads the output of `pulumi preview --json`.
 *
 * @throws InputError that names the source and the path of what Pulumi does not write
 */
export function parsePreview(source: string, text: string): Preview {
  const parsed = preview.safeParse(parseJson(source, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue === undefined || issue.path.length === 0 ? "its root" : issue.path.join(".");
    throw notPreview(source, `${path}: ${issue?.message ?? ""}`, parsed.error);
  }
  const { steps, diagnostics } = parsed.data;
  const errors = (diagnostics ?? [])
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message);
  // Every program has at least the step of its stack.
  if (steps === undefined && errors.length === 0) throw notPreview(source, "it has no steps", undefined);
  return {
    steps: (steps ?? []).flatMap(readStep),
    positions: new Map((steps ?? []).flatMap(positionIn)),
    errors,
  };
}

function positionIn({ newState }: z.infer<typeof step>): [string, SourcePosition][] {
  const position =
    newState?.sourcePosition === undefined ? undefined : parseSourcePosition(newState.sourcePosition);
  return newState === undefined || position === undefined ? [] : [[newState.urn, position]];
}

function readStep({ op, urn, oldState, newState }: z.infer<typeof step>): Step[] {
  const kind = kindOfType((newState ?? oldState)?.type ?? "");
  if (kind === undefined || ignored.has(op)) return [];
  const before = oldState && toCompared(oldState);
  // What a replacement deletes, now or since an earlier run, is not what leaves the program.
  if (deletions.has(op))
    return op === "delete" && oldState?.delete !== true ? [{ does: "delete", urn, before }] : [];
  if (newState === undefined) return [];
  return [{ does: "declare", op, declared: toDeclared(kind, newState), previousUrn: oldState?.urn, before }];
}

function toCompared({ id = "", inputs, outputs }: Resource): Compared {
  return { id, inputs, outputs };
}

function toDeclared(
  kind: KindName,
  { urn, inputs, provider, dependencies, propertyDependencies }: Resource,
): DeclaredResource {
  const byProperty = Object.entries(propertyDependencies ?? {}).map(
    ([name, urns]) => [name, urns ?? []] as const,
  );
  return {
    urn,
    kind,
    inputs,
    provider,
    dependencies: dependencies ?? [],
    propertyDependencies: Object.fromEntries(byProperty),
  };
}

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notPreview(source, "it is not valid JSON", cause);
  }
}

function notPreview(source: string, reason: string, cause: unknown): InputError {
  return new InputError(`${source} is not an output of \`pulumi preview --json\`: ${reason}`, { cause });
}

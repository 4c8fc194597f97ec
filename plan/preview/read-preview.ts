import { z } from "zod";

import type { SourcePosition } from "../../drift/states/managed.js";
import { noted, positionOf } from "../../drift/states/source-position.js";
import { InputError } from "../../model/errors.js";
import type { KindName } from "../../model/schema/index.js";
import { kindOfToken } from "../../model/schema/tokens.js";
import type { Compared, DeclaredResource, Step } from "./resource.js";

const properties = z.record(z.string(), z.unknown());

const resource = noted.extend({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  importID: z.string().optional(),
  delete: z.boolean().default(false),
  inputs: properties.default({}),
  outputs: properties.default({}),
  provider: z.string().default(""),
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
    steps: withoutFollowUps((steps ?? []).flatMap(readStep)),
    positions: new Map((steps ?? []).flatMap(positionIn)),
    errors,
  };
}

function positionIn({ newState }: z.infer<typeof step>): [string, SourcePosition][] {
  const position = newState && positionOf(newState);
  return newState === undefined || position === undefined ? [] : [[newState.urn, position]];
}

function readStep({ op, urn, oldState, newState }: z.infer<typeof step>): Step[] {
  const kind = kindOfToken((newState ?? oldState)?.type ?? "")?.name;
  if (kind === undefined || ignored.has(op)) return [];
  const before = oldState && toCompared(oldState);
  // What a replacement deletes, now or since an earlier run, is not what leaves the program.
  if (deletions.has(op))
    return op === "delete" && oldState?.delete !== true ? [{ does: "delete", urn, before }] : [];
  if (newState === undefined) return [];
  const imports = importedBy(op, newState, oldState);
  const declared = toDeclared(kind, newState);
  return [{ does: "declare", op, declared, previousUrn: oldState?.urn, before, imports }];
}

function toCompared({ id = "", inputs, outputs }: Resource): Compared {
  return { id, inputs, outputs };
}

/** The object that a step imports, also in place of one that the resource had. The option stays after the import. */
function importedBy(op: string, { importID }: Resource, old: Resource | undefined): string | undefined {
  if (op === "import") return importID;
  const isOther = op === "replace" && old?.id !== importID && old?.importID !== importID;
  return isOther ? importID : undefined;
}

/** An import is followed by the update that makes the object what the program declares. It declares the same. */
function withoutFollowUps(steps: readonly Step[]): Step[] {
  const imported = new Set(
    steps.flatMap((step) =>
      step.does === "declare" && step.imports !== undefined ? [step.declared.urn] : [],
    ),
  );
  return steps.filter(
    (step) => step.does !== "declare" || step.imports !== undefined || !imported.has(step.declared.urn),
  );
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

import { digestsKey } from "../../model/rules/bookkeeping.js";
import type { Properties } from "../../model/rules/record.js";
import type { DeclaredResource, KnownResource, Step } from "../preview/resource.js";

/** What happens to a resource in a run. */
export type Part =
  | { readonly does: "keep"; readonly known: KnownResource }
  | {
      readonly does: "declare";
      readonly op: string;
      readonly declared: DeclaredResource;
      readonly known: KnownResource | undefined;
      readonly imports?: string | undefined;
    }
  | { readonly does: "delete"; readonly known: KnownResource };

/**
 * What a run does with each resource of a stack: first those that stay as they are, then those that a preview lists, in its
 * order. Objects that an earlier run replaced and did not delete are deleted.
 */
export function scriptOf(resources: readonly KnownResource[], steps: readonly Step[]): Part[] {
  const pending = resources.filter(({ isPendingDelete }) => isPendingDelete);
  const known = new Map(
    resources.filter(({ isPendingDelete }) => !isPendingDelete).map((each) => [each.urn, each]),
  );
  for (const step of steps) {
    const before = step.does === "refresh" ? known.get(step.urn) : undefined;
    if (step.does !== "refresh" || before === undefined) continue;
    if (step.read === undefined) known.delete(step.urn);
    else known.set(step.urn, { ...before, ...step.read, outputs: withDigests(step.read.outputs, before) });
  }
  const changes = steps.flatMap((step): Part[] => {
    if (step.does === "refresh") return [];
    if (step.does === "delete") {
      const leaving = known.get(step.urn);
      return leaving === undefined ? [] : [{ does: "delete", known: leaving }];
    }
    const { op, declared, previousUrn = declared.urn, imports } = step;
    return [{ does: "declare", op, declared, known: known.get(previousUrn), imports }];
  });
  const changed = new Set(changes.flatMap(({ known: each }) => each?.urn ?? []));
  const kept = [...known.values()].filter(({ urn }) => !changed.has(urn));
  return [
    ...kept.map((each): Part => ({ does: "keep", known: each })),
    ...changes,
    ...pending.map((each): Part => ({ does: "delete", known: each })),
  ];
}

/** A preview does not show the hashes of secrets. A refresh does not change them. */
function withDigests(outputs: Properties, before: KnownResource): Properties {
  return { ...outputs, [digestsKey]: before.outputs[digestsKey] };
}

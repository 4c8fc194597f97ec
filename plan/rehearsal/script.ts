import { digestsKey } from "../../model/rules/bookkeeping.js";
import type { Properties } from "../../model/rules/record.js";
import type { Compared, DeclaredResource, KnownResource, Step } from "../preview/resource.js";

/** What happens to a resource in a run. */
export type Part =
  | { readonly does: "keep"; readonly known: KnownResource }
  | {
      readonly does: "declare";
      readonly op: string;
      readonly declared: DeclaredResource;
      readonly known: KnownResource | undefined;
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
  // After a refresh, a resource that does not exist any more is a new one.
  for (const step of steps)
    if (step.does === "declare" && step.op === "create") known.delete(step.declared.urn);
  const compared = (urn: string, before: Compared | undefined): KnownResource | undefined => {
    const stored = known.get(urn);
    if (stored === undefined || before === undefined) return stored;
    return { ...stored, ...before, outputs: withDigests(before.outputs, stored) };
  };
  const changes = steps.flatMap((step): Part[] => {
    if (step.does === "delete") {
      const leaving = compared(step.urn, step.before);
      return leaving === undefined ? [] : [{ does: "delete", known: leaving }];
    }
    const { op, declared, previousUrn = declared.urn, before } = step;
    return [{ does: "declare", op, declared, known: compared(previousUrn, before) }];
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
function withDigests(outputs: Properties, stored: KnownResource): Properties {
  return { ...outputs, [digestsKey]: stored.outputs[digestsKey] };
}

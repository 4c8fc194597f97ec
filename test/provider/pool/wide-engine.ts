import type { Activity } from "../../../provider/pool/batching/activity.js";

/** Hands over operations as the engine does: at most `width` in flight, the next one as soon as one ends. */
export async function inParallel<Result>(
  { activity }: { readonly activity: Pick<Activity, "run"> },
  width: number,
  operations: readonly (() => Promise<Result>)[],
): Promise<PromiseSettledResult<Result>[]> {
  const outcomes: PromiseSettledResult<Result>[] = [];
  const waiting = [...operations.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, operation] = next;
      const [outcome] = await Promise.allSettled([activity.run(operation)]);
      outcomes[index] = outcome;
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return outcomes;
}

/** The values of operations that all succeed; throws the first failure. */
export async function valuesOf<Result>(outcomes: Promise<PromiseSettledResult<Result>[]>): Promise<Result[]> {
  return (await outcomes).map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
}

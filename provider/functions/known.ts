import type * as pulumi from "@pulumi/pulumi";

/** What Pulumi's outputs have and their types do not show. */
interface Settling<Value> {
  readonly isKnown: Promise<boolean>;
  promise(): Promise<Value>;
}

/** The value of an output; "unknown" in a preview that cannot know it. */
export async function valueOf<Value>(output: pulumi.Output<Value>): Promise<Value | "unknown"> {
  const settling = output as unknown as Settling<Value>;
  return (await settling.isKnown) ? await settling.promise() : "unknown";
}

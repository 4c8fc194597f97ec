import { readFile } from "node:fs/promises";
import { z } from "zod";

/** What the engine did, or would do, to one resource. */
export interface Step {
  /** `create`, `update`, `replace`, `delete`, `same`, `refresh`, `read`, … as the engine names it. */
  op: string;
  /** Type token, such as `pulumi-nodejs:dynamic/approw:User`. */
  type: string;
  /** Name in the program. */
  name: string;
  /** The inputs that the engine held before the step, and those after it; without the provider's text. */
  before: Record<string, unknown> | undefined;
  after: Record<string, unknown> | undefined;
  failed: boolean;
}

/** What a run left in the engine's event log. */
export interface EventLog {
  /** How many resources had each operation, as the engine sums it up; empty when the run did not get that far. */
  changeSummary: Record<string, number>;
  /** In the order in which they ended, without the stack itself and the providers. */
  steps: Step[];
}

const side = z.object({ inputs: z.record(z.string(), z.unknown()).nullish() }).nullish();
const outcome = z.object({
  metadata: z.object({ op: z.string(), urn: z.string(), type: z.string(), old: side, new: side }),
});
const event = z.object({
  resOutputsEvent: outcome.optional(),
  resOpFailedEvent: outcome.optional(),
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()) }).optional(),
});

const enginesOwn = /^pulumi:(pulumi:Stack|providers:.*)$/;

/** Reads the file that the CLI's `--event-log` writes: one JSON object a line. */
export async function readEventLog(file: string): Promise<EventLog> {
  const text = await readIfThere(file);
  const events = completeLines(text).map((line) => event.parse(JSON.parse(line)));
  return {
    changeSummary: events.findLast((entry) => entry.summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    steps: events.flatMap((entry) => [
      ...toSteps(entry.resOutputsEvent, false),
      ...toSteps(entry.resOpFailedEvent, true),
    ]),
  };
}

/** A run that was killed has no log, or one whose last line was not written to its end. */
async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
    throw cause;
  }
}

function completeLines(text: string): string[] {
  return text.split("\n").slice(0, -1).filter(Boolean);
}

function toSteps(ended: z.infer<typeof outcome> | undefined, failed: boolean): Step[] {
  if (ended === undefined || enginesOwn.test(ended.metadata.type)) return [];
  const { op, urn, type, old: before, new: after } = ended.metadata;
  return [
    {
      op,
      type,
      name: urn.slice(urn.lastIndexOf("::") + 2),
      before: declared(before),
      after: declared(after),
      failed,
    },
  ];
}

function declared(resource: z.infer<typeof side>): Record<string, unknown> | undefined {
  const inputs = Object.entries(resource?.inputs ?? {}).filter(([key]) => key !== "__provider");
  return resource?.inputs ? Object.fromEntries(inputs) : undefined;
}

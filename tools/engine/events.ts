import { readFile } from "node:fs/promises";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** What the engine did, or would do, to one resource. */
export interface Step {
  /** `create`, `update`, `replace`, `delete`, `same`, `refresh`, `read`, … as the engine names it. */
  op: string;
  /** Type token, such as `pulumi-nodejs:dynamic/approw:User`. */
  type: string;
  /** Name in the program. */
  name: string;
  /** The inputs in the engine's state before the step and after it, without the provider's text. */
  before: Record<string, unknown> | undefined;
  after: Record<string, unknown> | undefined;
  failed: boolean;
}

/** What a run left in the engine's event log. */
export interface EventLog {
  /** The engine's summary: the number of resources for each operation. Empty when the run did not get that far. */
  changeSummary: Record<string, number>;
  /** In the order in which they ended, without the stack itself and the providers. */
  steps: Step[];
}

const enginesOwn = /^pulumi:(pulumi:Stack|providers:.*)$/;

type Ended = NonNullable<EngineEvent["resOutputsEvent"] | EngineEvent["resOpFailedEvent"]>;
type Side = Ended["metadata"]["old"];

/**
 * Reads the file that the CLI's `--event-log` writes, which has one JSON object per line. The Automation API declares
 * the events, but delivers them only for runs that it starts itself.
 */
export async function readEventLog(file: string): Promise<EventLog> {
  const text = await readIfExists(file);
  const events = completeLines(text).map((line) => JSON.parse(line) as EngineEvent);
  return {
    changeSummary: events.findLast((entry) => entry.summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    steps: events.flatMap((entry) => [
      ...toSteps(entry.resOutputsEvent, false),
      ...toSteps(entry.resOpFailedEvent, true),
    ]),
  };
}

/** A run that was killed has no log, or one whose last line is incomplete. */
async function readIfExists(file: string): Promise<string> {
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

function toSteps(ended: Ended | undefined, failed: boolean): Step[] {
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

function declared(resource: Side): Record<string, unknown> | undefined {
  const inputs = Object.entries(resource?.inputs ?? {}).filter(([key]) => key !== "__provider");
  return resource?.inputs ? Object.fromEntries(inputs) : undefined;
}

import { z } from "zod";

import { notRead } from "../completeness/not-read.js";

// What the JSON documents of all reports have in common.

export const tool = z.strictObject({
  name: z.string().describe("Name of this package."),
  version: z.string().describe("Version of this package."),
});

export const pool = z.strictObject({
  userPoolId: z.string().describe("Id of the user pool."),
  host: z.string().describe("Host of the user pool."),
});

const counted = z.int();

function countsIn(entries: string, unjudged: string) {
  const open = counted.describe(`${entries} of this severity that are not accepted.`);
  return z.strictObject({
    high: open,
    medium: open,
    low: open,
    accepted: counted.describe(`Accepted ${entries.toLowerCase()}. The other counts do not include them.`),
    silenced: counted.describe(`${unjudged} of severity \`none\`, which are not listed.`),
  });
}
export type Counts = z.infer<ReturnType<typeof countsIn>>;

export const findingCounts = countsIn("Findings", "Differences");
export const changeCounts = countsIn("Changes", "Changes");

export const completeness = z.strictObject({
  complete: z.boolean().describe("False when something in `notRead` counts. See `--require-complete`."),
  notRead: z.array(notRead).describe("Where access can exist that this report does not show."),
});

export const requests = z.strictObject({
  total: z.int().describe("Requests to the service, including retries."),
  retries: z.int().describe("Retries among them."),
  throttled: z.int().describe("Responses that reported a rate limit."),
});

export const notice = z.strictObject({
  place: z.string().describe("File, line and column, or an option."),
  message: z.string().describe("The problem and what to do about it."),
});

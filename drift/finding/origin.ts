import { z } from "zod";

const commit = z.strictObject({
  hash: z.string().describe("Full hash of the commit."),
  author: z.string().describe("Author of the commit."),
  date: z.string().describe("Date of the commit, in UTC as ISO 8601."),
  subject: z.string().describe("First line of the commit message."),
});

/** The line of a roster or program that is behind a finding. */
export const origin = z.strictObject({
  file: z.string().describe("Path of the file, relative to the directory of the project."),
  line: z.int().describe("Number of the line, from 1."),
  column: z.int().optional().describe("Number of the column, from 1. Absent if it is not known."),
  is: z
    .enum(["current", "removed"])
    .describe(
      "`current`: the line is in the file now. `removed`: `commit` removed it; file and line are those before.",
    ),
  commit: commit
    .optional()
    .describe(
      "The commit that wrote or removed the line. Absent outside of git and for lines that are not committed.",
    ),
});
export type Origin = z.infer<typeof origin>;

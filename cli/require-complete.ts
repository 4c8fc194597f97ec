import { Option } from "commander";

import { gapsOf } from "../drift/report/sentences.js";
import type { Report } from "../drift/report/view.js";
import { CommandError } from "./failure.js";

export function requireCompleteOption(): Option {
  return new Option("--require-complete", "fail when something that can give access was not read").default(
    false,
  );
}

/** @throws CommandError for a report that lacks something */
export function assertComplete(report: Pick<Report, "completeness">, noun: "plan" | "review"): void {
  if (report.completeness.complete) return;
  throw new CommandError(
    `the ${noun} is incomplete, and --require-complete is set. ${gapsOf(report).join(" ")}`,
  );
}

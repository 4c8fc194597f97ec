import type { TestSums } from "./run-tests.mjs";

export interface CheckOutcome {
  readonly name: string;
  readonly isPassed: boolean;
  readonly lines: readonly string[];
}

export function runChecks(root: URL): Promise<CheckOutcome[]>;

export function reportChecks(outcomes: readonly CheckOutcome[], print?: (text: string) => void): TestSums;

import type { TestSums } from "./run-tests.mjs";

export function runChecks(root: URL, print?: (text: string) => void): Promise<TestSums>;

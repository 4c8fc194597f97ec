import type { TestSums } from "./run-tests.mjs";

export function conclude(sums: TestSums, print?: (text: string) => void): number;

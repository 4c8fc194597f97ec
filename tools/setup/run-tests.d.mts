export interface TestSums {
  passed: number;
  failed: number;
}

export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

export function runTests(root: URL, args: string[]): Promise<TestSums>;
export function sumUp(report: VitestReport, code: number): TestSums;

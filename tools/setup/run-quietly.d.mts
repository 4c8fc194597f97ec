import type { SpawnOptions } from "node:child_process";

/** How a command ended, and what it said; `lines` are those of both streams. */
export interface Outcome {
  code: number | null;
  stdout: string[];
  lines: string[];
}

export function runQuietly(
  command: string,
  args: string[],
  options?: SpawnOptions & { onLine?: (line: string) => void },
): Promise<Outcome>;

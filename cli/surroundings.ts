/** Where a command writes to: a stream that may be a terminal. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters. */
  readonly columns?: number | undefined;
};

/** What the program needs of the process that it runs in. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The directory that relative paths start from. */
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  now(): Date;
  /** Resolves when the process is asked to stop. Only commands that run until then call it. */
  untilStopped(): Promise<void>;
}

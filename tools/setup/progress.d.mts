/** The part of a terminal's stream, or of any other, that progress is written to. */
export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export function withProgress<T>(
  title: string,
  work: (report: (detail: string) => void) => Promise<T>,
  stream?: ProgressStream,
): Promise<T>;

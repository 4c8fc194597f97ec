/** A line for the log of a pipeline. GitHub takes one that begins with `::` as a command, and names may begin so. */
export function withoutCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/u, "$1\\u{3a}");
}

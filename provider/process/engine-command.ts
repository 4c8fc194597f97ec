import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Between the engine and this process are a shell and a launcher. */
const maxGenerations = 5;

/**
 * The arguments of the engine that runs this process. The engine does not tell its providers what it selects, nor that it
 * passes over a resource. Empty where they cannot be read.
 */
export async function engineArguments(
  pid = process.ppid,
  generations = maxGenerations,
): Promise<readonly string[]> {
  const found = generations === 0 ? undefined : await processOf(pid).catch(() => undefined);
  if (found === undefined) return [];
  const [command = "", ...args] = found.args;
  if (/^pulumi(?:\.exe)?$/u.test(basename(command))) return args;
  return await engineArguments(found.parent, generations - 1);
}

/** Whether a run with these arguments may leave a resource as it is. A pattern may mean any resource. */
export function mayLeaveOut(args: readonly string[], urn: string): boolean {
  if (args.some((argument) => /^--(?:exclude|target-replace)/u.test(argument))) return true;
  const targets = args.flatMap((argument, index) => {
    if (argument === "-t" || argument === "--target") return args.slice(index + 1, index + 2);
    const [, value] = /^(?:-t|--target)=(.*)$/u.exec(argument) ?? [];
    return value === undefined ? [] : [value];
  });
  return targets.length > 0 && !targets.includes(urn);
}

interface Process {
  readonly parent: number;
  readonly args: readonly string[];
}

async function processOf(pid: number): Promise<Process> {
  return await fromProc(pid).catch(() => fromPs(pid));
}

/** Linux, where a small image may lack `ps`. */
async function fromProc(pid: number): Promise<Process> {
  const [stat, commandLine] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8"),
    readFile(`/proc/${pid}/cmdline`, "utf8"),
  ]);
  // The name of the command, in brackets, may contain anything.
  const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
  return { parent: Number(parent), args: commandLine.split("\0") };
}

async function fromPs(pid: number): Promise<Process> {
  const { stdout } = await run("ps", ["-ww", "-o", "ppid=,args=", "-p", String(pid)]);
  const [parent, ...args] = stdout.trim().split(/\s+/u);
  return { parent: Number(parent), args };
}

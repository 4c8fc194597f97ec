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
  const targets = valuesOf(args, "target", "t");
  return targets.length > 0 && !targets.includes(urn);
}

/** Commands that do not run the program unless they are told to. */
const withoutProgram: readonly string[] = ["destroy", "down", "dn", "refresh"];
const withProgram: readonly string[] = ["up", "update", "preview", "pre", "watch"];

/** Whether a command works from the state alone. One that is not known counts as running the program. */
export function leavesOutProgram(args: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  const command = args.find(
    (argument) => withoutProgram.includes(argument) || withProgram.includes(argument),
  );
  if (command === undefined || withProgram.includes(command)) return false;
  const isTold = args.some((argument) => /^--run-program(?:=true)?$/u.test(argument));
  return !isTold && !/^(?:1|true)$/iu.test(environment["PULUMI_RUN_PROGRAM"] ?? "");
}

/** The values of an option: `--target X`, `--target=X`, `-t X`, `-t=X`, `-tX`, and behind other short flags `-yt X`. */
export function valuesOf(args: readonly string[], long: string, short?: string): string[] {
  return args.flatMap((argument, index) => {
    const next = args.slice(index + 1, index + 2);
    if (argument === `--${long}`) return next;
    if (argument.startsWith(`--${long}=`)) return [argument.slice(long.length + 3)];
    if (short === undefined || !/^-[A-Za-z]/u.test(argument)) return [];
    const [, value] = new RegExp(`^-[a-zA-Z]*?${short}=?(.*)$`, "su").exec(argument) ?? [];
    if (value === undefined) return [];
    return value === "" ? next : [value];
  });
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

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Between the engine and this process are a shell and a launcher. */
const maxGenerations = 5;

/** The options of `pulumi up` and its siblings that leave resources out of a run. */
const selection = /^(?:-t|--target|--exclude)(?:-[a-z-]+)?(?:=|$)/u;

/**
 * Whether the run leaves resources of the stack out. The engine does not tell its providers: neither what it selects nor that
 * it passes over a resource. Its command line does. False where that cannot be read.
 */
export async function selectsResources(pid = process.ppid, generations = maxGenerations): Promise<boolean> {
  const found = generations === 0 ? undefined : await processOf(pid).catch(() => undefined);
  if (found === undefined) return false;
  const [command = "", ...args] = found.args;
  if (/^pulumi(?:\.exe)?$/u.test(basename(command))) return args.some((argument) => selection.test(argument));
  return await selectsResources(found.parent, generations - 1);
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

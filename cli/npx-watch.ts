import { readFileSync } from "node:fs";

/** An npx that was killed is noticed within this time. */
const probeEveryMs = 500;

/**
 * Calls `stop` when the npx that started this process has ended. npx asks the shell below it to end and not this process,
 * and an npx that is killed asks no one. A command that was started without npx may outlive its parent, as in the
 * background of a shell.
 */
export function whenNpxEnds(env: NodeJS.ProcessEnv, stop: () => void): void {
  if (env["npm_lifecycle_event"] !== "npx") return;
  const parent = process.ppid;
  // Most shells replace themselves with the command, so that the parent is npx. Those of Debian and Alpine stay.
  const shellParent = isShell(parent) ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    const isGone = process.ppid !== parent || (shellParent !== undefined && parentOf(parent) !== shellParent);
    if (!isGone) return;
    clearInterval(timer);
    stop();
  }, probeEveryMs);
  timer.unref();
}

function isShell(pid: number): boolean {
  return /^(?:a|ba|da)?sh$/u.test(ofProcess(pid, "comm").trim());
}

function parentOf(pid: number): number | undefined {
  // `id (name) state parent …`, where the name can contain spaces and brackets.
  const status = ofProcess(pid, "stat");
  const [, parent] = status.slice(status.lastIndexOf(")") + 2).split(" ");
  return parent === undefined ? undefined : Number(parent);
}

/** What Linux says of a process; empty elsewhere, and when the process has ended. */
function ofProcess(pid: number, what: "comm" | "stat"): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, "utf8");
  } catch {
    return "";
  }
}

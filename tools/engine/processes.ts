import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** A running process. */
export interface ProcessEntry {
  id: number;
  parentId: number;
  command: string;
}

/** Every process below `ancestorId`, the nearest first. */
export async function descendantsOf(ancestorId: number): Promise<ProcessEntry[]> {
  const all = await listProcesses();
  const found: ProcessEntry[] = [];
  for (let parents = [ancestorId]; parents.length > 0;) {
    const children = all.filter((entry) => parents.includes(entry.parentId));
    found.push(...children);
    parents = children.map((entry) => entry.id);
  }
  return found;
}

/**
 * Those of `entries` that still run. A process that ended without a waiting parent may still be listed, but without its
 * command.
 */
export async function stillRunning(entries: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
  const all = await listProcesses();
  return entries.filter(({ id, command }) => all.some((now) => now.id === id && now.command === command));
}

async function listProcesses(): Promise<ProcessEntry[]> {
  return await (process.platform === "linux" ? fromProc() : fromPs());
}

/** Container images of Linux often lack `ps`. */
async function fromProc(): Promise<ProcessEntry[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(ids.map((id) => readProc(Number(id))));
  return entries.filter((entry) => entry !== undefined);
}

async function readProc(id: number): Promise<ProcessEntry | undefined> {
  try {
    const status = await readFile(`/proc/${id}/stat`, "utf8");
    const command = await readFile(`/proc/${id}/cmdline`, "utf8");
    // `id (name) state parent …`, where the name can contain spaces and brackets.
    const [, parentId] = status.slice(status.lastIndexOf(")") + 2).split(" ");
    return { id, parentId: Number(parentId), command: command.replaceAll("\0", " ").trim() };
  } catch {
    // It ended between the listing and the reading.
    return undefined;
  }
}

async function fromPs(): Promise<ProcessEntry[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,command="]);
  return stdout.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match ? [{ id: Number(match[1]), parentId: Number(match[2]), command: match[3] ?? "" }] : [];
  });
}

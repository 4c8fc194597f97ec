import { readFile } from "node:fs/promises";
import { descendantsOf } from "../tools/engine/processes.js";

const sampleEveryMs = 200;

/**
 * Watches the processes that host dynamic resources below this one. Linux keeps the peak of a process itself, so
 * that a sample that comes late misses little; elsewhere nothing is measured.
 */
export class MemoryWatch {
  readonly #timer: NodeJS.Timeout;
  #peakKiB: number | undefined;

  constructor() {
    this.#timer = setInterval(() => void this.#sample(), sampleEveryMs);
  }

  /** Ends the watch. The peak of resident memory in MiB; undefined where it could not be measured. */
  stop(): number | undefined {
    clearInterval(this.#timer);
    return this.#peakKiB === undefined ? undefined : this.#peakKiB / 1024;
  }

  async #sample(): Promise<void> {
    const hosts = (await descendantsOf(process.pid)).filter(({ command }) =>
      command.includes("dynamic-provider"),
    );
    const peaks = await Promise.all(hosts.map(({ id }) => peakKiB(id)));
    for (const peak of peaks) {
      if (peak !== undefined) this.#peakKiB = Math.max(this.#peakKiB ?? 0, peak);
    }
  }
}

/** The peak of the resident memory of a process; undefined where it could not be measured. */
export async function peakKiB(processId: number): Promise<number | undefined> {
  // Without such a file, or when the process has just ended, there is nothing to measure.
  const status = await readFile(`/proc/${processId}/status`, "utf8").catch(() => "");
  const [, kiB] = /^VmHWM:\s+(\d+) kB$/mu.exec(status) ?? [];
  return kiB === undefined ? undefined : Number(kiB);
}

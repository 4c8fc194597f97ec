import { mutationNames } from "../../../emulator/operation-names.js";
import type { Pool } from "../../support/start-pool.js";

/** The operations that a pool has served since its counters were reset, and that change something. */
export function writesIn({ emulator }: Pool): string[] {
  const writes: readonly string[] = mutationNames;
  return Object.keys(emulator.counters.byOperation()).filter((operation) => writes.includes(operation));
}

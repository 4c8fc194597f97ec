import { randomBytes } from "node:crypto";

/** A new 24-digit hexadecimal id that starts with the time in seconds, as the service's ids do. */
export function newObjectId(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000) % 0x1_0000_0000;
  return seconds.toString(16).padStart(8, "0") + randomBytes(8).toString("hex");
}

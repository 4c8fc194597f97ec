import type { Outcome } from "./run-quietly.mjs";

export function npm(args: string[], root: URL): Promise<Outcome>;

import { connect } from "node:net";

/** An engine that was killed is noticed within this time. */
const probeEveryMs = 2000;

let isWatching = false;

/**
 * Ends this process when its engine is gone. The engine ends its providers itself, but an engine that was killed
 * cannot, and a provider that goes on would write to the user pool with no one to record it.
 *
 * @param argv the arguments of the process: the engine gives its address to the host of dynamic resources
 */
export function endWithEngine(argv: readonly string[]): void {
  const address = argv.slice(2).find((argument) => /^127\.0\.0\.1:\d+$/u.test(argument));
  if (isWatching || address === undefined) return;
  isWatching = true;
  const [host = "", port] = address.split(":");
  setInterval(() => {
    // Only a refusal says that the engine no longer listens; any other failure may be this machine's.
    const probe = connect(Number(port), host, () => probe.destroy());
    probe.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") endProcess();
    });
    probe.unref();
  }, probeEveryMs).unref();
}

/** Ends at once: what is said after the engine is gone reaches no one. */
export function endProcess(): void {
  process.exit(1);
}

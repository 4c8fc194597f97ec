import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { findPulumiCli } from "../tools/pulumi/find-cli.mjs";

/** What the figures depend on, without the machine's name. */
export function describeMachine(): string[] {
  const processors = cpus();
  const [load = 0] = loadavg();
  return [
    `${processors.length} × ${processors[0]?.model.trim() ?? "processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${platform()} ${arch()}, Node.js ${process.version}, Pulumi ${findPulumiCli()?.version ?? "unknown"}`,
    `load before the start: ${load.toFixed(1)} (above ${processors.length}, other processes slow it down)`,
  ];
}

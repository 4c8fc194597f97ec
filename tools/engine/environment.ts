import { join } from "node:path";
import { pathWith, type PulumiCli } from "../pulumi/find-cli.mjs";

/**
 * Variables that would let this machine's Pulumi account, stack or user pool into a run, and the certificates for
 * hosts elsewhere, which some releases of Node.js read at the start of each process (for a tenth of a second).
 */
const leftOut = /^(?:PULUMI|APPROW|AUTHING)_|^NODE_EXTRA_CA_CERTS$/;

/** The environment of every command on a stack that lives in `workspace`: offline, with state and home in there. */
export function engineEnvironment(cli: PulumiCli, workspace: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !leftOut.test(name));
  return {
    ...Object.fromEntries(inherited),
    PATH: pathWith(cli),
    PULUMI_HOME: join(workspace, "home"),
    PULUMI_BACKEND_URL: `file://${join(workspace, "state").replaceAll("\\", "/")}`,
    // It guards a stack that is thrown away; to Pulumi it only matters that there is one.
    PULUMI_CONFIG_PASSPHRASE: "throw-away",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // The flag --event-log is only known with it.
    PULUMI_DEBUG_COMMANDS: "true",
  };
}

/**
 * Added to that of a run of a small program, it saves a third of what the run computes, and changes nothing else: the
 * engine collects less garbage, and no process loads a compiler that it does not use.
 */
export function sparingEnvironment(): NodeJS.ProcessEnv {
  const preloaded = join(__dirname, "lazy-modules.cjs");
  const inherited = process.env["NODE_OPTIONS"] ?? "";
  return { GOGC: "400", NODE_OPTIONS: `${inherited} --require ${JSON.stringify(preloaded)}` };
}

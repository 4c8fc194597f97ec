/**
 * The part of Pulumi's Node.js language host that `up`, `preview`, `refresh` and `destroy` use.
 *
 * Pulumi's releases include the full host as a separate Go program. A CLI that is built from the Go module lacks it
 * and cannot start a program with `runtime: nodejs`. This host speaks the same protocol (LanguageRuntime of
 * pulumi/language.proto) and starts the same runner, `@pulumi/pulumi/cmd/run`, with the same arguments, so the
 * program runs as it does on any other machine. It answers the rest of the protocol with "not implemented". Synchronous
 * invokes are missing: they need named pipes, and dynamic resources make none.
 *
 * It is outside of every project. It finds `@pulumi/pulumi`, which also has the protocol's messages, from the
 * directory that the engine starts it in: that of the program.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { setInterval } from "node:timers";

/**
 * @typedef {import("@pulumi/pulumi/proto/language_pb.js").RunRequest} RunRequest
 * @typedef {{ nodeargs?: string, typescript?: boolean, tsconfig?: string }} RuntimeOptions of Pulumi.yaml
 */

/**
 * Sends the response to a call, or an error.
 *
 * @template Response
 * @typedef {(failure: { code: number, message: string } | null, response?: Response) => void} Respond
 */

/** The runner ends with this code when it has shown the error itself (`cmd/run/index.js`). */
const errorAlreadyShown = 32;

const fromProgram = createRequire(join(process.cwd(), "program.js"));
const fromPulumi = createRequire(resolvePulumi());
const grpc = fromPulumi("@grpc/grpc-js");
const { LanguageRuntimeService } = fromPulumi("./proto/language_grpc_pb.js");
const { GetRequiredPackagesResponse, RunResponse } = fromPulumi("./proto/language_pb.js");
const { PluginInfo } = fromPulumi("./proto/plugin_pb.js");
const { version } = fromPulumi("./package.json");

/** The engine's address is the last argument; flags for logs and traces may stand before it. */
const engineAddress = process.argv.at(-1) ?? "";

const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
server.addService(LanguageRuntimeService, {
  /**
   * @param {unknown} _call
   * @param {Respond<unknown>} respond
   */
  getPluginInfo(_call, respond) {
    const info = new PluginInfo();
    info.setVersion(version);
    respond(null, info);
  },

  /**
   * Dynamic resources are in the program, so there is no plugin to install before it runs.
   *
   * @param {unknown} _call
   * @param {Respond<unknown>} respond
   */
  getRequiredPackages(_call, respond) {
    respond(null, new GetRequiredPackagesResponse());
  },

  /**
   * @param {{ request: RunRequest }} call
   * @param {Respond<unknown>} respond
   */
  run(call, respond) {
    runProgram(call.request).then(
      (response) => respond(null, response),
      (cause) => respond({ code: grpc.status.INTERNAL, message: cause.message }),
    );
  },
});

server.bindAsync(
  "127.0.0.1:0",
  grpc.ServerCredentials.createInsecure(),
  /**
   * @param {Error | null} failure
   * @param {number} port
   */
  (failure, port) => {
    if (failure) throw failure;
    // The engine reads the port from the first line of the output.
    console.log(String(port));
  },
);

/** How often the host checks that the engine still runs. */
const checkEveryMs = 2000;
/** @type {Set<import("node:child_process").ChildProcess>} */
const programs = new Set();

// A killed engine stops nothing, and a program without its engine tries to reach it forever.
setInterval(() => {
  const { hostname, port } = new URL(`http://${engineAddress}`);
  const attempt = connect({ host: hostname, port: Number(port) }, () => attempt.destroy());
  attempt.once("error", () => {
    for (const program of programs) program.kill("SIGKILL");
    process.exit(1);
  });
}, checkEveryMs);

function resolvePulumi() {
  try {
    return fromProgram.resolve("@pulumi/pulumi/package.json");
  } catch {
    console.error(`@pulumi/pulumi is not installed for ${process.cwd()}: run npm install there`);
    return process.exit(1);
  }
}

/** @param {RunRequest} request */
async function runProgram(request) {
  /** @type {RuntimeOptions} */
  const options = request.getInfo()?.getOptions()?.toJavaScript() ?? {};
  const runner = createRequire(join(request.getPwd(), "program.js")).resolve("@pulumi/pulumi/cmd/run");
  const command = [...nodeArguments(options.nodeargs), runner, ...runnerArguments(request)];

  const program = spawn(process.execPath, command, {
    cwd: request.getPwd(),
    env: { ...process.env, ...programEnvironment(request, options) },
    stdio: ["ignore", "inherit", "inherit"],
  });
  programs.add(program);
  const exit = await exitOf(program);
  programs.delete(program);
  return toResponse(exit);
}

/** `nodeargs` of Pulumi.yaml, split at spaces outside of quotes. */
function nodeArguments(text = "") {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

/** @param {RunRequest} request */
function runnerArguments(request) {
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": request.getInfo()?.getRootDirectory(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const given = Object.entries(flags).flatMap(([flag, value]) => (value ? [`--${flag}`, value] : []));
  return [
    ...given,
    ...(request.getDryrun() ? ["--dry-run"] : []),
    request.getInfo()?.getEntryPoint() || request.getProgram(),
    ...request.getArgsList(),
  ];
}

/**
 * @param {RunRequest} request
 * @param {RuntimeOptions} options
 */
function programEnvironment(request, options) {
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true),
    ...(options.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig } : {}),
  };
}

/**
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Exit
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<Exit>}
 */
function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

/** @param {Exit} exit */
function toResponse({ code, signal }) {
  const response = new RunResponse();
  if (code === errorAlreadyShown) response.setBail(true);
  else if (code !== 0) response.setError(`Program exited with ${signal ?? `non-zero exit code: ${code}`}`);
  return response;
}

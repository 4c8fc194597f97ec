/**
 * The part of Pulumi's Node.js language host that `up`, `preview`, `refresh` and `destroy` ask for.
 *
 * Pulumi's releases bring the full host as a Go program of its own; a CLI that was built from the Go module has
 * none, and cannot start a program of `runtime: nodejs`. This one speaks the same protocol (LanguageRuntime of
 * pulumi/language.proto) and starts the same runner, `@pulumi/pulumi/cmd/run`, with the same arguments, so the
 * program runs as it does on any other machine. Whatever else the protocol has, the engine is told is not
 * implemented. Synchronous invokes are left out: they need named pipes, and no dynamic resource makes any.
 *
 * It stands outside of every project and finds `@pulumi/pulumi`, which is also where the protocol's messages come
 * from, from the directory that the engine starts it in: that of the program.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { setInterval } from "node:timers";

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
  getPluginInfo(_call, answer) {
    const info = new PluginInfo();
    info.setVersion(version);
    answer(null, info);
  },

  /** Dynamic resources live in the program: there is no plugin to install before it runs. */
  getRequiredPackages(_call, answer) {
    answer(null, new GetRequiredPackagesResponse());
  },

  run(call, answer) {
    runProgram(call.request).then(
      (response) => answer(null, response),
      (cause) => answer({ code: grpc.status.INTERNAL, message: cause.message }),
    );
  },
});

server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (failure, port) => {
  if (failure) throw failure;
  // The engine reads the port as the first line of the output.
  console.log(String(port));
});

/** How often it is looked whether the engine is still there. */
const lookEveryMs = 2000;
const programs = new Set();

// An engine that was killed stops nobody, and a program without its engine tries to reach it for ever.
setInterval(() => {
  const { hostname, port } = new URL(`http://${engineAddress}`);
  const attempt = connect({ host: hostname, port: Number(port) }, () => attempt.destroy());
  attempt.once("error", () => {
    for (const program of programs) program.kill("SIGKILL");
    process.exit(1);
  });
}, lookEveryMs);

function resolvePulumi() {
  try {
    return fromProgram.resolve("@pulumi/pulumi/package.json");
  } catch {
    console.error(`@pulumi/pulumi is not installed for ${process.cwd()}: run npm install there`);
    return process.exit(1);
  }
}

async function runProgram(request) {
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
    ([, double, single, bare]) => double ?? single ?? bare,
  );
}

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

function programEnvironment(request, options) {
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true),
    ...(options.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig } : {}),
  };
}

function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

function toResponse({ code, signal }) {
  const response = new RunResponse();
  if (code === errorAlreadyShown) response.setBail(true);
  else if (code !== 0) response.setError(`Program exited with ${signal ?? `non-zero exit code: ${code}`}`);
  return response;
}

import { createRequire } from "node:module";
import { join } from "node:path";

const fromHere = createRequire(import.meta.url);
const fromPulumi = createRequire(fromHere.resolve("@pulumi/pulumi/package.json"));

/**
 * Offers the engine a program that runs in this process, in the way in which the Automation API offers an inline
 * program: a process less to start for each run, which is most of what a run of a few resources takes.
 *
 * @param {() => string} directory where the program is at the time of a run: a package of CommonJS
 * @returns {Promise<{ address: string, close: () => void }>} the address is what the engine's `--client` takes
 */
export async function serveProgram(directory) {
  const { Server, ServerCredentials } = fromPulumi("@grpc/grpc-js");
  const { LanguageServer } = fromPulumi("./automation/server.js");
  const { LanguageRuntimeService } = fromPulumi("./proto/language_grpc_pb.js");
  const { grpcChannelOptions } = fromPulumi("./runtime");

  const server = new Server(grpcChannelOptions);
  server.addService(LanguageRuntimeService, new LanguageServer(async () => load(directory())));
  const port = await new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (failure, bound) => {
      if (failure) reject(failure);
      else resolve(bound);
    });
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

/** Evaluates the program anew, and no package that it uses. What it exports are the outputs of the stack. */
function load(directory) {
  const fromProgram = createRequire(join(directory, "package.json"));
  const main = fromProgram.resolve(directory);
  delete fromProgram.cache[main];
  return fromProgram(main);
}

import { createRequire } from "node:module";
import { join } from "node:path";

const fromHere = createRequire(import.meta.url);
const fromPulumi = createRequire(fromHere.resolve("@pulumi/pulumi/package.json"));

/** @typedef {{ readonly address: string, close(): void }} ProgramServer */

/**
 * Offers the engine a program that runs in this process. A run then starts one process less, which takes most of the
 * time of a run of a few resources.
 *
 * It is the server that the Automation API starts for an inline program. The API offers it only inside of its own `up`
 * and `refresh`, which `stack.ts` cannot use.
 *
 * @param {() => string} directory of the program, a CommonJS package, at the time of a run
 * @returns {Promise<ProgramServer>} the address is the value of the engine's `--client`
 */
export async function serveProgram(directory) {
  const { Server, ServerCredentials } = fromPulumi("@grpc/grpc-js");
  const { LanguageServer } = fromPulumi("./automation/server.js");
  const { LanguageRuntimeService } = fromPulumi("./proto/language_grpc_pb.js");
  const { grpcChannelOptions } = fromPulumi("./runtime");

  const server = new Server(grpcChannelOptions);
  server.addService(LanguageRuntimeService, new LanguageServer(async () => load(directory())));
  const port = await new Promise((resolve, reject) => {
    /**
     * @param {Error | null} failure
     * @param {number} bound
     */
    const listening = (failure, bound) => (failure ? reject(failure) : resolve(bound));
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), listening);
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

/**
 * Evaluates the program again, but not the packages that it uses. Its exports are the outputs of the stack.
 *
 * @param {string} directory
 */
function load(directory) {
  const fromProgram = createRequire(join(directory, "package.json"));
  const main = fromProgram.resolve(directory);
  delete fromProgram.cache[main];
  return fromProgram(main);
}

import { readFile } from "node:fs/promises";
import path from "node:path";

import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";

import { endWithEngine } from "../../process/engine-watch.js";
import { redirectLines } from "../../process/run-log.js";
import { askForRootWith, noteStackOf } from "../../process/stack-name.js";
import { EngineConnection } from "./engine-connection.js";
import { PluginInstance } from "./instance.js";
import { methodsOf } from "./service.js";
import { RunEnd } from "./run-end.js";

/** A program of thousands of users has requests larger than gRPC's own limit. */
const maxMessageBytes = 400 * 1024 * 1024;

/** `pulumi-resource-approw <address of the engine>`: serves one provider of a run, and says at which port. */
async function main(): Promise<void> {
  const engine = new EngineConnection(process.argv.at(-1) ?? "");
  const end = new RunEnd(engine);
  redirectLines(end);
  askForRootWith(() => engine.rootUrn());
  const manifest: unknown = JSON.parse(await readFile(beside("package.json"), "utf8"));
  const instance = new PluginInstance(process.env);
  const server = new Server({ "grpc.max_receive_message_length": maxMessageBytes });
  const methods = methodsOf({
    instance,
    version: String((manifest as { version: unknown }).version),
    schema: () => readFile(beside("schema.json"), "utf8"),
    environment: process.env,
    onCancel: () => end.tell(instance.describeWrites()),
    onResource: noteStackOf,
  });
  server.addService(ResourceProviderService, methods);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  endWithEngine(process.argv);
  process.stdout.write(`${port}\n`);
}

/** What the build puts beside this file. */
function beside(name: string): string {
  return path.join(__dirname, name);
}

void main();

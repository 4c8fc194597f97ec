import { createRequire } from "node:module";

import { engineOf } from "./run-peers.js";

const urnOfStack = /^urn:pulumi:(?<stack>[^:]+)::(?<project>[^:]+)::/u;

/** A stack, by its short name. */
export interface StackName {
  readonly stack: string;
  readonly project: string;
}

let noted: StackName | undefined;

/** Notes the stack of a resource that the engine has named. The plugin gets such names, dynamic resources do not. */
export function noteStackOf(urn: string): void {
  noted ??= stackIn(urn);
}

/**
 * The stack of the run: that of the resources that were named, or of the root resource. Undefined when neither is known.
 *
 * @param argv the arguments of the process: the engine gives its address to its providers
 */
export async function stackOf(argv: readonly string[]): Promise<StackName | undefined> {
  return noted ?? (await rootStack(argv));
}

/**
 * The stack whose root resource the program has registered. Undefined when the engine does not run the program, as in a
 * plain `pulumi destroy`, and for programs in languages that do not tell the engine of it.
 */
export async function rootStack(argv: readonly string[]): Promise<StackName | undefined> {
  const address = engineOf(argv);
  return address === undefined ? undefined : stackIn(await askForRoot(address));
}

function stackIn(urn: string): StackName | undefined {
  const { stack, project } = urnOfStack.exec(urn)?.groups ?? {};
  return stack === undefined || project === undefined ? undefined : { stack, project };
}

/** Asks the engine at an address for the URN of the stack. Empty when it does not run the program. */
export type AskForRoot = (address: string) => Promise<string>;

let askForRoot: AskForRoot = askWithPulumi;

/** Lets this process ask the engine in another way: where the packages of Pulumi cannot be found. */
export function askForRootWith(ask: AskForRoot): void {
  askForRoot = ask;
}

interface EngineClient {
  getRootResource(
    request: object,
    answer: (error: Error | null, response: { getUrn(): string } | undefined) => void,
  ): void;
  close(): void;
}

/** Pulumi's own client of its engine. Its packages are found from Pulumi, which alone depends on all of them. */
async function askWithPulumi(address: string): Promise<string> {
  const load = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
  const { credentials } = load("@grpc/grpc-js") as { credentials: { createInsecure(): unknown } };
  const { EngineClient } = load("@pulumi/pulumi/proto/engine_grpc_pb") as {
    EngineClient: new (address: string, credentials: unknown) => EngineClient;
  };
  const { GetRootResourceRequest } = load("@pulumi/pulumi/proto/engine_pb") as {
    GetRootResourceRequest: new () => object;
  };
  const client = new EngineClient(address, credentials.createInsecure());
  try {
    return await new Promise((resolve, reject) => {
      client.getRootResource(new GetRootResourceRequest(), (error, response) => {
        if (error !== null) reject(error);
        else resolve(response?.getUrn() ?? "");
      });
    });
  } finally {
    client.close();
  }
}

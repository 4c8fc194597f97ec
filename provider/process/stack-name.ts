import { createRequire } from "node:module";

const urnOfStack = /^urn:pulumi:(?<stack>[^:]+)::(?<project>[^:]+)::/u;

/**
 * The stack of the run. Undefined when the engine does not run the program, as in a plain `pulumi destroy`: it knows its
 * stack from the root resource that a program registers.
 *
 * @param argv the arguments of the process: the engine gives its address to the host of dynamic resources
 */
export async function stackOf(
  argv: readonly string[],
): Promise<{ readonly stack: string; readonly project: string } | undefined> {
  const address = argv.at(-1);
  if (address === undefined || !/^[\w.]+:\d+$/u.test(address)) return undefined;
  const { stack, project } = urnOfStack.exec(await askForRoot(address))?.groups ?? {};
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

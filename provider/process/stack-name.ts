import { createRequire } from "node:module";

const urnOfStack = /^urn:pulumi:(?<stack>[^:]+)::(?<project>[^:]+)::/u;

export interface StackName {
  readonly stack: string;
  readonly project: string;
}

let asked: StackName | undefined;

/** Notes the stack of a resource that the engine asks about: it tells the plugin the URN of each. */
export function noteStackIn(urn: string): void {
  asked ??= stackIn(urn);
}

/** Whether this process gets the URNs of resources, as the plugin does. */
export function isToldUrns(): boolean {
  return asked !== undefined;
}

/**
 * The stack of the run. Undefined where nothing names it, as in the host of dynamic resources during a plain
 * `pulumi destroy`.
 *
 * @param argv the arguments of the process: the engine gives its address to the host of dynamic resources
 */
export async function stackOf(argv: readonly string[]): Promise<StackName | undefined> {
  return asked ?? (await stackOfProgram(argv));
}

/**
 * The stack as the engine knows it from the root resource of the program that it runs. Of the languages of programs, only
 * Node.js names that resource to the engine.
 */
export async function stackOfProgram(argv: readonly string[]): Promise<StackName | undefined> {
  const address = argv.at(-1);
  if (address === undefined || !/^[\w.]+:\d+$/u.test(address)) return undefined;
  return stackIn(await askForRoot(address));
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

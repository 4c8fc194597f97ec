import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

import { z } from "zod";

import { schemas } from "../../model/schema/index.js";
import { typeToken } from "../../model/schema/kind.js";

const run = promisify(execFile);

/** What Pulumi's record says of the stack that this process works for. */
export interface StackState {
  /**
   * The URN of the resource of this stack that manages a user; undefined when none does.
   *
   * @throws when the record cannot be read
   */
  managerOf(userId: string): Promise<string | undefined>;
}

const exported = z.looseObject({
  deployment: z
    .looseObject({
      resources: z
        .array(
          z.looseObject({
            urn: z.string(),
            type: z.string(),
            id: z.string().optional(),
            external: z.boolean().optional(),
          }),
        )
        .default([]),
    })
    .nullish(),
});

/**
 * The state as it was when it was first asked for. The engine does not tell its providers what else the stack manages,
 * so the Pulumi CLI is asked, once in a run and only where an answer is needed.
 */
export class ExportedStack implements StackState {
  readonly #argv: readonly string[];
  #managers: Promise<ReadonlyMap<string, string>> | undefined;

  /** @param argv the arguments of the process: the engine gives its address to the host of dynamic resources */
  constructor(argv: readonly string[]) {
    this.#argv = argv;
  }

  async managerOf(userId: string): Promise<string | undefined> {
    this.#managers ??= this.#read();
    return (await this.#managers).get(userId);
  }

  async #read(): Promise<ReadonlyMap<string, string>> {
    const { stack, project } = await stackOf(this.#argv);
    // Outside of the project's directory, the CLI knows a stack by its full name only.
    const text = await exportStack(stack).catch(() => exportStack(`organization/${project}/${stack}`));
    const { deployment } = exported.parse(JSON.parse(text));
    const token = schemas.filter(({ subject }) => subject.is === "user").map(typeToken);
    const users = (deployment?.resources ?? []).filter(
      ({ type, external }) => token.includes(type) && external !== true,
    );
    return new Map(users.map(({ id = "", urn }) => [id, urn]));
  }
}

async function exportStack(stack: string): Promise<string> {
  const args = ["stack", "export", "--stack", stack, "--non-interactive", "--color", "never"];
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { stdout } = await run("pulumi", args, { env, maxBuffer: Infinity });
  return stdout;
}

const urnOfStack = /^urn:pulumi:(?<stack>[^:]+)::(?<project>[^:]+)::/u;

/** The engine knows its stack's root resource, and tells it to those who know its address. */
async function stackOf(argv: readonly string[]): Promise<{ stack: string; project: string }> {
  const address = argv.at(-1);
  if (address === undefined || !/^[\w.]+:\d+$/u.test(address)) throw new Error("the engine gave no address");
  const urn = await rootUrn(address);
  const { stack, project } = urnOfStack.exec(urn)?.groups ?? {};
  if (stack === undefined || project === undefined) throw new Error("the engine does not name its stack");
  return { stack, project };
}

interface EngineClient {
  getRootResource(
    request: object,
    answer: (error: Error | null, response: { getUrn(): string } | undefined) => void,
  ): void;
  close(): void;
}

/** Pulumi's own client of its engine. Its packages are found from Pulumi, which alone depends on all of them. */
async function rootUrn(address: string): Promise<string> {
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

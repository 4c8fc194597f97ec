import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

/** What connects a process to the engine. */
const adapter = z.enum(["dynamic", "plugin"]);

export type Adapter = z.infer<typeof adapter>;

/** A process that manages the same user pool in the same run. */
const peer = z.object({
  pid: z.number(),
  /** Where it answers. Undefined until it does. */
  port: z.number().optional(),
  /** Only processes of this user can read it, so that no other one can ask. */
  key: z.string(),
  adapter,
  /** The name of the provider resource. Undefined: that of the stack. */
  provider: z.string().optional(),
});

export type Peer = z.infer<typeof peer>;

/** What a process asks a peer, and the answer: names of what the peer's resources declare. */
const question = z.object({ key: z.string(), names: z.array(z.string()) });
const answer = z.array(z.string());

/** A peer is on the same machine. One that does not answer within this time is stuck. */
const answerWithinMs = 5000;
const lookAgainAfterMs = 20;

const addressOfEngine = /^[\w.]+:\d+$/u;

/** What other processes of a run declare, which use the same user pool. */
export interface OtherProcesses {
  /** Whether there are any. */
  readonly exist: boolean;
  /**
   * Which of these names a resource of another process declares.
   *
   * @throws Error when one of them does not answer
   */
  declared(names: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A run with one process, or without an engine. */
export const noOtherProcesses: OtherProcesses = {
  exist: false,
  declared: () => Promise.resolve(new Set<string>()),
};

/**
 * Finds the other processes of a run that use the same user pool, and answers them. The engine starts one process for each
 * provider and for dynamic resources, and none of them knows what the others declare. Without that, a process that
 * deletes a resource could take away what another one has just given.
 */
export class RunPeers implements OtherProcesses {
  readonly #directory: string;
  readonly #file: string;
  #hasLeft = false;

  /**
   * @param engine address of the engine: the same for all processes of a run, and for no other run
   * @param self what this process is
   * @param declares whether a resource of this process declares what has this name
   */
  constructor(
    engine: string,
    userPoolId: string,
    private readonly self: Pick<Peer, "adapter" | "provider">,
    private readonly declares: (name: string) => boolean,
  ) {
    const run = createHash("sha256").update(`${engine}\n${userPoolId}`).digest("hex").slice(0, 32);
    this.#directory = path.join(tmpdir(), `pulumi-approw-${userInfo().username}`, run);
    this.#file = path.join(this.#directory, `${process.pid}-${randomUUID()}.json`);
  }

  /** Lets the others find this process, until it ends or leaves. Returns those that are there already. */
  join(): Peer[] {
    const key = randomUUID();
    const server = createServer((socket) => {
      this.#answer(socket, key);
    });
    server.unref();
    this.#write({ pid: process.pid, key, ...this.self });
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string" || this.#hasLeft) return;
      this.#write({ pid: process.pid, port: address.port, key, ...this.self });
    });
    process.once("exit", () => {
      this.leave();
    });
    return this.#others().map(({ found }) => found);
  }

  leave(): void {
    this.#hasLeft = true;
    rmSync(this.#file, { force: true });
  }

  get exist(): boolean {
    return this.#others().length > 0;
  }

  async declared(names: readonly string[]): Promise<ReadonlySet<string>> {
    const answers = await Promise.all(this.#others().map(async ({ file }) => await ask(file, names)));
    return new Set(answers.flat());
  }

  #write(self: Peer): void {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    writeFileSync(this.#file, JSON.stringify(self), { mode: 0o600 });
  }

  #others(): { file: string; found: Peer }[] {
    return filesIn(this.#directory)
      .filter((file) => file !== this.#file)
      .flatMap((file) => ({ file, found: readPeer(file) }))
      .filter((other): other is { file: string; found: Peer } => other.found !== undefined)
      .filter(({ found }) => isRunning(found.pid));
  }

  #answer(socket: Socket, key: string): void {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    socket.on("data", (part: string) => {
      text += part;
      if (!text.endsWith("\n")) return;
      try {
        const asked = question.parse(parsed(text));
        if (asked.key !== key) throw new Error("another process has no business here");
        socket.end(JSON.stringify(asked.names.filter((name) => this.declares(name))));
      } catch {
        // The other process then knows that it has no answer.
        socket.destroy();
      }
    });
  }
}

/** The address of the engine among the arguments of a process that it started. */
export function engineOf(argv: readonly string[]): string | undefined {
  const address = argv.at(-1) ?? "";
  return addressOfEngine.test(address) ? address : undefined;
}

/** A peer that has ended meanwhile declares nothing any more. */
async function ask(file: string, names: readonly string[]): Promise<string[]> {
  const found = await whenOpen(file);
  if (found === undefined) return [];
  const { port, key } = found;
  try {
    const text = await new Promise<string>((resolve, reject) => {
      let received = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(`${JSON.stringify({ key, names })}\n`));
      socket.setEncoding("utf8").setTimeout(answerWithinMs, () => socket.destroy(new Error("timeout")));
      socket.on("data", (part: string) => (received += part));
      socket.on("end", () => {
        resolve(received);
      });
      socket.on("error", reject);
    });
    return answer.parse(parsed(text));
  } catch (cause) {
    if (!isRunning(found.pid)) return [];
    throw new Error(`${labelOf(found)} does not answer. It manages the same user pool in this run`, {
      cause,
    });
  }
}

/** How messages name a process. */
function labelOf({ adapter, provider }: Pick<Peer, "adapter" | "provider">): string {
  const ofWhat = adapter === "plugin" ? "the plugin" : "dynamic resources";
  return provider === undefined
    ? `the process of ${ofWhat}`
    : `the process of ${ofWhat} for provider "${provider}"`;
}

/** The peer, once it can be asked. */
async function whenOpen(file: string): Promise<(Peer & { readonly port: number }) | undefined> {
  for (let waited = 0; waited < answerWithinMs; waited += lookAgainAfterMs) {
    const found = readPeer(file);
    if (found === undefined || !isRunning(found.pid)) return undefined;
    const { port } = found;
    if (port !== undefined) return { ...found, port };
    await sleep(lookAgainAfterMs);
  }
  throw new Error("another process that manages the same user pool in this run does not answer");
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory).map((name) => path.join(directory, name));
  } catch {
    return [];
  }
}

/** Undefined for a file that is being written or was just removed. */
function readPeer(file: string): Peer | undefined {
  try {
    return peer.safeParse(parsed(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

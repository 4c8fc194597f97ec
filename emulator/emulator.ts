import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app.js";
import { defaultBehaviour, type Behaviour } from "./behaviour.js";
import { hashWith } from "./credentials/password-hash.js";
import { PasswordKey } from "./credentials/password-key.js";
import { Tokens } from "./credentials/tokens.js";
import { DataFile, readDataFile } from "./data-file.js";
import { FileLock } from "./file-lock.js";
import { RequestCounters, type Counters } from "./gateway/counters.js";
import { ArmedFaults, type Faults } from "./gateway/faults.js";
import { Gateway } from "./gateway/gateway.js";
import { RateLimit } from "./gateway/rate-limit.js";
import { archiveUser } from "./operations/life-cycle.js";
import type { Service } from "./operations/service.js";
import { plantSeed, type Seed } from "./seed.js";
import { Pool } from "./state/pool.js";
import { contentOf, fill, type GivenContent, type PoolContent, restore } from "./stored-pool.js";

const host = "127.0.0.1";
const defaultUserPoolId = "5f0c1a2b3d4e5f6071829304";
const defaultSecret = "00112233445566778899aabbccddeeff";
/** 15 days, as recorded from the service. */
const defaultTokenLifetimeSeconds = 1_296_000;
/** With Node's 5 s, connections would be reset that clients are about to reuse; only faults should reset connections. */
const keepAliveTimeout = 60_000;

export interface EmulatorOptions {
  /** The port on 127.0.0.1, the only address that the emulator listens on. Default 0: any free port. */
  port?: number;
  /** Default: the id in the data file, or a fixed id of 24 hexadecimal digits. */
  userPoolId?: string;
  /** The secret that clients log in with. Default: a fixed one of 32 hexadecimal digits, for development only. */
  secret?: string;
  /**
   * The file that keeps the pool between runs: read at the start, and written atomically before a change is answered. One
   * emulator at a time uses it. Default: none.
   */
  dataFile?: string;
  /** The initial content of the pool. It is ignored if the data file exists. */
  seed?: Seed;
  /** The initial content with the ids of its objects, such as the `content()` of another emulator. It excludes a seed. */
  content?: GivenContent;
  /** Receives one line per request: time, operation, result, duration; no secret and no name. Default: no log. */
  log?: (line: string) => void;
  /** The lifetime of management tokens. Default 1,296,000 s, which is 15 days. */
  tokenLifetimeSeconds?: number;
  /** Requests above this rate get HTTP 429 with `Retry-After`. Default: no limit. */
  requestsPerSecond?: number;
  /** Variants for behaviour of the vendor's service that is unknown. */
  behaviour?: Partial<Behaviour>;
  /** The clock, in epoch milliseconds. Default: that of the machine. */
  now?: () => number;
}

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:<port>`, the host for clients. */
  readonly url: string;
  readonly userPoolId: string;
  readonly secret: string;
  /** The id of the pool's root user, which cannot be deleted (code 2212) and is in no list. */
  readonly ownerId: string;
  readonly faults: Faults;
  readonly counters: Counters;
  /** Expires all management tokens issued so far: requests with them get code 2206. */
  expireTokens(): void;
  /** Archives a user, as the console does; the API has no operation for it. @throws Error for an unknown user */
  archiveUser(userId: string): void;
  /** What the pool holds now, departments apart: every object with its id, and the relations between them. */
  content(): PoolContent;
  /** Whether this plain text is the user's password. */
  hasPassword(userId: string, password: string): boolean;
  /** Writes the remaining changes, closes every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts an emulator with its own user pool.
 *
 * @throws InvalidSeedError, InvalidDataFileError, or Node's EADDRINUSE if the port is in use
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const lock = options.dataFile === undefined ? undefined : await FileLock.acquire(options.dataFile);
  try {
    return await startEmulator(options, lock);
  } catch (cause) {
    await lock?.release();
    throw cause;
  }
}

async function startEmulator(options: EmulatorOptions, lock: FileLock | undefined): Promise<Emulator> {
  const { dataFile: path, secret = defaultSecret, now = Date.now, seed } = options;
  const stored = path === undefined ? undefined : await readDataFile(path, options.userPoolId);
  const pool = new Pool(stored?.userPoolId ?? options.userPoolId ?? defaultUserPoolId, now());
  const managementLifetimeSeconds = options.tokenLifetimeSeconds ?? defaultTokenLifetimeSeconds;
  const service: Service = {
    pool,
    behaviour: { ...defaultBehaviour, ...options.behaviour },
    passwordKey: new PasswordKey(stored?.passwordKey),
    tokens: new Tokens({ pool, secret, now, managementLifetimeSeconds }),
    secret,
    now,
  };
  if (stored) restore(pool, stored);
  else if (options.content) fill(pool, options.content);
  else if (seed) plantSeed(service, seed);

  const dataFile = path === undefined ? undefined : new DataFile(path, pool, service.passwordKey);
  await dataFile?.save();
  const faults = new ArmedFaults();
  const counters = new RequestCounters();
  const rateLimit =
    options.requestsPerSecond === undefined ? undefined : new RateLimit(options.requestsPerSecond, now);
  const gateway = new Gateway({ counters, faults, rateLimit, log: options.log, now });
  const app = createApp(service, gateway, async () => dataFile?.save());
  // A program that starts an emulator keeps its own Request and Response.
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer({ keepAliveTimeout }, (request, response) => void answer(request, response));
  const port = await listen(server, options.port ?? 0);
  await lock?.note(port);
  let closed: Promise<void> | undefined;

  return {
    url: `http://${host}:${port}`,
    userPoolId: pool.id,
    secret,
    ownerId: pool.ownerId,
    faults,
    counters,
    expireTokens() {
      pool.tokenGeneration += 1;
      // If it fails, the next write tries again, at the latest that of `close`.
      void dataFile?.save().catch(() => undefined);
    },
    archiveUser(userId) {
      archiveUser(service, userId);
      void dataFile?.save().catch(() => undefined);
    },
    content: () => contentOf(pool),
    hasPassword(userId, password) {
      const { passwordSalt: salt, fields } = pool.users.get(userId) ?? { passwordSalt: null, fields: null };
      return salt !== null && hashWith(password, salt) === fields.password;
    },
    close: () =>
      (closed ??= stop(server)
        .then(() => dataFile?.close())
        .finally(() => lock?.release())),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("The server must have a port");
  return address.port;
}

async function stop(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

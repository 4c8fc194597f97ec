import { resolve } from "node:path";

import type { Command } from "commander";

import type { Seed } from "../emulator/index.js";
import {
  createEmulator,
  type Emulator,
  InvalidDataFileError,
  InvalidSeedError,
  parseSeed,
} from "../emulator/index.js";
import { CommandError } from "./failure.js";
import { wholeNumber } from "./option-values.js";
import type { Surroundings } from "./surroundings.js";
import { readText } from "./text-file.js";
import { YamlText } from "./yaml-text.js";

interface EmulatorFlags {
  readonly port: number;
  readonly userPoolId?: string;
  readonly secret?: string;
  readonly data?: string;
  readonly seed?: string;
  readonly log?: true;
}

/** `pulumi-approw emulator`: a user pool on this machine, until it is asked to stop. */
export function addEmulatorCommand(program: Command, surroundings: Surroundings): void {
  program
    .command("emulator")
    .description("Runs a user pool of its own on this machine, to rehearse programs and pipelines.")
    .option("--port <number>", "port on 127.0.0.1; 0 takes any that is free", wholeNumber(0, 65_535), 0)
    .option("--user-pool-id <id>", "id of the pool (default: the data file's, else a fixed one)")
    .option("--secret <secret>", "what clients log in with (default: a fixed one, for development only)")
    .option("--data <file>", "keeps the pool between runs (default: memory only)")
    .option("--seed <file>", "YAML or JSON with the groups, roles and people of a new pool (default: none)")
    .option("--log", "writes a line to stderr for each request (default: silent)")
    .action(async (flags: EmulatorFlags) => {
      await runEmulator(flags, surroundings);
    });
}

/** Writes one line when it is ready; its three settings are what the provider reads from the environment. */
async function runEmulator(flags: EmulatorFlags, surroundings: Surroundings): Promise<void> {
  const emulator = await start(flags, surroundings);
  const { url, userPoolId, secret } = emulator;
  surroundings.stdout.write(
    `ready: APPROW_HOST=${url} APPROW_USERPOOL_ID=${userPoolId} APPROW_USERPOOL_SECRET=${secret}\n`,
  );
  await surroundings.untilStopped();
  await emulator.close();
}

async function start(flags: EmulatorFlags, { cwd, stderr }: Surroundings): Promise<Emulator> {
  const { port, userPoolId, secret, data, log } = flags;
  const seed = flags.seed === undefined ? undefined : await readSeed(flags.seed, cwd);
  try {
    return await createEmulator({
      port,
      ...(userPoolId !== undefined && { userPoolId }),
      ...(secret !== undefined && { secret }),
      ...(data !== undefined && { dataFile: resolve(cwd, data) }),
      ...(seed !== undefined && { seed }),
      ...(log && { log: (line: string) => void stderr.write(`${line}\n`) }),
    });
  } catch (cause) {
    if (cause instanceof InvalidDataFileError) throw new CommandError(cause.message, { cause });
    if (cause instanceof InvalidSeedError)
      throw new CommandError(`${flags.seed ?? ""}: ${cause.message}`, { cause });
    if (isPortTaken(cause))
      throw new CommandError(`port ${port} is taken: choose another with --port`, { cause });
    throw cause;
  }
}

async function readSeed(file: string, cwd: string): Promise<Seed> {
  const yaml = new YamlText(file, await readText(file, cwd));
  try {
    return parseSeed(yaml.value);
  } catch (cause) {
    if (cause instanceof InvalidSeedError) throw new CommandError(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}

function isPortTaken(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
}

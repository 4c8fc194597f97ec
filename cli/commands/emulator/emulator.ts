import { resolve } from "node:path";

import type { Command } from "commander";

import type { Seed } from "../../../emulator/index.js";
import {
  createEmulator,
  type Emulator,
  InvalidDataFileError,
  InvalidSeedError,
  parseSeed,
} from "../../../emulator/index.js";
import { YamlText } from "../../../model/documents/yaml-text.js";
import { InputError } from "../../../model/errors.js";
import { CommandError } from "../../failure.js";
import { wholeNumber } from "../../option-values.js";
import type { Surroundings } from "../../surroundings.js";
import { readText } from "../../text-file.js";

interface EmulatorFlags {
  readonly port: number;
  readonly userPoolId?: string;
  readonly secret?: string;
  readonly data?: string;
  readonly seed?: string;
  readonly log?: true;
}

/** `pulumi-approw emulator`: a user pool on this machine, until it is asked to stop. */
export function configureEmulator(command: Command, surroundings: Surroundings): void {
  command
    .option("--port <number>", "port on 127.0.0.1; 0 selects a free one", wholeNumber(0, 65_535), 0)
    .option("--user-pool-id <id>", "id of the user pool (default: that of the data file, or a fixed one)")
    .option("--secret <secret>", "secret of the user pool (default: a fixed one, for development only)")
    .option("--data <file>", "keep the user pool in this file between runs (default: memory only)")
    .option(
      "--seed <file>",
      "YAML or JSON with the groups, roles and users of a new user pool (default: none)",
    )
    .option("--log", "write a line to stderr for each request (default: silent)")
    .action(async (flags: EmulatorFlags) => {
      await runEmulator(flags, surroundings);
    });
}

/** Writes one line when it is ready: the three settings that the provider reads from the environment. */
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
    if (cause instanceof InvalidDataFileError) throw new InputError(cause.message, { cause });
    if (cause instanceof InvalidSeedError) throw invalidSeed(flags.seed ?? "", cause);
    if (isPortTaken(cause))
      throw new CommandError(`port ${port} is in use: choose another one with --port`, { cause });
    throw cause;
  }
}

async function readSeed(file: string, cwd: string): Promise<Seed> {
  const yaml = new YamlText(file, await readText(file, cwd));
  try {
    return parseSeed(yaml.value);
  } catch (cause) {
    if (cause instanceof InvalidSeedError) throw invalidSeed(file, cause);
    throw cause;
  }
}

function invalidSeed(file: string, cause: InvalidSeedError): InputError {
  return new InputError(`${file}: ${cause.message}`, { cause });
}

function isPortTaken(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
}

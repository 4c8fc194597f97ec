import { UnsafeChangeError } from "../model/errors.js";
import type { StackConfig } from "./process/stack-config.js";
import { readMaxDeletions, readSettings, type Settings } from "./settings.js";

/**
 * The settings of today, for a run in which the engine configures the provider with those of the last `pulumi up`: that
 * is so when no resource of the program is ours, because the program is empty or was not run.
 */
export class LatestSettings {
  readonly #used: Settings;
  readonly #stack: StackConfig;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #maxDeletions: Promise<number | undefined> | undefined;
  #limitOfStack: Promise<number | undefined> | undefined;

  /** @param used what the engine configured the provider with */
  constructor(used: Settings, stack: StackConfig, environment: Readonly<Record<string, string | undefined>>) {
    this.#used = used;
    this.#stack = stack;
    this.#environment = environment;
  }

  /**
   * How many users may lose something in this run.
   *
   * @throws UnsafeChangeError when a program that declares nothing more would delete everything, and the limit is not known
   */
  async maxDeletions(): Promise<number | undefined> {
    this.#maxDeletions ??= this.#readMaxDeletions();
    return await this.#maxDeletions;
  }

  /**
   * The limit of the stack, whatever a provider of the program says.
   *
   * @throws UnsafeChangeError when it cannot be read
   */
  async maxDeletionsOfStack(): Promise<number | undefined> {
    this.#limitOfStack ??= this.#stack.read().then(
      (config) => readMaxDeletions(toRead(config)),
      (cause: unknown) => {
        throw unknownLimitOfStack(cause);
      },
    );
    return await this.#limitOfStack;
  }

  /** Settings for the same pool that differ from those used, for a login that was refused. Undefined: there are none. */
  async withOtherLogin(): Promise<Settings | undefined> {
    const { providerName, userPoolId, secret, host } = this.#used;
    if (providerName !== undefined) return undefined;
    try {
      const today = await this.#read();
      if (today.userPoolId !== userPoolId) return undefined;
      return today.secret === secret && today.host === host ? undefined : today;
    } catch {
      // The refused login is the error to show.
      return undefined;
    }
  }

  async #readMaxDeletions(): Promise<number | undefined> {
    const { providerName, maxDeletions, userPoolId } = this.#used;
    const isProgramRun = await this.#stack.isProgramRun().catch(() => true);
    try {
      if (providerName !== undefined) {
        // Its own settings stood in the program, which no longer declares it.
        return lower(maxDeletions, readMaxDeletions(toRead(await this.#stack.read())));
      }
      const today = await this.#read();
      if (today.userPoolId === userPoolId) {
        const isCertain = await this.#stack.isCertain();
        return isCertain ? today.maxDeletions : lower(maxDeletions, today.maxDeletions);
      }
      throw new Error(`they are for the user pool ${today.userPoolId}`);
    } catch (cause) {
      if (isProgramRun) throw unknownLimit(cause);
      // A deliberate `pulumi destroy`, outside of the project.
      return maxDeletions;
    }
  }

  async #read(): Promise<Settings> {
    return readSettings(toRead(await this.#stack.read()), this.#environment);
  }
}

function lower(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function toRead(config: ReadonlyMap<string, string>): (key: string) => string | undefined {
  return (key) => config.get(key);
}

function unknownLimit(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UnsafeChangeError(
    "nothing was removed: the program no longer declares any approw resource, so the engine uses the settings of the last " +
      `\`pulumi up\`, and today's could not be read: ${reason}. If you want to remove everything, put the Pulumi CLI on ` +
      "PATH and run the command in the directory of the project, or restore the resources and run " +
      "`pulumi destroy --run-program`",
    { cause },
  );
}

function unknownLimitOfStack(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UnsafeChangeError(
    "nothing was removed: the provider has no maxDeletions of its own, and approw:maxDeletions of the stack could not be " +
      `read: ${reason}. Put the Pulumi CLI on PATH, or set maxDeletions of the provider`,
    { cause },
  );
}

/** The codes of the provider's own errors, and what they mean. The documentation is made from it. */
export const providerErrors = {
  UNSAFE_CHANGE:
    "Refused on purpose, because people could be harmed: a wrong pool, another person behind the id, too many removals.",
  PARTIAL_WRITE:
    "Done in part. What exists is kept in the state with the reasons, and the next `up` finishes it.",
  USER_GONE: "The service says that the person of a membership or role assignment does not exist.",
  SETTINGS: "A setting is missing or makes no sense. The message names the command that sets it.",
} as const;

/** An error of the provider itself. */
export abstract class ProviderError extends Error {
  abstract readonly code: keyof typeof providerErrors;
}

/** A change that is refused on purpose, because people could be harmed. */
export class UnsafeChangeError extends ProviderError {
  override readonly name = "UnsafeChangeError";
  override readonly code = "UNSAFE_CHANGE";
}

/**
 * The object exists, but not all that was declared of it is done. The engine keeps `properties` in the state
 * together with the reasons, fails the run, and lets the next `up` finish with an update.
 */
export class PartialWriteError extends ProviderError {
  override readonly name = "PartialWriteError";
  override readonly code = "PARTIAL_WRITE";

  constructor(
    message: string,
    readonly id: string,
    readonly properties: Record<string, unknown>,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** What is left to do, as the engine wants it. */
  get reasons(): string[] {
    return [this.message];
  }
}

/** The person of a membership or a role assignment does not exist: the service has said so. */
export class UserGoneError extends ProviderError {
  override readonly name = "UserGoneError";
  override readonly code = "USER_GONE";

  constructor(userId: string, options?: ErrorOptions) {
    super(
      `there is no user ${userId} in this user pool. If the person was deleted by hand, run \`pulumi refresh\``,
      options,
    );
  }
}

/** A setting is missing or makes no sense; the message names each one. */
export class SettingsError extends ProviderError {
  override readonly name = "SettingsError";
  override readonly code = "SETTINGS";
}

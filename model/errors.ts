/** The codes of the provider's own errors, and what they mean. The page of errors is made from them. */
export const providerErrors = {
  UNSAFE_CHANGE:
    "Refused on purpose, because users could lose access: another user pool, another user behind the id, a unique " +
    "value that another user keeps, too many deletions. Nothing was changed.",
  PARTIAL_WRITE:
    "Only a part was done. The state keeps what was done and the reasons, and the next `pulumi up` does the rest.",
  USER_GONE:
    "The service says that the user of a group membership, role assignment or policy assignment does not exist.",
  OBJECT_GONE: "The service says that a group, role or policy that the state knows does not exist.",
  SETTINGS: "A setting is missing or invalid. The message names the command that sets it.",
  AMBIGUOUS: "A look-up could mean another user. Nothing was chosen. Ask for the user by id.",
  INPUT: "An id, a file or an option is not what it must be. The message says where, and what is expected.",
} as const;

/** An error of the provider itself. */
export abstract class ProviderError extends Error {
  abstract readonly code: keyof typeof providerErrors;
}

/** A change that is refused on purpose, because users could lose access. */
export class UnsafeChangeError extends ProviderError {
  override readonly name = "UnsafeChangeError";
  override readonly code = "UNSAFE_CHANGE";
}

/**
 * The object exists, but only a part of what was declared is done. The engine keeps `properties` in the state together
 * with the reasons, fails the run, and lets the next `up` finish with an update.
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

/** The user of a group membership, role assignment or policy assignment does not exist: the service has said so. */
export class UserGoneError extends ProviderError {
  override readonly name = "UserGoneError";
  override readonly code = "USER_GONE";

  constructor(userId: string, options?: ErrorOptions) {
    super(
      `user ${userId} does not exist in this user pool. If the user was deleted outside of the program, run ` +
        "`pulumi refresh`",
      options,
    );
  }
}

/** A group, role or policy that the state knows does not exist: the service has said so. */
export class ObjectGoneError extends ProviderError {
  override readonly name = "ObjectGoneError";
  override readonly code = "OBJECT_GONE";

  /** @param label what it is, such as `group engineering` */
  constructor(label: string, options?: ErrorOptions) {
    super(
      `${label} does not exist in this user pool. If it was deleted or renamed outside of the program, run ` +
        "`pulumi refresh`",
      options,
    );
  }
}

/** A setting is missing or invalid; the message names each one. */
export class SettingsError extends ProviderError {
  override readonly name = "SettingsError";
  override readonly code = "SETTINGS";
}

/** Something that a person wrote is not what it must be: an id, a file, an option, a state. */
export class InputError extends ProviderError {
  override readonly name = "InputError";
  override readonly code = "INPUT";
}

/** A look-up that could mean another user than the one that was asked for. */
export class AmbiguousError extends ProviderError {
  override readonly name = "AmbiguousError";
  override readonly code = "AMBIGUOUS";
}

const hidden = "***";

/** The service's message may quote the request, so a long one is cut. */
const longestMessage = 300;

/** Removes secrets from messages. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Adds a secret for the lifetime of the client. */
  add(secret: string): void {
    this.#secrets.add(secret);
  }

  /** The message on one line, without the added secrets, the given ones, and quoted input. */
  redact(text: string, moreSecrets: readonly string[] = []): string {
    let clean = text;
    // A secret may start with another one. The longest goes first, otherwise its end would stay.
    const secrets = [...this.#secrets, ...moreSecrets].sort((some, other) => other.length - some.length);
    for (const secret of secrets) if (secret !== "") clean = clean.replaceAll(secret, hidden);
    clean = clean.replace(quotedInput, `got invalid value ${hidden}; `).replace(/\s+/g, " ").trim();
    return clean.length > longestMessage ? `${clean.slice(0, longestMessage)}…` : clean;
  }
}

/** GraphQL servers quote the whole variable, a user with all fields, when one field is invalid. */
const quotedInput = /got invalid value [\s\S]*; /g;

const hidden = "***";

/** The service's words may quote the request: long ones are cut. */
const longestMessage = 300;

/** Takes secrets out of text that a person may see. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Remembers a secret for good. */
  add(secret: string): void {
    this.#secrets.add(secret);
  }

  /** One line of text without the remembered secrets, without the given ones, and without quoted input. */
  redact(text: string, moreSecrets: readonly string[] = []): string {
    let clean = text;
    // One may begin with another: the longest first, or its end would stay.
    const secrets = [...this.#secrets, ...moreSecrets].sort((some, other) => other.length - some.length);
    for (const secret of secrets) if (secret !== "") clean = clean.replaceAll(secret, hidden);
    clean = clean.replace(quotedInput, `got invalid value ${hidden}; `).replace(/\s+/g, " ").trim();
    return clean.length > longestMessage ? `${clean.slice(0, longestMessage)}…` : clean;
  }
}

/** GraphQL servers quote the whole variable, a person with all fields, when one of them is not what they take. */
const quotedInput = /got invalid value [\s\S]*; /g;

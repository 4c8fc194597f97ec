const hidden = "***";

/** The service's message may quote the request, so a long one is cut. */
const longestMessage = 300;

/** Much more than is shown. The rest is cut off before the search for secrets. */
const longestSearched = 20_000;

/** A secret that is at least twice as long is hidden even when a message quotes only this much of its start. */
const shortestPart = 8;

/** Removes secrets from messages. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Adds a secret for the lifetime of the client. */
  add(secret: string): void {
    this.#secrets.add(secret);
  }

  /** The message on one line, without the added secrets, the given ones, quoted input, and whatever looks like a token. */
  redact(text: string, moreSecrets: readonly string[] = []): string {
    const secrets = [...this.#secrets, ...moreSecrets].flatMap(spellingsOf);
    let clean = hideAll(text.slice(0, longestSearched), [...new Set(secrets)]);
    clean = clean.replace(quotedInput, `got invalid value ${hidden}; `);
    for (const shape of tokenShapes) clean = clean.replace(shape, hidden);
    clean = clean.replace(/\s+/g, " ").trim();
    return clean.length > longestMessage ? `${clean.slice(0, longestMessage)}…` : clean;
  }
}

/** GraphQL servers quote the whole variable, a user with all fields, when one field is invalid. */
const quotedInput = /got invalid value [\s\S]*; /g;

/** Tokens that this client may never have seen: after `Bearer`, and JSON Web Tokens, cut short or not. */
const tokenShapes = [/bearer(?:\s|%20|\+|:)+[^\s"'<>,;]{8,}/giu, /eyJ[\w-]{8,}(?:(?:\.|%2[Ee])[\w-]*)*/gu];

/** A secret as it stands in JSON, in a URL, in a form, in HTML and in base64. */
function spellingsOf(secret: string): string[] {
  if (secret === "") return [];
  // Halves of surrogate pairs cannot be encoded.
  const encoded = encodeURIComponent(Buffer.from(secret).toString());
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encoded,
    encoded.replaceAll("%20", "+"),
    secret.replace(/[^A-Za-z0-9]/gu, (character) => `&#${character.codePointAt(0) ?? ""};`),
    htmlEntities.reduce((html, [character, entity]) => html.replaceAll(character, entity), secret),
    secret.replace(/[^ -~]|[<>&'"\\]/gu, escaped),
    Buffer.from(secret).toString("base64").replace(/=+$/u, ""),
  ];
}

const htmlEntities = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
] as const;

/** JSON with all that could disturb HTML escaped, as some servers write it. */
function escaped(characters: string): string {
  return Array.from({ length: characters.length }, (_, index) => {
    return `\\u${characters.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}

/**
 * Hides secrets, in any case of letters. Of a long one its start suffices. Where several start at the same place, the one
 * that goes on longest is hidden, otherwise its end would stay.
 */
function hideAll(text: string, secrets: readonly string[]): string {
  const searched = lowerCase(text);
  const wanted = secrets.map(lowerCase).map((secret) => ({ secret, start: startOf(secret) }));
  let clean = "";
  let shown = 0;
  for (;;) {
    const places = wanted.map(({ start }) => searched.indexOf(start, shown)).filter((place) => place !== -1);
    if (places.length === 0) return clean + text.slice(shown);
    const at = Math.min(...places);
    const lengths = wanted
      .filter(({ start }) => searched.startsWith(start, at))
      .map(({ secret }) => commonLength(searched.slice(at, at + secret.length), secret));
    clean += text.slice(shown, at) + hidden;
    shown = at + Math.max(...lengths);
  }
}

function startOf(secret: string): string {
  return secret.length >= 2 * shortestPart ? secret.slice(0, shortestPart) : secret;
}

function commonLength(some: string, other: string): number {
  let length = 0;
  while (length < some.length && some[length] === other[length]) length += 1;
  return length;
}

/** Other letters may change their length. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

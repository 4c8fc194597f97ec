import { schemas } from "../../model/schema/index.js";
import type { Field } from "../../model/schema/field.js";
import { argumentsOf } from "../../model/schema/kind.js";

/** Whether a value is kept secret, so that a roster may only refer to it. */
export function isSecret({ secret, stored }: Pick<Field, "secret" | "stored">): boolean {
  return secret || stored === "digest";
}

const secretNames = [
  ...new Set(
    schemas.flatMap((kind) =>
      Object.entries(kind.fields)
        .filter(([, row]) => isSecret(row))
        .map(([name]) => name),
    ),
  ),
];

const written = new RegExp(
  `(?:^|[\\s{,'"])(?:${secretNames.join("|")})["']?\\s*:(?!\\s*\\{\\s*(?:env|config)\\s*:)`,
  "u",
);

/** Words for secrets, in any field and in some languages. Short ones count where a word begins. */
const soundsSecret =
  /pass|pwd|secret|token|credential|contrase|kennwort|senha|geheim|api[-_ ]?key|private[-_ ]?key|密码|密钥|пароль|(?<!\p{L})(?:salt|hash|pin|otp)(?!\p{Ll})|Salt|Hash/iu;

/** Names of fields that sound like secrets and are none. */
const plainNames = new RegExp(
  `(?<![\\p{L}_])(?:${schemas
    .flatMap((kind) => Object.entries(argumentsOf(kind)))
    .filter(([name, row]) => soundsSecret.test(name) && !("stored" in row && isSecret(row)))
    .map(([name]) => name)
    .join("|")})(?![\\p{L}_])`,
  "gu",
);

const references = /(?:[\p{L}\p{N}_-]+["']?\s*:\s*)?\{\s*(?:env|config)\s*:[^{}]*\}/gu;

/** What is shown in place of the line of an unknown field that may be a secret, under another name. */
export function secretLine(name: string, suggestion: string | undefined): string | undefined {
  const isLikely = soundsSecret.test(name) || (suggestion !== undefined && secretNames.includes(suggestion));
  return isLikely ? `${withoutSecret(name).slice(0, 60)}: …` : undefined;
}

/** A name as it may be shown: after a word for a secret, the secret itself may follow without a colon. */
export function withoutSecret(name: string): string {
  const end = endOfSecretWord(name);
  return end === undefined || end === name.length ? name : `${name.slice(0, end)} …`;
}

/** A line as it may be shown: what follows a word for a secret is cut off. Undefined where the whole line may be a secret. */
export function withoutSecrets(lines: readonly string[], index: number): string | undefined {
  const line = lines[index] ?? "";
  if (isInSecret(lines, index)) return undefined;
  const found = written.exec(line);
  const ends = [found === null ? undefined : found.index + found[0].length, endOfSecretWord(line)];
  const end = Math.min(...ends.filter((each) => each !== undefined));
  return end >= line.length ? line : `${line.slice(0, end)} …`;
}

/** Where the first word ends that sounds like a secret: not a reference to one, and not a field that only sounds so. */
function endOfSecretWord(text: string): number | undefined {
  const blank = (part: string): string => " ".repeat(part.length);
  const found = soundsSecret.exec(text.replace(references, blank).replace(plainNames, blank));
  if (found === null) return undefined;
  const rest = /^[\p{L}\p{N}_-]*["']?\s*:?/u.exec(text.slice(found.index + found[0].length))?.[0] ?? "";
  return found.index + found[0].length + rest.length;
}

/** Whether a line continues the value of a secret that begins on a line above. */
function isInSecret(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  if (/^\s*(?:env|config)\s*:/u.test(line)) return false;
  // Of quotes that are not closed, the next lines may have any indentation.
  const isText = !/^\s*-?\s*["']?[\w-]+["']?\s*:/u.test(line);
  if (isText && lines.slice(Math.max(0, index - 5), index).some((other) => written.test(other))) return true;
  const depth = indentation(line);
  for (let above = index - 1; above >= 0; above -= 1) {
    const other = lines[above] ?? "";
    if (other.trim() === "" || indentation(other) >= depth) continue;
    return written.test(other) || endOfSecretWord(other) !== undefined;
  }
  return false;
}

function indentation(line: string): number {
  return /^\s*/u.exec(line)?.[0].length ?? 0;
}

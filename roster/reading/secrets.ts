import { schemas } from "../../model/schema/index.js";
import type { Field } from "../../model/schema/field.js";

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

const soundsSecret = /pass|pwd|secret|token|credential/iu;

/** What is shown in place of the line of an unknown field that may be a secret, under another name. */
export function secretLine(name: string, suggestion: string | undefined): string | undefined {
  const isLikely = soundsSecret.test(name) || (suggestion !== undefined && secretNames.includes(suggestion));
  return isLikely ? `${name.slice(0, 60)}: …` : undefined;
}

/** A line as it may be shown: what follows the name of a secret is cut off. Undefined where the whole line may be a secret. */
export function withoutSecrets(lines: readonly string[], index: number): string | undefined {
  const line = lines[index] ?? "";
  if (isInSecret(lines, index)) return undefined;
  const found = written.exec(line);
  return found === null ? line : `${line.slice(0, found.index + found[0].length)} …`;
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
    return written.test(other);
  }
  return false;
}

function indentation(line: string): number {
  return /^\s*/u.exec(line)?.[0].length ?? 0;
}

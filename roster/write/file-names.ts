import { compareTexts } from "./order.js";

/** Names that Windows reserves, with any ending. */
const reserved = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])$/u;

const mostBytes = 100;

/**
 * A file name without ending for each key: readable, valid on every system, and different from all others where case does not
 * count. `taken`: names that are in use already.
 */
export function fileNamesOf(keys: readonly string[], taken: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const used = new Set(taken.map(folded));
  for (const key of [...keys].sort(compareTexts)) {
    const base = toFileName(key);
    let name = base;
    for (let number = 2; used.has(folded(name)); number += 1) name = `${base}-${number}`;
    used.add(folded(name));
    names.set(key, name);
  }
  return names;
}

/** Letters, digits, `-` and `_` only. A dot would hide a file, or make another ending. */
function toFileName(key: string): string {
  const plain = key.normalize().replace(/[^\p{L}\p{M}\p{N}_-]+/gu, "-");
  const name = cutBytes(plain).replace(/^-+|-+$/gu, "");
  return name === "" || reserved.test(name.toLowerCase()) ? `group-${name}`.replace(/-$/u, "") : name;
}

function folded(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

function cutBytes(text: string): string {
  let bytes = 0;
  return Array.from(text)
    .filter((character) => (bytes += Buffer.byteLength(character)) <= mostBytes)
    .join("");
}

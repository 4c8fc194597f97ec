import { sortedBy } from "../order.js";

/** Words that cannot name a variable, and names that every module has already. */
const reserved = new Set(
  (
    "arguments async await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected public " +
    "return static super switch this throw true try typeof undefined var void while with yield " +
    "NaN Infinity Object Promise __dirname __filename exports global globalThis module require " +
    "approw customFields groups policies roles"
  ).split(" "),
);

/** The name of a variable for each key: readable, and different from all others. */
export function variablesOf(keys: Iterable<string>): Map<string, string> {
  const used = new Set(reserved);
  const names = new Map<string, string>();
  for (const key of sortedBy(keys, (text) => text)) {
    const base = toIdentifier(key);
    let name = base;
    for (let number = 2; used.has(name); number += 1) name = `${base}${number}`;
    used.add(name);
    names.set(key, name);
  }
  return names;
}

/** `on-call` becomes `onCall`, and `7th` becomes `_7th`. Compilers know fewer rare letters than `\p{ID_Continue}` does. */
function toIdentifier(key: string): string {
  const words = key.normalize().split(/[^\p{ID_Continue}$]+|[\u{10000}-\u{10FFFF}]+/u);
  const [first = "", ...rest] = words.filter((word) => word !== "");
  const name = first + rest.map(capitalised).join("");
  return /^[\p{ID_Start}$_]/u.test(name) ? name : `_${name}`;
}

function capitalised(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("");
}

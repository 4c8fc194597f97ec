import { replaceInvisible } from "../../../model/schema/invisible.js";

/** A piece of source that stands for a value, such as the name of a variable. */
export class Expression {
  constructor(readonly source: string) {}
}

/** Characters of a list that still fits on one line. */
const shortList = 80;

/** The same for an object in another value. */
const shortObject = 60;

/** The source of a value. `indent` is that of the line where it begins. */
export function sourceOf(value: unknown, indent = ""): string {
  if (value instanceof Expression) return value.source;
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return sourceOfList(value, indent);
  if (typeof value === "object" && value !== null) return sourceOfObject(value, indent);
  return JSON.stringify(value);
}

/** A string with what cannot be seen as escapes: it could not be reviewed otherwise. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text);
  return replaceInvisible(escaped, (character) =>
    Array.from({ length: character.length }, (_, index) =>
      character === "\n" ? character : `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

function sourceOfList(values: readonly unknown[], indent: string): string {
  const inner = `${indent}  `;
  const sources = values.map((value) => sourceOf(value, inner));
  const line = `[${sources.join(", ")}]`;
  if (line.length <= shortList && !line.includes("\n")) return line;
  return `[\n${sources.map((source) => `${inner}${source},\n`).join("")}${indent}]`;
}

function sourceOfObject(object: object, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(object).map(
    ([key, value]) => `${inner}${propertyName(key)}: ${sourceOf(value, inner)},\n`,
  );
  if (lines.length === 0) return "{}";
  const line = `{ ${lines.map((each) => each.trim().slice(0, -1)).join(", ")} }`;
  if (indent !== "" && line.length <= shortObject && !line.includes("\n")) return line;
  return `{\n${lines.join("")}${indent}}`;
}

/** In quotes, `__proto__` would be the prototype of the object. */
function propertyName(key: string): string {
  if (key === "__proto__") return `[${quoted(key)}]`;
  return /^[A-Za-z_$][\w$]*$/u.test(key) ? key : quoted(key);
}

import { splitFieldName } from "../../model/rules/custom-data-field.js";
import { printable } from "../../model/rules/printable.js";
import { defaultNamespace } from "../../sdk/index.js";
import type { FieldValue, HeldPolicy, HeldRole } from "./parts.js";
import { cut, cutPair } from "./shorten.js";

/** What a reader needs to recognize a value. JSON has it in full. */
const longestValue = 160;

/** A line that is longer than a reader needs. */
const longestLine = 500;

/** How a value from elsewhere is shown among our own words. */
export type Mark = (value: string) => string;

/** A role or policy in its namespace. */
export interface ScopedCode {
  readonly namespace: string;
  readonly code: string;
}

/** How the sentences of a report show what is not ours. Everything goes through `mark`. */
export class Shown {
  readonly mark: Mark;

  constructor(mark: Mark) {
    this.mark = mark;
  }

  /** A code or another short string, in quotation marks. */
  code(code: string): string {
    return this.value(code);
  }

  /** The same with its namespace, unless that is the usual one. */
  scoped({ code, namespace }: ScopedCode): string {
    const shown = this.code(code);
    return namespace === defaultNamespace ? shown : `${shown} in ${this.code(namespace)}`;
  }

  role({ role: code, namespace }: Pick<HeldRole, "namespace" | "role">): string {
    return this.scoped({ code, namespace });
  }

  policy({ policy: code, namespace }: Pick<HeldPolicy, "namespace" | "policy">): string {
    return this.scoped({ code, namespace });
  }

  /** A custom field has a key that a program chose. */
  field(field: string): string {
    const { name, key } = splitFieldName(field);
    return key === undefined ? name : `${name} ${this.code(key)}`;
  }

  /** A value of a field. */
  value(value: Exclude<FieldValue, null>): string {
    return this.mark(cut(written(value), longestValue));
  }

  /** What is shown as it is written, without quotation marks. */
  text(text: string): string {
    return this.mark(cut(printable(text), longestValue));
  }

  /** The same for what may be a sentence. */
  line(text: string): string {
    return this.mark(cut(printable(text), longestLine));
  }
}

/** Two values before they are marked, cut so that their difference stays in sight. */
export function writtenPair(one: FieldValue, other: FieldValue): [string, string] {
  return cutPair(written(one), written(other), longestValue);
}

function written(value: FieldValue): string {
  return value === null ? "not set" : printable(JSON.stringify(value));
}

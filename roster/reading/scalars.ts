import type { WrittenScalar } from "./written.js";

/** What a scalar means, or why it means nothing certain. */
export type Meaning = { readonly value: unknown } | { readonly mistake: string };

/** In a field that takes true or false. Other words for them are told apart from mistakes of another kind. */
export function booleanOf({ text, plain }: WrittenScalar): Meaning {
  if (plain && text === "true") return { value: true };
  if (plain && text === "false") return { value: false };
  if (/^(?:yes|on|y|true)$/iu.test(text)) return { mistake: "must be true or false: write true" };
  if (/^(?:no|off|n|false)$/iu.test(text)) return { mistake: "must be true or false: write false" };
  return { mistake: "must be true or false" };
}

/** In a field that takes numbers: nothing that another reader could take for something else, or that loses digits. */
export function numberOf({ text, plain }: WrittenScalar): Meaning {
  if (!plain || !isDecimal(text)) return { mistake: "must be a number in decimal digits, such as 42" };
  if (!isKeptAsWritten(text))
    return { mistake: "must be a number with at most 15 digits and no extra zeros" };
  return { value: Number(text) };
}

/** Where no field says what it is, as YAML 1.2 has it. A value that would come back in another spelling is refused. */
export function anyOf({ text, plain }: WrittenScalar): Meaning {
  if (!plain) return { value: text };
  if (text === "true" || text === "false") return { value: text === "true" };
  if (/^(?:true|false)$/iu.test(text)) return ambiguous(text, text.toLowerCase());
  if (isDecimal(text) && isKeptAsWritten(text)) return { value: Number(text) };
  if (looksLikeNumber(text)) {
    const number = Number(text);
    return ambiguous(text, Number.isSafeInteger(number) ? String(number) : undefined);
  }
  return { value: text };
}

function ambiguous(text: string, other: string | undefined): Meaning {
  const alternative = other === undefined || other === text ? "" : `, or write ${other}`;
  return { mistake: `is ambiguous: put it in quotes if it is the text ${text.slice(0, 60)}${alternative}` };
}

function isDecimal(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/u.test(text);
}

function isKeptAsWritten(text: string): boolean {
  const number = Number(text);
  return String(number) === text && (!Number.isInteger(number) || Number.isSafeInteger(number));
}

/** Everything that YAML 1.2 reads as a number. */
function looksLikeNumber(text: string): boolean {
  return /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/u.test(
    text,
  );
}

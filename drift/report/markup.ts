import { html } from "hono/html";

/** Markup whose values are escaped, for another template or for the end. */
export type Markup = Exclude<ReturnType<typeof html>, Promise<unknown>>;

type Value = Markup | number | string | readonly (Markup | string)[];

/**
 * A template of HTML or XML. Every value is escaped unless it is markup itself, and a list of values is written without
 * separators.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const rendered = html(strings, ...values);
  // The library also waits for promises among the values. A report has none.
  if (rendered instanceof Promise) throw new TypeError("a report was rendered with a promise in it");
  return rendered;
}

import { InvalidArgumentError, Option } from "commander";

/** Reads the value of an option that is a whole number. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/u.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}

/** Reads the value of an option that says nothing when it is empty, as an unset variable of a pipeline is. */
export function notEmpty(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("It is empty.");
  return text;
}

/** An option that may be given several times. `absent` says in the help what happens without it. */
export function repeatable(flags: string, description: string, absent: string): Option {
  const none: readonly string[] = [];
  return new Option(flags, `${description}; repeatable`)
    .default(none, absent)
    .argParser((text: string, earlier: readonly string[]) => [...earlier, notEmpty(text)]);
}

import { InvalidArgumentError, Option } from "commander";

/** Reads the value of an option that is a whole number. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/u.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Reads the value of an option that must not be empty, as the value of an unset pipeline variable is. */
export function notEmpty(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
}

/**
 * An option that may be given several times. `absent` says in the help what happens without it.
 *
 * @param assert throws InvalidArgumentError for a value that means nothing
 */
export function repeatable(
  flags: string,
  description: string,
  absent: string,
  assert: (text: string) => void = () => undefined,
): Option {
  const none: readonly string[] = [];
  return new Option(flags, `${description}; repeatable`)
    .default(none, absent)
    .argParser((text: string, earlier: readonly string[]) => {
      assert(notEmpty(text));
      return [...earlier, text];
    });
}

import { InvalidArgumentError } from "commander";

/** The value of an option that is a share: `10%` or `2.5%`, from 0 to 1. */
export function share(text: string): number {
  const percent = /^(?<number>\d+(?:\.\d+)?)%$/u.exec(text.trim())?.groups?.["number"];
  const value = Number(percent) / 100;
  if (percent === undefined || value > 1)
    throw new InvalidArgumentError("must be a percentage from 0% to 100%, such as 10%");
  return value;
}

/** Something that the person at the keyboard has to mend; it is shown without a stack. */
export class SetupError extends Error {
  name = "SetupError";

  /** @param {string} problem @param {string[]} advice lines that say what to do */
  constructor(problem, advice = []) {
    super([problem, ...advice].join("\n  "));
  }
}

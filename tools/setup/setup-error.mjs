/** A problem that the user has to solve. It is shown without a stack trace. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";

  /**
   * @param {string} problem
   * @param {readonly string[]} advice lines that say what to do
   */
  constructor(problem, advice = []) {
    super([problem, ...advice].join("\n  "));
  }
}

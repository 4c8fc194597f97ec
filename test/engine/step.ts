/**
 * Runs one step of a test, which continues where the step before it stopped. The test ends at the first step that
 * fails, and its message names the step.
 */
export async function step<Result>(title: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (failure) {
    // The same error is thrown again: vitest shows the difference that an assertion found.
    if (failure instanceof Error) failure.message = `in the step "${title}": ${failure.message}`;
    throw failure;
  }
}

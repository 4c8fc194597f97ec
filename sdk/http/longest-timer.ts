/** The longest timer of Node.js, 24 days. A longer one would end at once. */
export const longestTimerMs = 2 ** 31 - 1;

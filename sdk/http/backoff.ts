const firstDelayMs = 500;
const longestDelayMs = 20_000;

/** The wait before attempt `attempt + 1`: doubled each time up to 20 s, then randomly shortened by up to half. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const fullMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return Math.round(fullMs * (1 - random() / 2));
}

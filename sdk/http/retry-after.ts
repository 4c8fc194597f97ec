/**
 * The pause that a `Retry-After` header asks for, in milliseconds. The header contains seconds or an HTTP date. A date is
 * compared with the response's own `Date`, because the service's clock and ours may differ. Both have whole seconds.
 */
export function parseRetryAfter(header: string | undefined, date: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const until = Date.parse(header);
  if (Number.isNaN(until)) return undefined;
  const serviceNow = Date.parse(date ?? "");
  const leftMs = Math.max(0, until - (Number.isNaN(serviceNow) ? Date.now() : serviceNow));
  return Math.ceil(leftMs / 1000) * 1000;
}

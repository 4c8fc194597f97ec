/** Whether a host name of a URL is this machine, where plain HTTP cannot be read on the way. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u.test(hostname);
}

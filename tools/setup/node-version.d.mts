export function checkNodeVersion(root: URL, version?: string): void;
export function isInRange(version: string, range: string): boolean;

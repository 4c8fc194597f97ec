export const pinnedVersion: string;
export const oldestVersion: string;
export function isAtLeast(version: string, floor: string): boolean;

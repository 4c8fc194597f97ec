export function completeHosts(directory: string): void;
export function refreshHosts(directory: string): void;

export function buildCli(installation: string, version: string): Promise<void>;

type Environment = Record<string, string | undefined>;

export function cacheDirectory(env?: Environment, platform?: NodeJS.Platform): string;
export function cachedInstallation(env?: Environment, platform?: NodeJS.Platform): string;

export function installDependencies(root: URL): Promise<void>;
export function areInstalled(root: URL): boolean;

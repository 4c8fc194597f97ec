export function build(root: URL): Promise<void>;

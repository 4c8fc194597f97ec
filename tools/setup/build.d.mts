export function build(root: URL, options?: { checkTypes?: boolean }): Promise<void>;

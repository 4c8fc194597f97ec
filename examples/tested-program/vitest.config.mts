import { defineConfig } from "vitest/config";

// The Pulumi engine takes some seconds for each command.
export default defineConfig({ test: { testTimeout: 120_000, hookTimeout: 120_000 } });

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Some tests compute, others wait; but each worker loads all modules once. */
const maxWorkers = availableParallelism() + 1;

export default defineConfig({
  test: {
    reporters: ["default"],
    projects: [
      {
        test: {
          name: "unit",
          // Every file cleans up behind itself, and to load all modules anew for each takes a third of the time.
          isolate: false,
          maxWorkers,
          include: ["test/**/*.test.ts"],
          exclude: ["test/engine/**", "test/package/**"],
          testTimeout: 60_000,
          // Tests that run side by side mostly wait for faults to pass.
          maxConcurrency: 12,
        },
      },
      {
        test: {
          name: "engine",
          isolate: false,
          // After the quick tests, which say more about what is wrong.
          sequence: { groupOrder: 1 },
          include: ["test/engine/**/*.test.ts", "test/package/**/*.test.ts"],
          // A cold engine start takes seconds, and a full story several of them.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers,
        },
      },
    ],
  },
});

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Some tests compute, others wait; but each worker loads all modules once. */
const maxWorkers = availableParallelism() + 1;

/** The quick tests come first, because they say more about what is wrong; short ones come last. */
const order = ["unit", "examples", "package", "engine"];

/**
 * Sorts all files into one queue, so that no worker waits for the last test of a project. The files of a project stay
 * together: a worker keeps its modules only until the next file is of another project. On a machine that has never run
 * them, vitest starts with the largest files; some small ones take longest.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      /(?:-faults|retries|story|installed|consumers|drift-review)\.test\.ts$/u.test(moduleId);
    const rank = (file: TestSpecification): number =>
      2 * order.indexOf(file.project.name) + (isLong(file) ? 0 : 1);
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    reporters: ["default", "./tools/setup/skipped-tests.mjs"],
    sequence: { sequencer: LongestFirst },
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
          // Tests that users copy: they get modules of their own, as they would in a project of their own.
          name: "examples",
          include: ["examples/**/*.test.ts"],
          setupFiles: ["test/support/pulumi-on-path.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers,
        },
      },
      {
        test: {
          name: "engine",
          isolate: false,
          include: ["test/engine/**/*.test.ts"],
          // A cold engine start takes seconds, and a test with steps has up to ten of them.
          testTimeout: 600_000,
          hookTimeout: 300_000,
          maxWorkers,
        },
      },
      {
        test: {
          name: "package",
          isolate: false,
          include: ["test/package/**/*.test.ts"],
          globalSetup: ["test/package/support/packed.ts"],
          // Package managers install, and then the engine runs.
          testTimeout: 600_000,
          hookTimeout: 300_000,
          maxWorkers,
        },
      },
    ],
  },
});

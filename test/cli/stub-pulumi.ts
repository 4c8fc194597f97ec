import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished } from "vitest";

/** A directory with a `pulumi` that answers by its first words, for the PATH of a test; it goes away with the test. */
export async function stubPulumi(
  answers: Readonly<Record<string, string>>,
): Promise<{ readonly PATH: string }> {
  const directory = await mkdtemp(join(tmpdir(), "approw-pulumi-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const cases = await Promise.all(
    Object.entries(answers).map(async ([words, answer], index) => {
      const file = join(directory, `answer-${index}`);
      await writeFile(file, answer);
      return `"${words}"*) cat "${file}" ;;`;
    }),
  );
  const script = ["#!/usr/bin/env bash", 'case "$*" in', ...cases, "esac"];
  await writeFile(join(directory, "pulumi"), script.join("\n"));
  await chmod(join(directory, "pulumi"), 0o755);
  return { PATH: [directory, process.env["PATH"]].join(delimiter) };
}

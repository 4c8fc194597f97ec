import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

interface CommitOptions {
  readonly author?: string;
  readonly subject?: string;
  readonly date?: string;
}

/** A git repository in a directory: in a temporary one, which goes away with the test, or in one of the caller. */
export class GitRepository {
  constructor(readonly directory = temporaryDirectory()) {
    this.git("init", "--quiet", "--initial-branch", "main");
  }

  git(...args: readonly string[]): string {
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      GIT_COMMITTER_NAME: "Committer",
      GIT_COMMITTER_EMAIL: "c@example.com",
    };
    return execFileSync("git", args, { cwd: this.directory, env, encoding: "utf8" }).trim();
  }

  /** Writes files; undefined removes one. */
  write(files: Readonly<Record<string, string | undefined>>): void {
    for (const [file, text] of Object.entries(files)) {
      const path = join(this.directory, file);
      mkdirSync(dirname(path), { recursive: true });
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    }
  }

  /** Writes and commits files, and returns the hash. */
  commit(
    files: Readonly<Record<string, string | undefined>>,
    { author = "Ada Lovelace", subject = "A change", date = "2026-01-02T03:04:05Z" }: CommitOptions = {},
  ): string {
    this.write(files);
    this.git("add", "--all");
    this.git(
      "commit",
      "--quiet",
      "--allow-empty",
      "--date",
      date,
      "--author",
      `${author} <a@example.com>`,
      "-m",
      subject,
    );
    return this.git("rev-parse", "HEAD");
  }
}

function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "approw-git-")));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

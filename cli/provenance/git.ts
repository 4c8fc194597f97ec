import { execFile } from "node:child_process";

import type { Surroundings } from "../surroundings.js";

/** A call takes milliseconds. One that waits for a lock or a slow disk must not hold up a review. */
const longestCallMs = 60_000;

/** Each of these would make git work elsewhere than in the directory that is asked about. A hook sets them. */
const misleading =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|NAMESPACE|OBJECT_DIRECTORY|CEILING_DIRECTORIES)$/u;

/** What a configuration may set, and what would change the output or run a program. */
const settings = [
  "core.fsmonitor=false",
  "log.follow=false",
  "log.showSignature=false",
  "diff.relative=false",
];

/** Git on PATH. It reads, never writes, and never uses the network. Where it cannot answer, it says nothing. */
export class Git {
  /** The first refusal of git to read a directory of another owner. */
  refusal: string | undefined;
  readonly #env: NodeJS.ProcessEnv;

  constructor({ env }: Pick<Surroundings, "env">) {
    const usual = Object.entries(env).filter(([name]) => !misleading.test(name));
    this.#env = {
      ...Object.fromEntries(usual),
      LC_ALL: "C",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_TERMINAL_PROMPT: "0",
      // Paths are paths and no patterns.
      GIT_LITERAL_PATHSPECS: "1",
      // A partial clone would fetch what it lacks.
      GIT_NO_LAZY_FETCH: "1",
      GIT_ALLOW_PROTOCOL: "none",
    };
  }

  /** The output of a command in a directory; undefined if it fails. No argument from outside may be an option. */
  async ask(directory: string, args: readonly string[], input = ""): Promise<Buffer | undefined> {
    const options = {
      cwd: directory,
      env: this.#env,
      timeout: longestCallMs,
      maxBuffer: Infinity,
      encoding: "buffer",
    } as const;
    const configured = settings.flatMap((setting) => ["-c", setting]);
    return await new Promise((answer) => {
      const child = execFile("git", [...configured, ...args], options, (error, stdout, stderr) => {
        if (error !== null) this.#remember(stderr.toString());
        answer(error === null ? stdout : undefined);
      });
      // A git that ends early does not read its input.
      child.stdin?.on("error", () => undefined).end(input);
    });
  }

  #remember(stderr: string): void {
    this.refusal ??= /detected dubious ownership in repository at '(?<path>[^\n]*)'/u.exec(stderr)?.groups?.[
      "path"
    ];
  }
}

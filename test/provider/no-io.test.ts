import { createHook } from "node:async_hooks";
import { lookup } from "node:dns";
import fs, { readFile, statSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type * as Runtime from "../../provider/adapters/dynamic/runtime.js";
import { freshRuntime } from "../support/fresh-runtime.js";

/** What `check` and `diff` are called with, for each kind: declared arguments and the outputs of the last run. */
const lives = {
  User: {
    declared: { username: "ada", email: "ada@example.com", name: "Ada", password: "engine-1843" },
    state: { username: "ada", email: "ada@example.com", name: "Augusta", userPoolId: "pool" },
  },
  UserGroupMembership: {
    declared: { userId: "u", groups: ["research", "navy"] },
    state: { userId: "u", groups: ["research"], userPoolId: "pool" },
  },
  UserRoleAssignment: {
    declared: { userId: "u", roles: ["author"], exhaustive: true },
    state: { userId: "u", roles: [], userPoolId: "pool" },
  },
};

const kinds = ["User", "UserGroupMembership", "UserRoleAssignment"] as const;

const settings = new Map([
  ["approw:userPoolId", "pool"],
  ["approw:secret", "hush"],
  ["approw:host", "http://127.0.0.1:1"],
]);

let runtime: typeof Runtime;
let readsOfFiles: string[] = [];
const restores: (() => boolean)[] = [];

/** What `work` begins: sockets, files, timers, lookups, workers. What it only computes begins nothing. */
function inputAndOutputOf(work: () => unknown): string[] {
  const begun: string[] = [];
  readsOfFiles = [];
  const hook = createHook({
    init(_id, type) {
      // A promise alone is no work.
      if (type !== "PROMISE") begun.push(type);
    },
  }).enable();
  try {
    work();
  } finally {
    hook.disable();
  }
  return [...begun, ...readsOfFiles];
}

beforeAll(async () => {
  runtime = await freshRuntime();
  for (const [name, original] of Object.entries<unknown>(fs)) {
    if (!name.endsWith("Sync") || typeof original !== "function") continue;
    Reflect.set(fs, name, (...args: unknown[]) => {
      readsOfFiles.push(name);
      const answer: unknown = Reflect.apply(original, fs, args);
      return answer;
    });
    restores.push(() => Reflect.set(fs, name, original));
  }
  syncBuiltinESMExports();
});

afterAll(() => {
  for (const restore of restores) restore();
  syncBuiltinESMExports();
});

beforeAll(() => {
  for (const kind of kinds) runtime[kind].configure({ config: { get: (key) => settings.get(key) } });
});

describe("the engine calls check and diff one after the other", () => {
  test.each(kinds)("check of %s touches no network, file or timer, and answers at once", (kind) => {
    const { declared, state } = lives[kind];

    const begun = inputAndOutputOf(() => {
      const answer = runtime[kind].check(state, declared);
      expect(answer.failures).toEqual([]);
    });

    expect(begun).toEqual([]);
  });

  test.each(kinds)("diff of %s touches no network, file or timer, and answers at once", (kind) => {
    const { declared, state } = lives[kind];

    const begun = inputAndOutputOf(() => {
      expect(runtime[kind].diff("u", state, declared)).toMatchObject({ changes: true });
    });

    expect(begun).toEqual([]);
  });

  test.each([
    [
      "a timer",
      () => {
        clearTimeout(setTimeout(() => undefined, 1));
      },
      "Timeout",
    ],
    ["a file", () => statSync("."), "statSync"],
    [
      "a file, asynchronously",
      () => {
        readFile("package.json", () => undefined);
      },
      "FSREQCALLBACK",
    ],
    [
      "the network",
      () => {
        lookup("localhost", () => undefined);
      },
      "GETADDRINFOREQWRAP",
    ],
  ])("whatever touched %s would be seen", (_what, work, seen) => {
    expect(inputAndOutputOf(work)).toContain(seen);
  });
});

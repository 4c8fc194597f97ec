import { randomUUID } from "node:crypto";

import { describe, expect, onTestFinished, test } from "vitest";

import { engineOf, RunPeers } from "../../../provider/process/run-peers.js";

function peer(engine: string, declared: readonly string[], userPoolId = "p1"): RunPeers {
  const self = new RunPeers(engine, userPoolId, { adapter: "plugin" }, (name) => declared.includes(name));
  self.join();
  onTestFinished(() => {
    self.leave();
  });
  return self;
}

/** No other run has this address. */
function newEngine(): string {
  return `127.0.0.1:${randomUUID()}`;
}

describe("processes of one run", () => {
  test("tell each other what they declare", async () => {
    const engine = newEngine();
    const [one, other] = [peer(engine, ["a", "b"]), peer(engine, ["c"])];

    expect(await one.declared(["a", "c", "d"])).toEqual(new Set(["c"]));
    expect(await other.declared(["a", "c", "d"])).toEqual(new Set(["a"]));
    expect(one.exist).toBe(true);
  });

  test("do not see those of another run or another user pool, nor those that have left", async () => {
    const engine = newEngine();
    const one = peer(engine, ["a"]);
    peer(newEngine(), ["b"]);
    peer(engine, ["b"], "p2");
    peer(engine, ["b"]).leave();

    expect(one.exist).toBe(false);
    expect(await one.declared(["b"])).toEqual(new Set());
  });

  test("learn who is there already when they join", () => {
    const engine = newEngine();
    const first = new RunPeers(engine, "p1", { adapter: "dynamic" }, () => false);
    const second = new RunPeers(engine, "p1", { adapter: "plugin", provider: "customers" }, () => false);
    onTestFinished(() => {
      first.leave();
      second.leave();
    });

    expect(first.join()).toEqual([]);
    expect(second.join()).toMatchObject([{ adapter: "dynamic" }]);
  });

  test("fail where one of them does not answer: a failed question is not a no", async () => {
    const engine = newEngine();
    const one = peer(engine, []);
    const stuck = new RunPeers(engine, "p1", { adapter: "plugin", provider: "customers" }, () => {
      throw new Error("broken");
    });
    stuck.join();
    onTestFinished(() => {
      stuck.leave();
    });

    await expect(one.declared(["a"])).rejects.toThrow(
      'the process of the plugin for provider "customers" does not answer',
    );
  });
});

test.each([
  [["node", "main.js", "127.0.0.1:40000"], "127.0.0.1:40000"],
  [["node", "main.js", "--verbose"], undefined],
  [[], undefined],
])("the engine of %j is %s", (argv, expected) => {
  expect(engineOf(argv)).toBe(expected);
});

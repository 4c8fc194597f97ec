import { describe, expect, test } from "vitest";

import { parseDeployment } from "../../../drift/states/deployment.js";
import { assertDistinctStacks } from "../../../drift/states/assert-distinct-stacks.js";
import { ExportedState } from "./exported-state.js";

const pool = "59f86b4832eb28071bdd9214";

function stack(name: string): ExportedState {
  return new ExportedState(name, pool).user("ada", "u1", { username: "ada" });
}

describe("assertDistinctStacks", () => {
  test.each([
    { one: "prod.json", other: "./prod.json" },
    { one: "prod", other: "prod" },
  ])("refuses $one and $other when they hold the same resource", ({ one, other }) => {
    const deployments = [one, other].map((source) => parseDeployment(source, stack("prod").toString()));

    expect(() => {
      assertDistinctStacks(deployments);
    }).toThrow(
      `${one} and ${other} are the same stack (both contain ${stack("prod").urn("User", "ada")}): pass each stack once`,
    );
  });

  test("takes two stacks of one program, and a stack that replaces a resource", () => {
    const replacing = stack("dev").user("ada", "u2", { username: "ada" }, { delete: true });
    const deployments = [stack("prod"), replacing].map((state, index) =>
      parseDeployment(`stack-${index}`, state.toString()),
    );

    expect(() => {
      assertDistinctStacks(deployments);
    }).not.toThrow();
  });
});

import { describe, expect, test } from "vitest";

import { splitByPool } from "../../../../cli/commands/plan/split-by-pool.js";
import type { KnownResource, Step } from "../../../../plan/preview/resource.js";

const provider = (name: string, type = "approw"): string =>
  `urn:pulumi:prod::people::pulumi:providers:${type}::${name}`;
const pools = {
  standard: "p0",
  byProvider: new Map([
    [provider("customers"), "p1"],
    [provider("customers", "pulumi-nodejs"), "p2"],
  ]),
};

function create(name: string, of: string): Step {
  const declared = {
    urn: `urn:pulumi:prod::people::approw:index:User::${name}`,
    kind: "User" as const,
    inputs: {},
    provider: of,
    dependencies: [],
    propertyDependencies: {},
  };
  return { does: "declare", op: "create", declared, previousUrn: undefined };
}

describe("splitByPool", () => {
  test.each([
    [`${provider("default")}::1`, "p0"],
    [`${provider("default_0_1_0")}::1`, "p0"],
    ["", "p0"],
    [`${provider("customers")}::1`, "p1"],
    [`${provider("customers", "pulumi-nodejs")}::1`, "p2"],
    [`${provider("new")}::04da6b54-80e4-46f7-96ec-b56ff0331ba9`, undefined],
  ])("a new resource of %s is in %s", (reference, expected) => {
    const step = create("ada", reference);

    const { runs, lost } = splitByPool([], [step], pools);

    expect(runs.flatMap(({ userPoolId, steps }) => (steps.length > 0 ? [userPoolId] : []))).toEqual(
      expected === undefined ? [] : [expected],
    );
    expect(lost).toHaveLength(expected === undefined ? 1 : 0);
  });

  test("a resource that moves from dynamic resources to the plugin stays in its pool", () => {
    const urn = "urn:pulumi:prod::people::pulumi-nodejs:dynamic/approw:User::ada";
    const known: KnownResource = {
      urn,
      kind: "User",
      id: "u1",
      inputs: {},
      outputs: { userPoolId: "p2" },
      provider: `${provider("customers", "pulumi-nodejs")}::1`,
      dependencies: [],
      isProtected: false,
      isRetained: false,
      isPendingDelete: false,
    };
    const moved = { ...create("ada", `${provider("new")}::2`), op: "update", previousUrn: urn } as Step;

    const { runs, lost } = splitByPool([known], [moved], pools);

    expect(runs.find(({ userPoolId }) => userPoolId === "p2")).toMatchObject({
      resources: [known],
      steps: [moved],
    });
    expect(lost).toEqual([]);
  });
});

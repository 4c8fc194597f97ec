import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { step } from "./step.js";
import { Trial } from "./trial.js";

let trial: Trial;
let userId: string;

beforeAll(async () => {
  trial = await Trial.open("");
  ({ id: userId } = await trial.pool.admin.users.create({ username: "ada" }));
});

afterAll(() => trial.close());

async function previewOf(...resources: string[]): Promise<{ code: number | null; output: string }> {
  await trial.write(resources.join("\n"));
  const { code, stdout, stderr } = await trial.run("preview");
  return { code, output: stdout + stderr };
}

/** Two components whose children have the same names. The engine tells them apart by the types of their parents. */
const teams = (bodyOfEach: string): string => `
  import * as pulumi from "@pulumi/pulumi";
  class Team extends pulumi.ComponentResource {
    constructor(name: string, group: string) {
      super("acme:" + name, name);
      ${bodyOfEach}
    }
  }
  new Team("eng", "engineering");
  new Team("ops", "on-call");
`;

const membership = (name: string, args: object): string =>
  `new approw.UserGroupMembership("${name}", ${JSON.stringify({ userId, ...args })});`;
const roles = (name: string, args: object): string =>
  `new approw.UserRoleAssignment("${name}", ${JSON.stringify({ userId, ...args })});`;

describe("two resources that would undo each other's changes", () => {
  test("fail the program, which names both, if they declare the same group of one user", async () => {
    const { code, output } = await previewOf(
      membership("one", { groups: ["engineering", "research"] }),
      membership("other", { groups: ["research"] }),
    );

    expect(code, output).not.toBe(0);
    expect(output).toContain("both declare research");
    // Whichever the engine checks second.
    expect(output).toMatch(
      /UserGroupMembership resource '(one|other)' has a problem: .* are also declared by (?!\1)(?:one|other) /u,
    );
  });

  test("fail the program if one of them is exhaustive", async () => {
    const { code, output } = await previewOf(
      roles("one", { roles: ["author"], exhaustive: true }),
      roles("other", { roles: ["reviewer"] }),
    );

    expect(code, output).not.toBe(0);
    expect(output).toContain("one of them is exhaustive");
  });

  test("are accepted if they declare different codes, or roles of different namespaces", async () => {
    const { code, output } = await previewOf(
      membership("one", { groups: ["engineering"] }),
      membership("other", { groups: ["research"] }),
      roles("one", { roles: ["author"], exhaustive: true }),
      roles("other", { roles: ["author"], namespace: "hr" }),
    );

    expect(code, output).toBe(0);
  });

  test("fail the program if they have one name under two parents, and are accepted if they declare different groups", async () => {
    const options = "{ parent: this }";
    await step("the same group", async () => {
      const { code, output } = await previewOf(
        teams(
          `new approw.UserGroupMembership("ada", { userId: "${userId}", groups: ["research"] }, ${options});`,
        ),
      );

      expect(code, output).not.toBe(0);
      expect(output).toMatch(/ada \(in acme:(eng|ops) \1; this one is in acme:(?!\1)(eng|ops) \2\)/u);
    });
    await step("different groups, twice, with a refresh", async () => {
      await trial.write(
        teams(`new approw.UserGroupMembership("ada", { userId: "${userId}", groups: [group] }, ${options});`),
      );
      await trial.must("up");
      await trial.must("up", "--expect-no-changes");
      await trial.must("up", "--refresh", "--expect-no-changes");

      expect(JSON.stringify(await trial.state())).not.toContain("acme:eng eng");
    });
  });
});

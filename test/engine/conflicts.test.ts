import { afterAll, beforeAll, describe, expect, test } from "vitest";

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
});

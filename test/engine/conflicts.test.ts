import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type TemporaryProgram, writeProgram } from "../../tools/engine/program.js";
import { createStack, type Stack } from "../../tools/engine/stack.js";
import { openPool, type Pool } from "../support/start-pool.js";

let pool: Pool;
let program: TemporaryProgram;
let stack: Stack;
let userId: string;

beforeAll(async () => {
  pool = await openPool();
  ({ id: userId } = await pool.admin.users.create({ username: "ada" }));
  program = await writeProgram("");
  const { url, userPoolId, secret } = pool.emulator;
  stack = await createStack({
    program: program.directory,
    config: { "approw:userPoolId": userPoolId, "approw:host": url },
    secrets: { "approw:secret": secret },
  });
});

afterAll(async () => {
  await stack.dispose();
  await program.remove();
  await pool.emulator.close();
});

async function previewOf(...resources: string[]): Promise<{ code: number | null; output: string }> {
  await program.write(`import * as approw from "pulumi-approw";\n${resources.join("\n")}`);
  const { code, stdout, stderr } = await stack.preview();
  return { code, output: stdout + stderr };
}

const membership = (name: string, args: object): string =>
  `new approw.UserGroupMembership("${name}", ${JSON.stringify({ userId, ...args })});`;
const roles = (name: string, args: object): string =>
  `new approw.UserRoleAssignment("${name}", ${JSON.stringify({ userId, ...args })});`;

describe("two resources that would undo each other's work", () => {
  test("fail the program, and both are named, when they declare the same group of one person", async () => {
    const { code, output } = await previewOf(
      membership("one", { groups: ["engineering", "research"] }),
      membership("other", { groups: ["research"] }),
    );

    expect(code, output).not.toBe(0);
    expect(output).toContain("both declare research");
    expect(output).toContain("UserGroupMembership::one");
    expect(output).toContain("UserGroupMembership::other");
  });

  test("fail the program when one of them is the whole truth", async () => {
    const { code, output } = await previewOf(
      roles("one", { roles: ["author"], exhaustive: true }),
      roles("other", { roles: ["reviewer"] }),
    );

    expect(code, output).not.toBe(0);
    expect(output).toContain("one of them is exhaustive");
  });

  test("are none when they declare different codes, or the roles of different namespaces", async () => {
    const { code, output } = await previewOf(
      membership("one", { groups: ["engineering"] }),
      membership("other", { groups: ["research"] }),
      roles("one", { roles: ["author"], exhaustive: true }),
      roles("other", { roles: ["author"], namespace: "hr" }),
    );

    expect(code, output).toBe(0);
  });
});

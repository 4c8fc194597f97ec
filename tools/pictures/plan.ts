import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { writeProgram } from "../engine/program.js";
import { quickstart, withProd } from "./quickstart.js";
import { runCommand } from "./run-command.js";

/** The plan has a change that needs a review. */
const exitCodeOfReview = 2;

/** A merge into the quickstart: one user leaves, another one gets a role, and a third one joins with a known email. */
const merge = `
  import * as approw from "pulumi-approw";
  const ada = new approw.User("ada", { username: "ada", email: "ada@example.com", name: "Ada Lovelace", nickname: "Ada" });
  new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering"] });
  new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["author", "reviewer"] });
  const grace = new approw.User("grace", { username: "grace", email: "grace@example.com", name: "Grace Hopper", nickname: "G" });
  new approw.UserGroupMembership("grace", { userId: grace.id, groups: ["engineering"] });
  new approw.UserRoleAssignment("grace", { userId: grace.id, roles: ["author", "reviewer"] });
  const joan = new approw.User("joan", { username: "joan", email: "joan@example.com", name: "Joan Clarke" });
  new approw.UserGroupMembership("joan", { userId: joan.id, groups: ["research"] });
`;

/**
 * Plans a merge into the quickstart, in a directory of its own.
 *
 * @returns the HTML report
 */
export async function writePlan(directory: string): Promise<string> {
  const program = await writeProgram(await readFile(join(quickstart, "index.ts"), "utf8"));
  try {
    await withProd(program.directory, directory, async (stack, pool) => {
      await program.write(merge);
      const preview = await stack.must(["preview", "--json"]);
      await writeFile(join(directory, "preview.json"), preview.stdout);
      const files = ["--state", join(directory, "prod.json"), "--preview", join(directory, "preview.json")];
      const inputs = ["--stack", "prod", "--cwd", stack.directory, ...files, "--no-git"];
      const flags = [...inputs, "--require-review", "high", "--format", "html=plan.html"];
      await runCommand("plan", flags, { directory, pool, env: stack.env, exitCode: exitCodeOfReview });
    });
    return join(directory, "plan.html");
  } finally {
    await program.remove();
  }
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { accessReport } from "../../drift/access/access-report.js";
import { driftReport } from "../../drift/report/report.js";
import { runCompiled } from "../../tools/engine/compiled-program.js";
import { GitRepository } from "../cli/provenance/git-repository.js";
import { step } from "./step.js";
import { Trial } from "./trial.js";

const program = `import { join } from "node:path";
new approw.Roster("roster", { path: join(__dirname, "people"), day: "2026-11-27" });
new approw.User("bob", { username: "bob", roles: ["author"] });`;

const people = `people:
  ada:
    username: ada
    groups: [engineering]
    roles: [author, admin]
`;

test("access and drift name the lines and commits behind what a stack declares", async () => {
  const trial = await Trial.open(program, { ownProcess: true });
  onTestFinished(() => trial.close());
  const { directory } = trial.program;
  const git = new GitRepository(directory);
  const run = async (command: string, code: number): Promise<unknown> => {
    const args = [command, "--stack", "test", "--roster", "people", "--format", "json=report.json"];
    const ended = await runCompiled(args, { cwd: directory, env: trial.stack.env });
    expect(ended.code, ended.stderr).toBe(code);
    return JSON.parse(await readFile(join(directory, "report.json"), "utf8")) as unknown;
  };
  const first = git.commit({ "people/ada.yaml": people }, { author: "Grace Hopper" });
  await trial.must("up", "--skip-preview");

  await step("access names the line of the roster, or that of the program", async () => {
    const { users } = accessReport.parse(await run("access", 0));
    const [ada, bob] = users;
    expect(ada?.access.map(({ code, origins }) => [code, origins[0]?.file, origins[0]?.line])).toEqual([
      ["engineering", "people/ada.yaml", 4],
      ["admin", "people/ada.yaml", 5],
      ["author", "people/ada.yaml", 5],
    ]);
    expect(ada?.origins[0]?.commit).toMatchObject({ hash: first, author: "Grace Hopper" });
    expect(bob?.access[0]).toMatchObject({ code: "author", source: "program" });
    expect(bob?.access[0]?.origins[0]).toMatchObject({ is: "current" });
  });

  await step("drift names the commit that removed what was given again by hand", async () => {
    const removal = git.commit({ "people/ada.yaml": people.replace(", admin", "") });
    await trial.must("up", "--skip-preview");
    const { admin } = trial.pool;
    const ada = (await admin.users.find({ username: "ada" }))?.id ?? "";
    await admin.users.addRoles(ada, ["admin"]);
    await admin.users.removeGroup(ada, "engineering");

    const { findings } = driftReport.parse(await run("drift", 2));

    expect(
      findings.map(({ kind, origins = [] }) => [
        kind,
        origins[0]?.is,
        origins[0]?.line,
        origins[0]?.commit?.hash,
      ]),
    ).toEqual([
      ["role-foreign", "removed", 5, removal],
      ["group-removed", "current", 4, first],
    ]);
  });
});

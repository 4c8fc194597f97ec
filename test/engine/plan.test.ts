import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { type PlanReport, planReport } from "../../drift/report/plan-report.js";
import { type Ended, runCompiled } from "../../tools/engine/compiled-program.js";
import { factsBetween, factsIn } from "../plan/facts.js";
import { step } from "./step.js";
import { passwordMark, Trial } from "./trial.js";

/** Everybody of a small company, in all forms of resources. */
const before = `
  const { secret } = require("@pulumi/pulumi");
  const dev = new approw.Group("dev", { code: "dev", name: "Developers" });
  const ada = new approw.User("ada", { username: "ada", email: "ada@example.com", password: "${passwordMark}ada-1" });
  new approw.UserGroupMembership("ada", { userId: ada.id, groups: [dev.code, "engineering"] });
  new approw.User("bob", { username: "bob", email: "bob@example.com", groups: [dev.code], roles: ["author"] });
  new approw.User("cyd", { username: "cyd", deletionPolicy: "block", roles: ["admin"] });
  new approw.User("dee", { username: "dee", deletionPolicy: "retain" });
  new approw.User("eve", { username: "eve", name: "Eve", customData: { team: "red" } });
`;

/** A merge: one joins with access of each form, others leave, values move, a group is renamed, secrets change. */
const after = `
  const { secret } = require("@pulumi/pulumi");
  const dev = new approw.Group("dev", { code: "developers", name: "Developers" });
  const ops = new approw.Group("ops", { code: "ops", name: "Operations" });
  const ada = new approw.User("ada", { username: "ada", email: "ada@example.com", password: "${passwordMark}ada-2" });
  new approw.UserGroupMembership("ada", { userId: ada.id, groups: [dev.code] });
  new approw.User("bob", { username: "robert", email: "bob@example.com", groups: [dev.code, ops.code], roles: [] });
  const zoe = new approw.User("zoe", { username: "bob", email: secret("${passwordMark}zoe@example.com") });
  new approw.UserRoleAssignment("zoe", { userId: zoe.id, roles: ["reviewer"] });
  new approw.GroupMembers("ops", { group: "on-call", users: [zoe.id, ada.id] });
  new approw.User("eve", { username: "eve", name: "Eva", blocked: true, customData: { team: "blue" } });
  new approw.User("stranger", { username: "stranger", adopt: true, groups: ["research"] });
`;

const broken = `
  new approw.User("ada", { username: "ada", groups: ["no-such-group"] });
  new approw.User("stranger", { username: "stranger" });
`;

/** Runs in the project's directory, as users do. */
async function plan({ program, stack }: Trial, ...flags: string[]): Promise<Ended> {
  const args = ["plan", "--stack", stack.name, ...flags];
  return await runCompiled(args, { cwd: program.directory, env: stack.env });
}

async function planned(trial: Trial, code: number, ...flags: string[]): Promise<PlanReport> {
  const ended = await plan(trial, "--format", "json", ...flags);
  expect(ended.code, ended.stderr).toBe(code);
  expect(ended.stdout + ended.stderr).not.toMatch(
    new RegExp(`${trial.pool.emulator.secret}|${passwordMark}`, "u"),
  );
  return planReport.parse(JSON.parse(ended.stdout));
}

test("a plan says what a merge does to people, and the merge does it", async () => {
  const trial = await Trial.open(before, {
    ownProcess: true,
    emulator: {
      seed: {
        customFields: [{ key: "team", dataType: "STRING" }],
        users: [{ username: "stranger", groups: ["research"] }],
      },
    },
  });
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;

  await step("of a new stack: who joins, and what they get", async () => {
    const content = emulator.content();
    const { changes, verdict, people } = await planned(trial, 0);
    expect(emulator.content()).toEqual(content);
    expect(verdict).toBe("changes");
    expect(people).toMatchObject({ created: 5, deleted: 0 });
    await trial.must("up", "--skip-preview");
    expect(factsIn(changes)).toEqual(factsBetween(content, emulator.content()));
  });

  await step("without a change there is nothing to plan", async () => {
    const report = await planned(trial, 0, "--require-review", "low");
    expect(report).toMatchObject({ verdict: "clean", changes: [] });
  });

  await step("of a merge that does everything, with drift in the pool", async () => {
    const { list } = await admin.users.list();
    const idOf = (username: string): string => list.find((user) => user.username === username)?.id ?? "";
    // The merge takes the membership that somebody has taken by hand already, and the name is what it declares.
    await admin.users.removeGroup(idOf("ada"), "engineering");
    await admin.users.update(idOf("eve"), { name: "Eva" });
    await trial.write(after);
    const content = emulator.content();
    emulator.counters.reset();
    const { changes, people, drift, requests, deletions } = await planned(trial, 0);
    expect(emulator.counters.total()).toBe(requests.total);
    expect(requests.total).toBeLessThanOrEqual(20);
    expect(emulator.content()).toEqual(content);
    await trial.must("up", "--skip-preview");
    const known = changes.filter(({ kind }) => kind !== "secret-set");
    expect(factsIn(known)).toEqual(factsBetween(content, emulator.content()));
    expect(changes.filter(({ kind }) => kind === "secret-set")).toMatchObject([
      { field: "password", user: { username: "ada" } },
    ]);
    expect(changes.find(({ kind }) => kind === "value-moved")).toMatchObject({
      field: "username",
      value: "bob",
      user: { id: "new:zoe" },
    });
    expect(people).toMatchObject({ created: 1, adopted: 1, blocked: 2, released: 1, deleted: 0 });
    expect(deletions).toMatchObject({ users: 1, of: 5, exceeded: false });
    expect(drift.findings).toBeGreaterThan(0);
  });

  await step("with --refresh, what was done by hand is undone, and up --refresh does it", async () => {
    const { list } = await admin.users.list();
    const idOf = (username: string): string => list.find((user) => user.username === username)?.id ?? "";
    await admin.users.update(idOf("ada"), { email: "mallory@example.com" });
    await admin.users.update(idOf("eve"), { blocked: false, name: "Mallory" });
    await admin.users.removeGroup(idOf("stranger"), "research");
    await admin.users.delete(idOf("robert"));
    expect(await planned(trial, 0)).toMatchObject({ verdict: "clean" });
    const content = emulator.content();
    const { changes, people } = await planned(trial, 0, "--refresh");
    expect(people).toMatchObject({ created: 1, blocked: 1, changed: 1 });
    await trial.must("up", "--refresh", "--skip-preview");
    expect(factsIn(changes)).toEqual(factsBetween(content, emulator.content()));
  });

  await step("a limit stops the pipeline before anything happens", async () => {
    await trial.write("");
    expect(await planned(trial, 2, "--max-deletions", "1")).toMatchObject({ verdict: "over-limit" });
    expect(await planned(trial, 2, "--max-deletion-share", "10%")).toMatchObject({ verdict: "over-limit" });
    expect(await planned(trial, 2, "--require-review", "high")).toMatchObject({ verdict: "review" });
  });

  await step("what up would refuse is refused, with the reason", async () => {
    await trial.write(broken);
    const content = emulator.content();
    const { changes, verdict } = await planned(trial, 2);
    expect(verdict).toBe("refused");
    const refused = changes.filter(({ kind }) => kind === "user-refused");
    expect(refused).toMatchObject([{ user: { username: "ada" } }]);
    expect(JSON.stringify(refused)).toContain("no-such-group");
    const { code, stdout, stderr } = await trial.run("up", "--skip-preview");
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain("there is no group no-such-group in this user pool");
    expect(emulator.content().users).toHaveLength(content.users.length);
  });

  await step("a program that fails has no plan, and the reason is the program's", async () => {
    await trial.write(
      `new approw.User("one", { username: "x" }); new approw.User("two", { username: "x" });`,
    );
    const { code, stderr, stdout } = await plan(trial);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/there is no plan, because the program fails in the preview:[^]*username/u);
  });

  await step("a preview from a file makes the same plan", async () => {
    await trial.write(after);
    await trial.must("up", "--skip-preview");
    await trial.write(`${after} new approw.User("yan", { username: "yan" });`);
    const direct = await planned(trial, 0);
    const { stdout } = await trial.stack.must(["preview", "--json"]);
    await writeFile(join(trial.program.directory, "plan.json"), stdout);
    const fromFile = await planned(trial, 0, "--preview", "plan.json");
    expect(fromFile.changes).toEqual(direct.changes);
    expect(direct.changes).toMatchObject([{ kind: "user-created", user: { id: "new:yan" } }]);
  });
});

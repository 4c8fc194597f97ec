import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import { type PlanReport, planReport } from "../../../../drift/report/plan-report.js";
import type { Properties } from "../../../../model/rules/record.js";
import { type KindName, schemaOf } from "../../../../model/schema/index.js";
import { typeToken } from "../../../../model/schema/kind.js";
import { type Pool, startPool } from "../../../support/start-pool.js";
import { GitRepository } from "../../provenance/git-repository.js";
import { type Ended, runProgram } from "../../run-program.js";

/** A resource as the state and a preview show it. */
interface Shown {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs: Properties;
  readonly outputs?: Properties;
}

interface ShownStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: Shown;
  readonly newState?: Shown;
}

function declared(kind: KindName, name: string, inputs: Properties, stack = "prod"): Shown {
  const type = typeToken(schemaOf(kind));
  return { urn: `urn:pulumi:${stack}::people::${type}::${name}`, type, inputs };
}

function stored({ emulator }: Pool, username: string, inputs: Properties = {}): Shown {
  const id = emulator.content().users.find(({ fields }) => fields.username === username)?.id ?? "";
  const known = declared("User", username, { username, ...inputs });
  return { ...known, id, outputs: { ...known.inputs, userPoolId: emulator.userPoolId } };
}

function creation(newState: Shown): ShownStep {
  return { op: "create", urn: newState.urn, newState };
}

function deletion(oldState: Shown): ShownStep {
  return { op: "delete", urn: oldState.urn, oldState };
}

/** Plans with the output of both commands of Pulumi in files. */
async function plan(
  { emulator }: Pool,
  state: readonly Shown[],
  preview: { readonly steps?: readonly ShownStep[] },
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const cwd = await mkdtemp(join(tmpdir(), "approw-plan-"));
  onTestFinished(() => rm(cwd, { recursive: true }));
  await writeFile(
    join(cwd, "state.json"),
    JSON.stringify({
      version: 3,
      deployment: { resources: state.map((each) => ({ custom: true, ...each })) },
    }),
  );
  await writeFile(join(cwd, "preview.json"), JSON.stringify(preview));
  const args = ["plan", "--preview", "preview.json", "--state", "state.json", ...flags];
  const { url, userPoolId, secret } = emulator;
  const pool = { APPROW_HOST: url, APPROW_USERPOOL_ID: userPoolId, APPROW_USERPOOL_SECRET: secret };
  return await runProgram(args, { cwd, env: { ...pool, ...env } });
}

async function reportOf(...args: Parameters<typeof plan>): Promise<PlanReport> {
  const [pool, state, preview, flags = [], env] = args;
  const { stdout, stderr } = await plan(pool, state, preview, ["--format", "json", ...flags], env);
  expect(stdout, stderr).not.toBe("");
  return planReport.parse(JSON.parse(stdout));
}

describe("a preview and a state", () => {
  test("are of one stack, so that no deletion is lost", async () => {
    const pool = await startPool({ seed: { users: [{ username: "ada" }] } });
    const ada = stored(pool, "ada");
    const steps = [deletion(ada)];
    expect(await plan(pool, [ada], { steps }, ["--max-deletions", "0"])).toMatchObject({ code: 2 });
    const other = declared("User", "bob", { username: "bob" }, "test");
    const { code, stderr } = await plan(pool, [{ ...other, id: "1", outputs: {} }], { steps });
    expect(code).toBe(1);
    expect(stderr).toContain(`the preview changes ${ada.urn}, which the state state.json does not have`);
  });

  test("have steps", async () => {
    const pool = await startPool();
    const { code, stderr } = await plan(pool, [], {});
    expect(code).toBe(1);
    expect(stderr).toContain("preview.json is not an output of `pulumi preview --json`: it has no steps");
  });
});

test("a refusal names a new user by the resource, and its id stays the same", async () => {
  const pool = await startPool();
  const steps = [creation(declared("User", "ada", { username: "ada", groups: ["nowhere"] }))];
  const [first, second] = [await reportOf(pool, [], { steps }), await reportOf(pool, [], { steps })];
  const refusals = first.changes.filter(({ kind }) => kind === "user-refused");
  expect(refusals).toMatchObject([
    { message: expect.stringContaining("adding user new:ada to group nowhere") },
  ]);
  expect(second.changes).toEqual(first.changes);
});

test("a person who is removed from a roster and blocked has the line and the commit of the removal", async () => {
  const pool = await startPool({ seed: { users: [{ username: "ada" }, { username: "bob" }] } });
  const git = new GitRepository();
  const bob = "people:\n  bob:\n    username: bob\n    blocked: true\n";
  git.commit({ "people/a.yaml": `${bob}  ada:\n    username: ada\n    deletionPolicy: block\n` });
  const removal = git.commit({ "people/a.yaml": bob });
  const ada = stored(pool, "ada", { deletionPolicy: "block" });
  const known = stored(pool, "bob");
  const newState = declared("User", "bob", { username: "bob", blocked: true });
  const steps = [{ op: "update", urn: known.urn, oldState: known, newState }, deletion(ada)];
  const { changes } = await reportOf(pool, [ada, known], { steps }, [
    "--roster",
    join(git.directory, "people"),
  ]);
  const removed = { is: "removed", line: 5, commit: { hash: removal } };
  expect(changes).toMatchObject([
    { kind: "user-blocked", user: { username: "ada" }, origins: [removed] },
    { kind: "user-blocked", user: { username: "bob" }, origins: [{ is: "current", line: 4 }] },
  ]);
});

test("two new users of resources with one name are two, and one is not accepted for the other", async () => {
  const pool = await startPool();
  const [first, second] = ["north", "south"].map((team) => {
    const known = declared("User", "ada", { username: `ada-${team}`, roles: ["admin"] });
    return creation({ ...known, urn: known.urn.replace("::people::", `::people::company:index:${team}$`) });
  });
  const steps = [first, second].filter((step) => step !== undefined);
  const { changes, people } = await reportOf(pool, [], { steps });
  expect(people).toMatchObject({ created: 2 });
  expect(new Set(changes.map(({ id }) => id)).size).toBe(4);
});

test("a user who is gone is not a new one", async () => {
  const pool = await startPool({ seed: { users: [{ username: "ada" }] } });
  const ada = stored(pool, "ada");
  await pool.admin.users.delete(ada.id ?? "");
  const newState = declared("User", "ada", { username: "ada", roles: ["author"] });
  const steps = [{ op: "update", urn: ada.urn, oldState: ada, newState }];
  const { changes } = await reportOf(pool, [ada], { steps });
  expect(changes).toMatchObject([
    {
      kind: "user-refused",
      user: { id: ada.id },
      message: expect.stringContaining(`user ${ada.id ?? ""} does not`),
    },
  ]);
});

describe("what a plan cannot see", () => {
  const secretAccess = creation(
    declared("User", "ada", { username: "ada", roles: "[secret]", groups: ["research"] }),
  );

  test("access that is a secret is missing in it, and it says so", async () => {
    const pool = await startPool();
    const preview = { steps: [secretAccess] };
    const state = [stored(pool, "pool-owner")];
    const { changes, completeness } = await reportOf(pool, state, preview);
    expect(changes.map(({ kind }) => kind)).toEqual(["user-created", "group-given"]);
    expect(completeness).toMatchObject({
      complete: false,
      notRead: [{ subject: "secret-access", message: "access that the program keeps secret (roles of ada)" }],
    });
  });

  test("with --require-complete, such a plan ends with exit code 1, after the report", async () => {
    const pool = await startPool();
    const state = [stored(pool, "pool-owner")];
    const { code, stdout, stderr } = await plan(pool, state, { steps: [secretAccess] }, [
      "--require-complete",
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain("Users: 1 created.");
    expect(stderr).toContain("the plan is incomplete, and --require-complete is set. Not read: access that");
    expect(await plan(pool, state, { steps: [] }, ["--require-complete"])).toMatchObject({ code: 0 });
  });

  test("a pool that rejects the credentials is not a pool without changes", async () => {
    const pool = await startPool();
    const wrong = { APPROW_USERPOOL_SECRET: "0123456789abcdef0123456789abcdef" };
    const state = [stored(pool, "pool-owner")];
    const report = await reportOf(pool, state, { steps: [secretAccess] }, [], wrong);
    expect(report).toMatchObject({ verdict: "refused", credentials: { status: "rejected" } });
    expect(report.completeness).toMatchObject({ complete: false, notRead: [{ subject: "credentials" }] });
    const { stdout } = await plan(pool, state, { steps: [secretAccess] }, [], wrong);
    expect(stdout).toMatch(
      /^No user pool: no changes in what was read; `pulumi up` would fail; incomplete\n/u,
    );
  });
});

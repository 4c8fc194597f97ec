import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { driftReport } from "../../drift/report/report.js";
import { runProgram } from "../cli/run-program.js";
import { openPool, type Pool } from "../support/start-pool.js";
import { Trial } from "./trial.js";

/** Ada in the pool of the stack, and customers in a pool with a provider: one alone, one in a component. */
function program({ emulator }: Pool, dee = ""): string {
  const { userPoolId, secret, url } = emulator;
  return `
    import * as pulumi from "@pulumi/pulumi";
    const customers = new approw.Provider("customers", {
      userPoolId: pulumi.output("${userPoolId}"), secret: "${secret}", host: "${url}", adopt: false,
    });
    class Team extends pulumi.ComponentResource {
      constructor(name, opts) {
        super("people:Team", name, {}, opts);
        const user = new approw.User(name, { username: name }, { parent: this });
        new approw.UserGroupMembership(name, { userId: user.id, groups: ["engineering"] }, { parent: this });
      }
    }
    new Team("cid", { providers: [customers] });
    new approw.User("ada", { username: "ada" });
    new approw.User("dee", { username: "dee" }${dee});
    new approw.User("bob", { username: "ada", nickname: "Bob" }, { provider: customers });
  `;
}

describe("a program with users of two pools", () => {
  let trial: Trial;
  let other: Pool;
  const named = async ({ admin }: Pool): Promise<unknown[]> =>
    (await admin.users.list(1, 50)).list.map(({ username }) => username).sort();

  beforeAll(async () => {
    other = await openPool({
      userPoolId: "0123456789abcdef01234567",
      secret: "0123456789abcdef0123456789abcdef",
    });
    trial = await Trial.open(program(other));
  });

  afterAll(async () => {
    await trial.close();
    await other.emulator.close();
  });

  test("creates each user in the pool of its provider, and then nothing changes", async () => {
    await trial.must("up");

    expect(await named(trial.pool)).toEqual(["ada", "dee"]);
    expect(await named(other)).toEqual(["ada", "cid"]);
    await trial.must("up", "--expect-no-changes");
  });

  test("keeps the secret of the provider encrypted", async () => {
    expect(await trial.stack.readStateFile()).not.toContain(other.emulator.secret);
  });

  test("reads each pool in a refresh", async () => {
    const bob = (await other.admin.users.find({ username: "ada" }))!;
    await other.admin.users.update(bob.id, { nickname: "By hand" });

    const { changeSummary } = await trial.must("refresh");

    expect(changeSummary).toMatchObject({ update: 1 });
  });

  test("is reviewed with the settings of each pool", async () => {
    const { users } = other.admin;
    const cid = (await users.find({ username: "cid" }))!;
    await users.addGroup(cid.id, "research");
    const flags = ["drift", "--stack", "test", "--format", "json"];

    const { code, stdout, stderr } = await runProgram(flags, {
      cwd: trial.program.directory,
      env: trial.stack.env,
    });

    expect(code, stderr).toBe(2);
    const { pools, findings } = driftReport.parse(JSON.parse(stdout));
    const { userPoolId } = other.emulator;
    expect(pools.map((pool) => pool.userPoolId)).toEqual([trial.pool.emulator.userPoolId, userPoolId]);
    expect(findings).toMatchObject([{ kind: "group-foreign", group: "research", userPoolId }]);
    expect(findings[0]?.message).toContain(`(user pool ${userPoolId})`);
    expect(stdout + stderr).not.toContain(other.emulator.secret);
    await users.removeGroup(cid.id, "research");
  });

  test("refuses to move a user to the other pool, and both keep theirs", async () => {
    await trial.write(program(other, ", { provider: customers }"));

    const { code, stdout } = await trial.run("up");

    expect(code).not.toBe(0);
    expect(stdout).toContain(`belongs to user pool ${trial.pool.emulator.userPoolId}`);
    expect(stdout).toContain(`its provider "customers" is configured for ${other.emulator.userPoolId}`);
    expect(await named(trial.pool)).toEqual(["ada", "dee"]);
    expect(await named(other)).toEqual(["ada", "cid"]);
  });

  test("destroys the users of each pool", async () => {
    await trial.write(program(other));

    await trial.must("destroy");

    expect([await named(trial.pool), await named(other)]).toEqual([[], []]);
  });
});

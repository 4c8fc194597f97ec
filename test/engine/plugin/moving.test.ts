import { expect, onTestFinished, test } from "vitest";

import type { RunResult } from "../../../tools/engine/run.js";
import { step } from "../step.js";
import { passwordMark, Trial } from "../trial.js";
import { allKinds, kindsOf } from "./kinds-of.js";
import { argumentsFor, openOtherPool } from "./other-pool.js";
import { writesIn } from "./writes-in.js";

/** Each kind: at the top level, in a component, and in the pool of a provider. */
function declare(classes: "approw" | "plugin", customers: string): string {
  const transformation =
    classes === "approw" ? "pulumi.runtime.registerStackTransformation(approw.movedFromPlugin);" : "";
  return `
    import * as pulumi from "@pulumi/pulumi";
    import * as plugin from "pulumi-approw/plugin";
    ${transformation}
    const of = ${classes};
    const customers = new of.Provider("customers", ${customers});
    class Team extends pulumi.ComponentResource {
      constructor(name, opts) {
        super("people:Team", name, {}, opts);
        const user = new of.User(name, { username: name }, { parent: this });
        new of.UserGroupMembership(name, { userId: user.id, groups: ["engineering"] }, { parent: this });
      }
    }
    const staff = new of.Group("staff", { code: "staff", name: "Staff" });
    const editor = new of.Role("editor", { code: "editor" });
    const badge = new of.UserField("badge", { key: "badge", type: "string" });
    const read = new of.Policy("read", {
      code: "read", statements: [{ resource: "books:*", actions: ["books:read"] }],
    });
    new of.PolicyAssignment("editor", { role: editor.code, policies: [read.code] });
    const ada = new of.User("ada", {
      username: "ada", email: "Ada@Example.com", city: "London", password: "${passwordMark}moving",
      groups: [staff.code], roles: [editor.code], customData: { badge: "B-17" },
    }, { dependsOn: badge });
    new of.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering"], exhaustive: false });
    new of.UserRoleAssignment("ada", { userId: ada.id, roles: ["author"] });
    new of.GroupMembers("research", { group: "research", users: [ada] });
    new Team("bob");
    new Team("cid", { providers: [customers] });
    new of.User("dee", { username: "dee" }, { provider: customers });
  `;
}

test("a stack of dynamic resources moves to the plugin, back and forth again", async () => {
  const other = await openOtherPool();
  const customers = argumentsFor(other);
  const trial = await Trial.open(declare("approw", customers), { plugin: "nodejs" });
  onTestFinished(() => trial.close());
  const pools = [trial.pool, other];
  const { userPoolId } = trial.pool.emulator;
  const move = async (classes: "approw" | "plugin"): Promise<RunResult> => {
    for (const { emulator } of pools) emulator.counters.reset();
    await trial.write(declare(classes, customers));
    const moved = await trial.must("up");
    expect(kindsOf(moved.steps.filter(({ type }) => type.includes("approw:")))).toEqual(allKinds);
    // The provider of the other pool is another one.
    expect(moved.changeSummary).toMatchObject({ create: 1, delete: 1 });
    await trial.must("refresh", "--expect-no-changes");
    expect(pools.flatMap(writesIn)).toEqual([]);
    return moved;
  };
  /** A preview that is refused before anything is asked or planned. */
  const refused = async (): Promise<string> => {
    for (const { emulator } of pools) emulator.counters.reset();
    const { code, stdout, steps } = await trial.run("preview");
    expect(code, stdout).not.toBe(0);
    expect(steps.filter(({ op }) => /delete|replace/u.test(op))).toEqual([]);
    expect(pools.map(({ emulator }) => emulator.counters.total())).toEqual([0, 0]);
    return stdout;
  };
  await trial.must("up");

  await step("with the settings of another pool, the preview refuses the move", async () => {
    await trial.write(declare("plugin", customers));
    await trial.stack.configure({ "approw:userPoolId": "a".repeat(24) });

    const output = await refused();

    expect(output).toContain(`belongs to user pool ${userPoolId}, but the stack is configured for aaa`);
    await trial.stack.configure({ "approw:userPoolId": userPoolId });
  });

  await step("the move changes nothing, and a refresh finds nothing", async () => {
    const { changeSummary } = await move("plugin");

    expect(changeSummary).not.toHaveProperty("update");
  });

  await step("with a provider for another pool, the preview refuses its resources", async () => {
    await trial.write(declare("plugin", argumentsFor(other, "b".repeat(24))));

    const output = await refused();

    expect(output).toContain(
      `belongs to user pool ${other.emulator.userPoolId}, but its provider "customers"`,
    );
  });

  await step("the way back writes to the state only, and the host can read it", async () => {
    const { changeSummary } = await move("approw");

    expect(changeSummary).toMatchObject({ update: 14 });
  });

  await step("and forth again", async () => {
    const { changeSummary } = await move("plugin");

    expect(changeSummary).not.toHaveProperty("update");
  });
});

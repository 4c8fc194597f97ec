import { expect, onTestFinished, test } from "vitest";

import type { Pool } from "../../support/start-pool.js";
import { step } from "../step.js";
import { Trial } from "../trial.js";
import { argumentsFor, openOtherPool } from "./other-pool.js";

type Classes = "approw" | "plugin";

/** A program whose resources have no aliases, and the provider of another pool. */
function withoutAliases(classes: Classes, other: Pool, body: string): string {
  return `
    import * as pulumi from "@pulumi/pulumi";
    import * as plugin from "pulumi-approw/plugin";
    pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props, opts: { ...opts, aliases: [] } }));
    const of = ${classes};
    const customers = new of.Provider("customers", ${argumentsFor(other)});
    class Team extends pulumi.ComponentResource {
      constructor(name, declare, opts) {
        super("people:Team", name, {}, opts);
        declare({ parent: this });
      }
    }
    ${body}
  `;
}

/** Who is in a pool: ids, groups, roles and policies. */
async function contentOf({ admin }: Pool): Promise<unknown[]> {
  const { list: users } = await admin.users.list(1, 50);
  const people = users.map(async ({ id, username }) => {
    const access = await Promise.all([
      admin.users.listGroups(id),
      admin.users.listRoles(id),
      admin.users.listPolicies(id),
    ]);
    const codes = access.flatMap(({ list }) => (list as { code: string }[]).map(({ code }) => code)).sort();
    return { id, username, codes };
  });
  const { list: groups } = await admin.groups.list();
  return [...(await Promise.all(people)), ...groups.map(({ code, createdAt }) => ({ code, createdAt }))];
}

test("access of users who are managed elsewhere", async () => {
  const other = await openOtherPool();
  const trial = await Trial.open("", { plugin: "nodejs" });
  onTestFinished(() => trial.close());
  const create = async ({ admin }: Pool, username: string): Promise<string> => {
    const { id } = await admin.users.create({ username });
    return id;
  };
  const pools = [trial.pool, other];
  const [ada, bob, cid] = [
    await create(trial.pool, "ada"),
    await create(trial.pool, "bob"),
    await create(other, "cid"),
  ];
  const statements = [{ resource: "books:*", actions: ["books:read"] }];
  for (const { admin } of pools) await admin.policies.create({ code: "read", statements });
  const declare = (classes: Classes): string =>
    withoutAliases(
      classes,
      other,
      `
      const access = (name, userId, group) => (opts) => {
        new of.UserGroupMembership(name, { userId, groups: ["engineering"] }, opts);
        new of.UserRoleAssignment(name, { userId, roles: ["author"] }, opts);
        new of.PolicyAssignment(name, { userId, policies: ["read"] }, opts);
        new of.GroupMembers(name, { group, users: [userId] }, opts);
      };
      access("ada", "${ada}", "on-call")({});
      new Team("bob", access("bob", "${bob}", "research"));
      new Team("cid", access("cid", "${cid}", "research"), { providers: [customers] });
      `,
    );
  await trial.write(declare("approw"));
  await trial.must("up");
  const before = await Promise.all(pools.map(contentOf));
  expect(JSON.stringify(before)).toContain('["author","engineering","read","research"]');

  for (const classes of ["plugin", "approw"] as const) {
    await step(`stays when ${classes} takes it over`, async () => {
      await trial.write(declare(classes));

      const { steps } = await trial.must("up");

      expect(steps.filter(({ op }) => op === "delete")).toHaveLength(12);
      expect(await Promise.all(pools.map(contentOf))).toEqual(before);
      await trial.must("up", "--refresh", "--expect-no-changes");
    });
  }
});

test("users and groups that the stack manages", async () => {
  const other = await openOtherPool();
  const declare = (classes: Classes): string =>
    withoutAliases(
      classes,
      other,
      `
      new of.Group("staff", { code: "staff" });
      new of.User("ada", { username: "ada" });
      new Team("bob", (opts) => new of.User("bob", { username: "bob" }, opts));
      new of.User("cid", { username: "cid" }, { provider: customers });
      `,
    );
  const trial = await Trial.open(declare("approw"), { plugin: "nodejs" });
  onTestFinished(() => trial.close());
  const pools = [trial.pool, other];
  await trial.must("up");
  const before = await Promise.all(pools.map(contentOf));
  /** The engine goes on after a creation that failed, and deletes what the program no longer has. */
  const move = async (classes: Classes): Promise<void> => {
    await trial.write(declare(classes));
    const { code, stdout, steps } = await trial.run("up", "--continue-on-error");
    expect(code).not.toBe(0);
    expect(steps.filter(({ op, failed }) => op === "delete" && !failed)).toEqual([]);
    expect(stdout).toContain(
      "if you moved the resource to the plugin or back, add its previous type as an alias",
    );
    expect(stdout).toContain("group staff is already in the pool");
    expect(stdout).toContain(
      "deleting group staff is refused: another resource of the program declares the same group",
    );
    expect(await Promise.all(pools.map(contentOf))).toEqual(before);
  };

  await step("stay when the plugin is to take them over", () => move("plugin"));

  await step("stay when dynamic resources are to take them over", async () => {
    await trial.write(declare("plugin").replace("aliases: []", "aliases: opts.aliases"));
    await trial.must("up");

    await move("approw");
  });
});

import { describe, expect, test } from "vitest";

import type { Properties } from "../../../model/rules/record.js";
import { check } from "../../../provider/session.js";
import { contextOf, type FreshContext } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import { heldBy } from "./fault-matrix.js";

/** The outcome of the first run, which renamed the group design to product and could not say so. */
type End = "killed" | "noted";

/** A group and those who refer to it by its output. */
class Stack {
  context: FreshContext;
  readonly group = new SmallEngine("Group", () => this.context);
  readonly membership = new SmallEngine("UserGroupMembership", () => this.context);
  readonly members = new SmallEngine("GroupMembers", () => this.context);
  readonly user = new SmallEngine("User", () => this.context);

  private constructor(
    readonly pool: Pool,
    readonly ids: readonly string[],
  ) {
    this.context = contextOf(pool, { client: pool.admin });
  }

  static async start(): Promise<Stack> {
    const pool = await startPool({ seed: { users: [{ username: "one" }, { username: "two" }] } });
    const ids = (await pool.admin.users.list()).list.map(({ id }) => id);
    const stack = new Stack(pool, ids);
    await stack.up("design");
    return stack;
  }

  nextRun(): void {
    this.context = contextOf(this.pool, { client: this.pool.admin });
  }

  /** The run whose renaming is lost: what follows the group is not updated. */
  async loseRenaming(end: End, isDone = true): Promise<void> {
    if (isDone) await this.pool.admin.groups.update("design", { newCode: "product" });
    const kept = this.group.kept!;
    const notes = { unconfirmed: ["code"], renaming: "product" };
    if (end === "noted")
      this.group.kept = { ...kept, isUnfinished: true, outs: { ...kept.outs, __approw: notes } };
  }

  async up(code: string, group: Properties = {}): Promise<string[]> {
    this.nextRun();
    const [one = "", two = ""] = this.ids;
    return [
      await this.group.up({ code, ...group }),
      await this.membership.up({ userId: one, groups: [code, "on-call"] }),
      await this.members.up({ group: code, users: [two] }),
      await this.user.up({ username: "ada", groups: [code], exhaustiveGroups: true }),
    ];
  }

  async refresh(): Promise<void> {
    this.nextRun();
    for (const engine of [this.group, this.membership, this.members, this.user]) await engine.refresh();
  }

  /** The groups of everyone by name, and how many groups of these two there are. */
  async expectAccess(code: string): Promise<void> {
    const [one = "", two = ""] = this.ids;
    const of = async (id: string): Promise<string[]> => (await heldBy(this.pool.admin, id)).groups.sort();
    expect([await of(one), await of(two), await of(this.user.kept!.id)]).toEqual([
      ["on-call", code].sort(),
      [code],
      [code],
    ]);
  }

  async codes(): Promise<string[]> {
    const { list } = await this.pool.admin.groups.list(1, 50);
    return list.map(({ code }) => code).filter((code) => ["design", "product", "plan"].includes(code));
  }
}

const same = ["same", "same", "same", "same"];

describe("a renaming of which no answer came", () => {
  test.each(["killed", "noted"] as const)("%s, is done by the next run", async (end) => {
    const stack = await Stack.start();
    await stack.loseRenaming(end);
    stack.pool.emulator.counters.reset();

    await stack.up("product");

    await stack.expectAccess("product");
    expect(await stack.codes()).toEqual(["product"]);
    expect(await stack.up("product")).toEqual(same);
  });

  test("noted, is known after a refresh", async () => {
    const stack = await Stack.start();
    await stack.loseRenaming("noted");

    await stack.refresh();
    await stack.up("product");

    await stack.expectAccess("product");
    expect(await stack.codes()).toEqual(["product"]);
    expect(await stack.up("product")).toEqual(same);
  });

  test("killed, is refused after a refresh until the program adopts the group: it may be another one", async () => {
    const stack = await Stack.start();
    await stack.loseRenaming("killed");
    await stack.refresh();

    await expect(stack.up("product")).rejects.toThrow(/group product is already in the pool.*adopt: true/u);
    await stack.up("product", { adopt: true });

    await stack.expectAccess("product");
    expect(await stack.codes()).toEqual(["product"]);
  });

  test.each([
    ["with a refresh", true],
    ["without a refresh", false],
  ])("is taken back when the program takes it back, %s", async (_name, isRefreshed) => {
    const stack = await Stack.start();
    await stack.loseRenaming("noted");

    if (isRefreshed) await stack.refresh();
    await stack.up("design");

    await stack.expectAccess("design");
    expect(await stack.codes()).toEqual(["design"]);
    expect(await stack.up("design")).toEqual(same);
  });

  test("that was not done is taken back without another write", async () => {
    const stack = await Stack.start();
    await stack.loseRenaming("noted", false);
    stack.pool.emulator.counters.reset();

    await stack.up("design");

    expect(stack.pool.emulator.counters.of("updateGroup")).toBe(0);
    await stack.expectAccess("design");
    expect(await stack.up("design")).toEqual(same);
  });

  test("is followed by another one", async () => {
    const stack = await Stack.start();
    await stack.loseRenaming("noted");

    await stack.up("plan");

    await stack.expectAccess("plan");
    expect(await stack.codes()).toEqual(["plan"]);
    expect(await stack.up("plan")).toEqual(same);
  });
});

describe("a group that another resource may own since a renaming of which no answer came", () => {
  test("is not adopted when that resource was compared before", async () => {
    const stack = await Stack.start();
    await stack.loseRenaming("noted");
    stack.nextRun();
    const { session } = stack.context;
    const { id, inputs, outs } = stack.group.kept!;
    const back = check("Group", inputs, { code: "design" }, () => session).inputs;
    session.diff("Group", id, outs, back);
    const next = new SmallEngine("Group", () => stack.context);

    await expect(next.up({ code: "product", name: "Next", adopt: true })).rejects.toThrow(
      /group product was not adopted: another resource of this program may own it/u,
    );
    expect(await stack.pool.admin.groups.detail("product")).not.toMatchObject({ name: "Next" });
  });

  test("is not taken back from a resource that adopted it before", async () => {
    const stack = await Stack.start();
    await stack.loseRenaming("noted");
    stack.nextRun();
    const next = new SmallEngine("Group", () => stack.context);
    await next.up({ code: "product", adopt: true });

    await expect(stack.group.up({ code: "design" })).rejects.toThrow(
      /group design was renamed to product by an earlier run, and another resource of this program owns that now/u,
    );
    await stack.expectAccess("product");
  });

  test("is not deleted with the previous resource when a new one has adopted it", async () => {
    const stack = await Stack.start();
    await stack.up("design", { force: true });
    await stack.loseRenaming("noted");
    stack.nextRun();
    const next = new SmallEngine("Group", () => stack.context);
    await next.up({ code: "product", adopt: true });

    await stack.group.destroy();

    expect(await stack.codes()).toEqual(["product"]);
    await stack.expectAccess("product");
  });

  test("is still deleted with its own resource", async () => {
    const stack = await Stack.start();
    await stack.up("design", { force: true });
    await stack.loseRenaming("noted");
    stack.nextRun();

    await stack.group.destroy();

    expect(await stack.codes()).toEqual([]);
  });
});

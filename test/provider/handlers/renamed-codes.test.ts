import { describe, expect, test } from "vitest";

import { check } from "../../../provider/session.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import { heldBy } from "./fault-matrix.js";

/** Everything that refers to a group and a role by their outputs, in one stack. */
class Stack {
  readonly group = this.#engine("Group");
  readonly role = this.#engine("Role");
  readonly membership = this.#engine("UserGroupMembership");
  readonly assignment = this.#engine("UserRoleAssignment");
  readonly members = this.#engine("GroupMembers");
  readonly user = this.#engine("User");
  readonly policy = this.#engine("Policy");
  readonly policiesOfUser = this.#engine("PolicyAssignment");
  readonly policiesOfGroup = this.#engine("PolicyAssignment");
  readonly policiesOfRole = this.#engine("PolicyAssignment");
  context: ReturnType<typeof contextOf>;

  constructor(readonly pool: Pool) {
    this.context = contextOf(pool, { client: pool.admin });
  }

  #engine(kind: ConstructorParameters<typeof SmallEngine>[0]): SmallEngine {
    return new SmallEngine(kind, () => this.context);
  }

  /** One run: the group, the role and the policy first, because all others depend on them. */
  async up(
    group: string,
    role: string,
    policy: string,
    [one = "", two = ""]: readonly string[],
  ): Promise<string[]> {
    this.context = contextOf(this.pool, { client: this.pool.admin });
    return [
      await this.group.up({ code: group, name: "Team" }),
      await this.role.up({ code: role }),
      await this.policy.up({ code: policy, statements }),
      await this.membership.up({ userId: one, groups: [group, "on-call"] }),
      await this.assignment.up({ userId: one, roles: ["author", role] }),
      await this.members.up({ group, users: [two] }),
      await this.user.up({ username: "ada", groups: [group], roles: [role] }),
      await this.policiesOfUser.up({ userId: one, policies: [policy] }),
      await this.policiesOfGroup.up({ group, policies: [policy, "audit"] }),
      await this.policiesOfRole.up({ role, policies: ["audit"] }),
    ];
  }
}

/** Those of the user, of the group and of the role, after the renaming. */
const policies = [["plan"], ["audit", "plan"], ["audit"]];

const statements = [{ resource: "books:*", actions: ["books:read"] }];

/** How many resources the stack has. */
const all = 10;

const taking = [
  "removeUserFromGroup",
  "revokeRole",
  "addUserToGroup",
  "assignRole",
  "removePolicyAssignments",
  "addPolicyAssignments",
] as const;

/** The policies of a user, a group and a role. */
async function policiesOf({ admin }: Pool, user: string, group: string, role: string): Promise<string[][]> {
  const targets = [
    { targetType: "USER", targetIdentifier: user },
    { targetType: "GROUP", targetIdentifier: group },
    { targetType: "ROLE", targetIdentifier: role },
  ] as const;
  const pages = await Promise.all(targets.map((target) => admin.policies.listOfTarget(target)));
  return pages.map(({ list }) => list.map(({ code }) => code).sort());
}

/** Puts a note of the provider into the state of a resource. */
function note(engine: SmallEngine, notes: object): void {
  const kept = engine.kept!;
  engine.kept = { ...kept, isUnfinished: true, outs: { ...kept.outs, __approw: notes } };
}

describe("a renamed group, role or policy", () => {
  async function startStack(): Promise<{ stack: Stack; ids: string[] }> {
    const pool = await startPool({
      seed: { users: [{ username: "one" }, { username: "two" }], policies: [{ code: "audit", statements }] },
    });
    const ids = (await pool.admin.users.list()).list.map(({ id }) => id);
    const stack = new Stack(pool);
    await stack.up("design", "drawer", "sketch", ids);
    pool.emulator.counters.reset();
    return { stack, ids };
  }

  test("takes everything along that refers to it, and nobody loses anything in between", async () => {
    const { stack, ids } = await startStack();

    expect(await stack.up("product", "planner", "plan", ids)).toEqual(Array(all).fill("update"));

    const { emulator, admin } = stack.pool;
    expect(taking.map((operation) => emulator.counters.of(operation))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await heldBy(admin, ids[0]!)).toEqual({
      groups: ["product", "on-call"],
      roles: ["author", "planner"],
    });
    expect(await heldBy(admin, stack.user.kept!.id)).toEqual({ groups: ["product"], roles: ["planner"] });
    expect(await policiesOf(stack.pool, ids[0]!, "product", "planner")).toEqual(policies);
    expect(await stack.up("product", "planner", "plan", ids)).toEqual(Array(all).fill("same"));
    for (const engine of [
      stack.membership,
      stack.assignment,
      stack.members,
      stack.user,
      stack.group,
      stack.role,
      stack.policy,
      stack.policiesOfUser,
      stack.policiesOfGroup,
      stack.policiesOfRole,
    ]) {
      expect(await engine.refresh()).toBe("same");
    }
  });

  test("leaves the id of a resource as it is, also where an update fails in part", async () => {
    const { stack, ids } = await startStack();
    await stack.up("product", "planner", "plan", ids);

    await expect(stack.members.up({ group: "product", users: [...ids, "nobody"] })).rejects.toThrow("nobody");
    expect(stack.members.kept?.id).toBe("design");
    await expect(stack.policiesOfGroup.up({ group: "product", policies: ["plan", "fly"] })).rejects.toThrow(
      "policy fly",
    );
    expect(stack.policiesOfGroup.kept?.id).toBe("group/design/default");
  });

  test("leaves the previous code free: what is removed in the same run is taken under the new one", async () => {
    const { stack, ids } = await startStack();
    stack.context = contextOf(stack.pool, { client: stack.pool.admin });
    await stack.group.up({ code: "product", name: "Team" });
    await stack.policy.up({ code: "plan", statements });
    await stack.membership.destroy();
    await stack.policiesOfUser.destroy();
    await stack.policiesOfGroup.destroy();

    expect(await heldBy(stack.pool.admin, ids[0]!)).toMatchObject({ groups: [] });
    expect(await policiesOf(stack.pool, ids[0]!, "product", "drawer")).toEqual([[], [], ["audit"]]);
  });

  test("that a run could not finish costs nobody anything in the next one", async () => {
    const { stack, ids } = await startStack();
    // The first run ends after the renaming; the next one knows of none.
    await stack.group.up({ code: "product", name: "Team" });
    await stack.role.up({ code: "planner" });
    await stack.policy.up({ code: "plan", statements });

    await stack.up("product", "planner", "plan", ids);

    const { admin } = stack.pool;
    expect(await heldBy(admin, ids[0]!)).toEqual({
      groups: ["product", "on-call"],
      roles: ["author", "planner"],
    });
    expect(await heldBy(admin, ids[1]!)).toMatchObject({ groups: ["product"] });
    expect(await policiesOf(stack.pool, ids[0]!, "product", "planner")).toEqual(policies);
    expect(await heldBy(admin, stack.user.kept!.id)).toEqual({ groups: ["product"], roles: ["planner"] });
    expect(await policiesOf(stack.pool, ids[0]!, "product", "planner")).toEqual(policies);
    expect(await stack.up("product", "planner", "plan", ids)).toEqual(Array(all).fill("same"));
  });

  test.each(["first", "last"])(
    "whose previous code another one declares is refused, checked %s",
    async (order) => {
      const { stack } = await startStack();
      const { session } = contextOf(stack.pool, { client: stack.pool.admin });
      const declare = (name: string, olds: object, code: string): string[] =>
        check("Group", { ...olds }, { code, __approwName: name }, () => session).failures.map(
          ({ reason }) => reason,
        );
      const rename = (): string[] => declare("one", { code: "design" }, "product");
      const create = (): string[] => declare("next", {}, "design");

      const failures = order === "first" ? [...rename(), ...create()] : [...create(), ...rename()];

      expect(failures).toEqual([
        expect.stringMatching(/^group design is renamed by one, and next declares its previous code.*first/u),
      ]);
    },
  );

  test("keeps the doubt whether a user has it: a write that may not have been done is done under the new code", async () => {
    const { stack, ids } = await startStack();
    const { admin } = stack.pool;
    const [one = ""] = ids;
    const user = stack.user.kept!.id;
    // The run before asked for these, heard nothing, and did not know whether they were given.
    await admin.users.removeGroup(one, "design");
    await admin.users.removeRoles(one, ["drawer"]);
    await admin.users.removeGroup(user, "design");
    await admin.users.removeRoles(user, ["drawer"]);
    note(stack.membership, { unconfirmedCodes: ["design"] });
    note(stack.assignment, { unconfirmedCodes: ["drawer"] });
    note(stack.user, { unconfirmedCodes: ["group//design", "role/default/drawer"] });

    await stack.up("product", "planner", "plan", ids);

    expect(await heldBy(admin, one)).toEqual({
      groups: ["on-call", "product"],
      roles: ["author", "planner"],
    });
    expect(await heldBy(admin, user)).toEqual({ groups: ["product"], roles: ["planner"] });
    expect(stack.membership.kept?.outs).not.toHaveProperty("__approw");
    expect(await stack.up("product", "planner", "plan", ids)).toEqual(Array(all).fill("same"));
  });

  test("is not taken by a resource that notes it as given elsewhere", async () => {
    const { stack, ids } = await startStack();
    const [one = ""] = ids;
    note(stack.membership, { foreign: ["design"] });
    note(stack.policiesOfUser, { foreign: ["sketch"] });
    stack.context = contextOf(stack.pool, { client: stack.pool.admin });
    await stack.group.up({ code: "product", name: "Team" });
    await stack.policy.up({ code: "plan", statements });

    await stack.membership.destroy();
    await stack.policiesOfUser.destroy();

    expect(await heldBy(stack.pool.admin, one)).toMatchObject({ groups: ["product"] });
    expect(await policiesOf(stack.pool, one, "product", "drawer")).toEqual([
      ["plan"],
      ["audit", "plan"],
      ["audit"],
    ]);
  });

  test("that failed changes nothing of what was to follow it", async () => {
    const { stack, ids } = await startStack();
    const { session } = contextOf(stack.pool, { client: stack.pool.admin });
    const compare = (kind: "Group" | "GroupMembers", engine: SmallEngine, declared: object): unknown => {
      const { id, inputs, outs } = engine.kept!;
      check(kind, inputs, { ...declared }, () => session);
      return session.diff(kind, id, outs, { ...declared });
    };
    const group = { code: "research", name: "Team" };
    const members = { group: "research", users: [ids[1] ?? ""] };
    // The engine compares both before it carries out either.
    expect(compare("Group", stack.group, group)).toEqual({ changes: true, changed: ["code"] });
    expect(compare("GroupMembers", stack.members, members)).toEqual({ changes: true, changed: [] });

    const { id, outs } = stack.members.kept!;
    const [renamed, followed] = await Promise.allSettled([
      session.update("Group", stack.group.kept!.id, stack.group.kept!.outs, group),
      session.update("GroupMembers", id, outs, members),
    ]);

    expect(renamed).toMatchObject({
      reason: { message: expect.stringMatching(/already in use/u) as string },
    });
    expect(followed).toMatchObject({
      reason: { message: expect.stringMatching(/follows the renaming .* that was not done/u) as string },
    });
    expect(await heldBy(stack.pool.admin, ids[1] ?? "")).toMatchObject({ groups: ["design"] });
  });
});

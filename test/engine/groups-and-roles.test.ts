import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { namesOf, Trial } from "./trial.js";

/** A group, a role and a policy with everything that refers to them. */
function team(group: string, role: string, policy: string): string {
  return `
    const design = new approw.Group("design", { code: ${JSON.stringify(group)}, name: "Design" });
    const drawer = new approw.Role("drawer", { code: ${JSON.stringify(role)}, description: "May draw" });
    const ada = new approw.User("ada", { username: "ada", groups: [design], roles: [drawer, "author"] });
    const alan = new approw.User("alan", { username: "alan" });
    const grace = new approw.User("grace", { username: "grace" });
    new approw.UserGroupMembership("alan", { userId: alan.id, groups: [design, "on-call"] });
    new approw.UserRoleAssignment("alan", { userId: alan.id, roles: [drawer] });
    new approw.GroupMembers("design", { group: design.code, users: [grace] });
    const sketch = new approw.Policy("sketch", {
      code: ${JSON.stringify(policy)},
      statements: [{ resource: design.code.apply((code) => "drawings:" + code), actions: ["drawings:read"] }],
    });
    new approw.PolicyAssignment("design", { group: design.code, policies: [sketch] });
    new approw.PolicyAssignment("alan", { userId: alan.id, policies: [sketch.code] });
  `;
}

test("the life of groups, roles and policies with everything that refers to them", async () => {
  const trial = await Trial.open(team("design", "drawer", "sketch"));
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const { counters } = emulator;
  const members = async (code: string): Promise<(string | null)[]> =>
    (await admin.groups.listUsers(code)).list.map(({ username }) => username ?? null).sort();
  const holders = async (code: string): Promise<(string | null)[]> =>
    (await admin.roles.listUsers(code)).list.map(({ username }) => username ?? null).sort();

  const policiesOf = async (targetType: "GROUP" | "USER", targetIdentifier: string): Promise<string[]> => {
    const { list } = await admin.policies.listOfTarget({ targetType, targetIdentifier });
    return list.map(({ code }) => code);
  };
  const idOf = async (username: string): Promise<string> => (await admin.users.find({ username }))?.id ?? "";

  await step("a preview plans all of them although no code is in the pool yet", async () => {
    expect((await trial.run("preview")).changeSummary).toMatchObject({ create: 12 });
    expect(counters.total()).toBe(0);
  });

  await step("up creates the group and the role before anything refers to them", async () => {
    await trial.must("up");
    expect(await members("design")).toEqual(["ada", "alan", "grace"]);
    expect(await holders("drawer")).toEqual(["ada", "alan"]);
    expect(await admin.policies.detail("sketch")).toMatchObject({
      statements: [{ resource: "drawings:design", actions: ["drawings:read"] }],
    });
    expect(await policiesOf("GROUP", "design")).toEqual(["sketch"]);
    expect(await policiesOf("USER", await idOf("alan"))).toEqual(["sketch"]);
  });

  await step("the next up changes nothing and sends nothing", async () => {
    counters.reset();
    await trial.must("up", "--expect-no-changes");
    expect(counters.total()).toBe(0);
  });

  await step("a changed code renames in place: no replacement, and nobody is taken out", async () => {
    await trial.write(team("product", "planner", "plan"));
    const preview = await trial.run("preview");
    expect(preview.changeSummary).toMatchObject({ update: 9, same: 3 });
    expect(preview.changeSummary).not.toMatchObject({ replace: expect.anything() as unknown });
    trial.calls.length = 0;
    await trial.must("up", "--skip-preview");
    expect(trial.calls.filter((call) => call.startsWith("update"))).toHaveLength(3);
    expect(trial.calls).not.toContain("addUserToGroup");
    expect(trial.calls).not.toContain("removeUserFromGroup");
    expect(trial.calls).not.toContain("addPolicyAssignments");
    expect(trial.calls).not.toContain("removePolicyAssignments");
    expect(await members("product")).toEqual(["ada", "alan", "grace"]);
    expect(await holders("planner")).toEqual(["ada", "alan"]);
    expect(await policiesOf("GROUP", "product")).toEqual(["plan"]);
    expect(await policiesOf("USER", await idOf("alan"))).toEqual(["plan"]);
  });

  await step("drift by hand in each of them is found and repaired", async () => {
    const [ada, alan, grace] = [await idOf("ada"), await idOf("alan"), await idOf("grace")];
    await admin.groups.update("product", { name: "By hand" });
    await admin.roles.update("planner", { description: "By hand" });
    await admin.groups.removeUsers("product", [ada, grace]);
    await admin.roles.revoke({ roles: ["planner"], userIds: [ada] });
    await admin.policies.update("plan", { statements: [{ resource: "*", actions: ["*"] }] });
    await admin.policies.unassign({ policies: ["plan"], targetType: "USER", targetIdentifiers: [alan] });
    await trial.must("up", "--refresh", "--skip-preview");
    expect(await admin.groups.detail("product")).toMatchObject({ name: "Design" });
    expect(await admin.roles.detail("planner")).toMatchObject({ description: "May draw" });
    expect(await members("product")).toEqual(["ada", "alan", "grace"]);
    expect(await holders("planner")).toEqual(["ada", "alan"]);
    expect(await admin.policies.detail("plan")).toMatchObject({
      statements: [{ resource: "drawings:product" }],
    });
    expect(await policiesOf("USER", alan)).toEqual(["plan"]);
  });

  await step("destroy removes users from the group before it counts its members", async () => {
    const result = await trial.must("destroy", "--skip-preview");
    expect(namesOf(result, "delete", "Group")).toEqual(["design"]);
    expect(namesOf(result, "delete", "Policy")).toEqual(["sketch"]);
    expect(await admin.policies.list()).toMatchObject({ totalCount: 0 });
    expect((await admin.groups.list(1, 50)).list.map(({ code }) => code)).not.toContain("product");
    expect((await admin.users.list()).totalCount).toBe(0);
  });
});

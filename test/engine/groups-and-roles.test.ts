import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { namesOf, Trial } from "./trial.js";

/** A group and a role with everything that refers to them. `exact`: the code of the group as a literal. */
function team(group: string, role: string): string {
  return `
    const design = new approw.Group("design", { code: ${JSON.stringify(group)}, name: "Design" });
    const drawer = new approw.Role("drawer", { code: ${JSON.stringify(role)}, description: "May draw" });
    const ada = new approw.User("ada", { username: "ada", groups: [design], roles: [drawer, "author"] });
    const alan = new approw.User("alan", { username: "alan" });
    const grace = new approw.User("grace", { username: "grace" });
    new approw.UserGroupMembership("alan", { userId: alan.id, groups: [design, "on-call"] });
    new approw.UserRoleAssignment("alan", { userId: alan.id, roles: [drawer] });
    new approw.GroupMembers("design", { group: design.code, users: [grace] });
  `;
}

test("the life of groups and roles with everything that refers to them", async () => {
  const trial = await Trial.open(team("design", "drawer"));
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const { counters } = emulator;
  const members = async (code: string): Promise<(string | null)[]> =>
    (await admin.groups.listUsers(code)).list.map(({ username }) => username ?? null).sort();
  const holders = async (code: string): Promise<(string | null)[]> =>
    (await admin.roles.listUsers(code)).list.map(({ username }) => username ?? null).sort();

  await step("a preview plans all of them although no code is in the pool yet", async () => {
    expect((await trial.run("preview")).changeSummary).toMatchObject({ create: 9 });
    expect(counters.total()).toBe(0);
  });

  await step("up creates the group and the role before anything refers to them", async () => {
    await trial.must("up");
    expect(await members("design")).toEqual(["ada", "alan", "grace"]);
    expect(await holders("drawer")).toEqual(["ada", "alan"]);
  });

  await step("the next up changes nothing and sends nothing", async () => {
    counters.reset();
    await trial.must("up", "--expect-no-changes");
    expect(counters.total()).toBe(0);
  });

  await step("a changed code renames in place: no replacement, and nobody is taken out", async () => {
    await trial.write(team("product", "planner"));
    const preview = await trial.run("preview");
    expect(preview.changeSummary).toMatchObject({ update: 6, same: 3 });
    expect(preview.changeSummary).not.toMatchObject({ replace: expect.anything() as unknown });
    trial.calls.length = 0;
    await trial.must("up", "--skip-preview");
    expect(trial.calls.filter((call) => call.startsWith("update"))).toHaveLength(2);
    expect(trial.calls).not.toContain("addUserToGroup");
    expect(trial.calls).not.toContain("removeUserFromGroup");
    expect(await members("product")).toEqual(["ada", "alan", "grace"]);
    expect(await holders("planner")).toEqual(["ada", "alan"]);
  });

  await step("drift by hand in each of them is found and repaired", async () => {
    const { list } = await admin.users.list();
    const idOf = (name: string): string => list.find(({ username }) => username === name)?.id ?? "";
    await admin.groups.update("product", { name: "By hand" });
    await admin.roles.update("planner", { description: "By hand" });
    await admin.groups.removeUsers("product", [idOf("ada"), idOf("grace")]);
    await admin.roles.revoke({ roles: ["planner"], userIds: [idOf("ada")] });
    await trial.must("up", "--refresh", "--skip-preview");
    expect(await admin.groups.detail("product")).toMatchObject({ name: "Design" });
    expect(await admin.roles.detail("planner")).toMatchObject({ description: "May draw" });
    expect(await members("product")).toEqual(["ada", "alan", "grace"]);
    expect(await holders("planner")).toEqual(["ada", "alan"]);
  });

  await step("destroy removes users from the group before it counts its members", async () => {
    const result = await trial.must("destroy", "--skip-preview");
    expect(namesOf(result, "delete", "Group")).toEqual(["design"]);
    expect((await admin.groups.list(1, 50)).list.map(({ code }) => code)).not.toContain("product");
    expect((await admin.users.list()).totalCount).toBe(0);
  });
});

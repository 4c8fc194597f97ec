import { expect, onTestFinished } from "vitest";

import type { StackState } from "../../../tools/engine/stack.js";
import { step } from "../step.js";
import { passwordMark, Trial } from "../trial.js";
import { yamlTest } from "../../support/yaml-test.js";

const declare = (nickname: string, groups: string): string => `
resources:
  cleo:
    type: approw:User
    properties:
      username: cleo
      nickname: ${nickname}
      city: London
      password: ${passwordMark}cleo
      groups: [${groups}]
  bob:
    type: approw:User
    properties: { username: bob }
  roles-of-bob:
    type: approw:UserRoleAssignment
    properties: { userId: "\${bob.id}", roles: [author, reviewer, writer] }
`;

function resourceIn({ resources }: StackState, name: string): Record<string, unknown> {
  const found = resources.find(({ urn }) => urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`${name} is not in the state`);
  return found;
}

yamlTest("writes that are half done", async () => {
  const trial = await Trial.open(declare("Cleo", "research"), { plugin: "yaml" });
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const cleo = async (): Promise<{ id: string; groups: string[] } & Record<string, unknown>> => {
    const user = await admin.users.find({ username: "cleo" });
    if (user === null) throw new Error("cleo is not in the pool");
    const { list } = await admin.users.listGroups(user.id);
    return { ...user, groups: list.map(({ code }) => code).sort() };
  };

  await step("an incomplete creation is kept in the state with what was done", async () => {
    emulator.faults.add({ operation: "updateUser", kind: "code", code: 500 });

    const { code, stdout } = await trial.run("up", "--continue-on-error");

    expect(code).not.toBe(0);
    expect(stdout).toContain("was created, but without city");
    const state = await trial.state();
    const { id } = await cleo();
    expect(resourceIn(state, "cleo")).toMatchObject({
      id,
      initErrors: [expect.stringContaining("was created, but without city")],
    });
    expect(resourceIn(state, "roles-of-bob")).toMatchObject({
      outputs: { roles: ["author", "reviewer"] },
      initErrors: [expect.stringContaining("writer")],
    });
  });

  await step("the next up does the rest, and nothing twice", async () => {
    await admin.roles.create({ code: "writer" });
    trial.calls.length = 0;

    await trial.must("up");

    expect(trial.calls).not.toContain("createUser");
    expect(await cleo()).toMatchObject({ city: "London", groups: ["research"] });
    const bob = (await admin.users.find({ username: "bob" }))?.id ?? "";
    const { list } = await admin.users.listRoles(bob);
    expect(list.map(({ code }) => code).sort()).toEqual(["author", "reviewer", "writer"]);
  });

  await step("an incomplete update keeps what was done", async () => {
    emulator.faults.add({ operation: "addUserToGroup", kind: "code", code: 500 });
    await trial.write(declare("Cleopatra", "research, engineering"));

    const { code, stdout } = await trial.run("up");

    expect(code).not.toBe(0);
    expect(stdout).toContain("engineering");
    expect(await cleo()).toMatchObject({ nickname: "Cleopatra", groups: ["research"] });
    expect(resourceIn(await trial.state(), "cleo")).toMatchObject({
      outputs: { nickname: "Cleopatra", groups: ["research"] },
    });
  });

  await step("the next up sends only the rest", async () => {
    trial.calls.length = 0;

    await trial.must("up");

    expect(trial.calls).not.toContain("updateUser");
    expect(await cleo()).toMatchObject({ nickname: "Cleopatra", groups: ["engineering", "research"] });
    await trial.must("up", "--expect-no-changes");
  });
});

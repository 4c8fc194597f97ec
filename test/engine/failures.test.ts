import { expect, onTestFinished, test } from "vitest";

import type { StackState } from "../../tools/engine/stack.js";
import { step } from "./step.js";
import { Trial } from "./trial.js";

/** Our resources in the state, without the engine's own fields. */
function knownIn({ resources }: StackState): unknown[] {
  return resources
    .filter(({ type }) => type.includes("approw:"))
    .map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }));
}

function resourceIn(state: StackState, name: string): Record<string, unknown> {
  const found = state.resources.find(({ urn }) => urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`${name} is not in the state`);
  return found;
}

test("failures in the life of users", async () => {
  const declareAda = (fields: string): string => `
    const ada = new approw.User("ada", { username: "ada", email: "ada@example.com", ${fields} });
    new approw.UserGroupMembership("groups-of-ada", { userId: ada.id, groups: ["engineering"] });
  `;
  const others = `
    new approw.User("cleo", { username: "cleo", city: "London", expiredAt: "2030-01-01T00:00:00.000Z" });
    const bob = new approw.User("bob", { username: "bob" });
    new approw.UserRoleAssignment("roles-of-bob", { userId: bob.id, roles: ["author", "reviewer", "writer"] });
  `;
  const trial = await Trial.open(declareAda('nickname: "Ada", company: "Example"') + others);
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;

  await step(
    "an incomplete creation is kept in the state, and the next run does the rest and nothing twice",
    async () => {
      emulator.faults.add({ operation: "updateUser", kind: "code", code: 500 });

      // Without the flag, the engine starts no more operations after the first failure.
      const first = await trial.run("up", "--continue-on-error");

      expect(first.code).not.toBe(0);
      const state = await trial.state();
      const { id: cleo } = (await admin.users.find({ username: "cleo" }))!;
      const { id: bob } = (await admin.users.find({ username: "bob" }))!;
      expect(resourceIn(state, "cleo")).toMatchObject({
        id: cleo,
        initErrors: [expect.stringContaining("was created, but without city, expiredAt")],
      });
      expect(resourceIn(state, "roles-of-bob")).toMatchObject({
        outputs: { roles: ["author", "reviewer"] },
        initErrors: [expect.stringContaining("writer")],
      });

      await admin.roles.create({ code: "writer" });
      trial.calls.length = 0;
      await trial.must("up");

      expect(trial.calls).not.toContain("createUser");
      const fields = ["city", "expiredAt"] as const;
      const snapshot = (await admin.users.snapshot([cleo], { fields })).get(cleo);
      expect(snapshot?.fields).toMatchObject({ city: "London", expiredAt: "2030-01-01T00:00:00.000Z" });
      const roles = await admin.users.listRoles(bob);
      expect(roles.list.map(({ code }) => code).sort()).toEqual(["author", "reviewer", "writer"]);
      await trial.must("up", "--expect-no-changes");
    },
  );

  const { id } = (await admin.users.find({ username: "ada" }))!;

  await step("an incomplete update says what is missing, and the next run completes it", async () => {
    const body = { data: { updateUser: await admin.users.detail(id) } };
    // The service responds twice as if it kept the nickname: when it is to be null, and when it is to be empty.
    emulator.faults.add({ operation: "updateUser", kind: "shape", body, times: 2 });
    await trial.write(declareAda('company: "Example"'));

    const first = await trial.run("up");

    expect(first.code).not.toBe(0);
    expect(first.stdout).toContain("the service keeps the previous value of nickname");
    expect(resourceIn(await trial.state(), "ada")).toMatchObject({ id, outputs: { nickname: "Ada" } });

    await trial.must("up");

    expect(await admin.users.detail(id)).toMatchObject({ nickname: null, company: "Example" });
  });

  for (const [problem, fault] of [
    ["is throttled for an hour", { kind: "throttle", retryAfter: 3600 }],
    ["is refused", { kind: "code", code: 500 }],
  ] as const) {
    await step(`a refresh that ${problem} fails and leaves the state unchanged`, async () => {
      const before = knownIn(await trial.state());
      emulator.faults.add({ operation: "userBatch", times: Infinity, ...fault });

      const refresh = await trial.run("refresh");

      emulator.faults.clear();
      expect(refresh.code).not.toBe(0);
      expect(refresh.stdout).toContain(`error: reading user ${id} `);
      expect(knownIn(await trial.state())).toEqual(before);
    });
  }

  await step("a destroy that is refused keeps the user in the state", async () => {
    emulator.faults.add({ operation: "deleteUser", kind: "code", code: 500 });

    const destroy = await trial.run("destroy");

    expect(destroy.code).not.toBe(0);
    expect(destroy.stdout).toContain("(code 500)");
    expect(resourceIn(await trial.state(), "ada")).toMatchObject({ id });
  });

  await step("a destroy succeeds although the service is unavailable for a moment", async () => {
    emulator.faults.add({ operation: "deleteUser", kind: "status", status: 503 });

    await trial.must("destroy");

    expect(await admin.users.find({ username: "ada" })).toBeNull();
    expect((await trial.state()).resources.filter(({ type }) => type.endsWith(":User"))).toEqual([]);
  });
});

import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { Trial } from "./trial.js";

type Users = Record<string, Record<string, string>>;

/** In the first letters, each user of the chain takes the value of the next one, which is registered later. */
const chain = ["a", "b", "c", "d", "e", "f"];

/** The program after some changes: a chain, a swap, and a phone number that passes from a leaver to a newcomer. */
function usersAfter(changes: number): Users {
  const swapped = changes % 2 === 0 ? ["left", "right"] : ["right", "left"];
  return {
    ...Object.fromEntries(chain.map((name, index) => [name, { externalId: `E${index + changes}` }])),
    left: { email: `${swapped[0] ?? ""}@example.com`, nickname: "Left" },
    right: { email: `${swapped[1] ?? ""}@example.com`, nickname: "Right" },
    [`reception-${changes}`]: { username: `reception-${changes}`, phone: "+49301234567" },
  };
}

function programOf(users: Users): string {
  return Object.entries(users)
    .map(([name, declared]) => `new approw.User("${name}", ${JSON.stringify(declared)});`)
    .join("\n");
}

test("unique values that pass from one user to another", async () => {
  const trial = await Trial.open(programOf(usersAfter(0)));
  onTestFinished(() => trial.close());
  await trial.must("up");

  async function idsInState(): Promise<Record<string, string>> {
    const { resources } = await trial.state();
    const users = resources.filter(({ type }) => type.endsWith(":User"));
    return Object.fromEntries(users.map(({ id, urn }) => [urn.split("::").at(-1) ?? "", id ?? ""]));
  }

  async function expectAsDeclared(changes: number): Promise<void> {
    const users = usersAfter(changes);
    const ids = await idsInState();
    expect(Object.keys(ids).sort()).toEqual(Object.keys(users).sort());
    for (const [name, declared] of Object.entries(users)) {
      expect(await trial.pool.admin.users.detail(ids[name] ?? ""), name).toMatchObject(declared);
    }
    const { totalCount } = await trial.pool.admin.users.list();
    expect(totalCount).toBe(Object.keys(users).length);
  }

  await step("stay with a user whom the run leaves out", async () => {
    const before = await Promise.all(
      Object.values(await idsInState()).map((id) => trial.pool.admin.users.detail(id)),
    );
    await trial.write(programOf(usersAfter(1)));

    const { code, stdout } = await trial.run("up", "--target", "**::a");

    expect(code).not.toBe(0);
    expect(stdout).toContain("Include both in the selection");
    const after = await Promise.all(before.map(({ id }) => trial.pool.admin.users.detail(id)));
    expect(after).toEqual(before);
  });

  for (const [changes, parallel] of [
    [1, "1"],
    [2, "16"],
  ] as const) {
    await step(`arrive in one run with --parallel ${parallel}`, async () => {
      const before = await idsInState();
      await trial.write(programOf(usersAfter(changes)));

      await trial.must("up", "--parallel", parallel);

      await expectAsDeclared(changes);
      const after = await idsInState();
      for (const name of [...chain, "left", "right"]) expect(after[name]).toBe(before[name]);
    });
  }

  await step("leave no change for the next run", async () => {
    await trial.must("up", "--refresh", "--expect-no-changes");
  });
});

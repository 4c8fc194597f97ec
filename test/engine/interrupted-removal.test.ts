import { expect, onTestFinished, test, vi } from "vitest";

import { step } from "./step.js";
import { Trial } from "./trial.js";

const ada = 'const ada = new approw.User("ada", { username: "ada" });';
const role = 'new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["author"] });';

test("a removal that was cut off, and that the program takes back", async () => {
  const trial = await Trial.open(ada + role);
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  await trial.must("up");
  const { id } = (await admin.users.find({ username: "ada" }))!;
  const roles = async (): Promise<string[]> => (await admin.users.listRoles(id)).list.map(({ code }) => code);
  emulator.faults.add({ operation: "revokeRole", kind: "loseAnswer", then: "hang" });
  await trial.write(ada);
  const { run, result } = trial.start("up");
  await vi.waitFor(
    async () => {
      expect(await roles()).toEqual([]);
    },
    { timeout: 60_000 },
  );
  await run.killEngine();
  await result;
  await trial.stack.must(["cancel", "--yes"]);
  await trial.write(ada + role);

  await step("is not seen by a plain up, because the state still has it", async () => {
    const { changeSummary } = await trial.must("up");

    expect(changeSummary).toMatchObject({ same: 3 });
    expect(await roles()).toEqual([]);
  });

  await step("is repaired by up --refresh", async () => {
    await trial.must("up", "--refresh");

    expect(await roles()).toEqual(["author"]);
  });
});

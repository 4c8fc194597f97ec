import { expect, onTestFinished, test } from "vitest";

import { writeProgram } from "../../tools/engine/program.js";
import { Trial } from "./trial.js";

test("a stack continues from another checkout of its program after the first one was removed", async () => {
  const declareAda = `
    const ada = new approw.User("ada", { username: "ada" });
    new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering"] });
  `;
  const trial = await Trial.open(declareAda, { apart: true });
  onTestFinished(() => trial.close());
  await trial.must("up");
  const elsewhere = await writeProgram(
    'import * as approw from "pulumi-approw"; new approw.User("bob", { username: "bob" });',
  );
  onTestFinished(() => elsewhere.remove());
  await trial.program.remove();
  await trial.stack.useProgram(elsewhere.directory);

  await trial.must("refresh", "--expect-no-changes");
  await trial.must("up");

  expect(await trial.pool.admin.users.find({ username: "ada" })).toBeNull();
});

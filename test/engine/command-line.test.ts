import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { Trial } from "./trial.js";

async function urnOf(trial: Trial, name: string): Promise<string> {
  const { resources } = await trial.state();
  const found = resources.find(({ urn, type }) => type.endsWith(":User") && urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`${name} is not in the state`);
  return found.urn;
}

test("what a command line asks for one resource", async () => {
  const trial = await Trial.open('new approw.User("ada", { username: "ada" });');
  onTestFinished(() => trial.close());
  await trial.must("up");
  const urn = await urnOf(trial, "ada");
  const { id } = (await trial.pool.admin.users.find({ username: "ada" }))!;

  await step("with --replace, says what a replacement does and needs; the user stays", async () => {
    const { code, stdout } = await trial.run("up", "--replace", urn, "--continue-on-error");

    expect(code).not.toBe(0);
    expect(stdout).toContain(id);
    expect(stdout).toContain("If you asked for a replacement");
    expect(stdout).toContain("set deleteBeforeReplace: true");
    expect(await trial.pool.admin.users.find({ username: "ada" })).toMatchObject({ id });
  });

  await step("with a taint, says the same, and nothing is left to do once it is taken back", async () => {
    await trial.stack.must(["state", "taint", urn, "--yes"]);

    const { code, stdout } = await trial.run("up");

    expect(code).not.toBe(0);
    expect(stdout).toContain("If you asked for a replacement");
    await trial.stack.must(["state", "untaint", urn, "--yes"]);
    await trial.must("up", "--expect-no-changes");
  });

  await step(
    "with --target on the previous name only, approw:maxDeletions: 0 keeps the user of a renamed resource",
    async () => {
      await trial.stack.configure({ "approw:maxDeletions": "0" });
      await trial.write('new approw.User("ada-lovelace", { username: "ada" });');

      const { code, stdout } = await trial.run("up", "--target", urn);

      expect(code).not.toBe(0);
      expect(stdout).toContain("approw:maxDeletions is 0");
      expect(await trial.pool.admin.users.find({ username: "ada" })).toMatchObject({ id });
    },
  );
});

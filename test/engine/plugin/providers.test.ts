import { expect, onTestFinished } from "vitest";

import { openPool, type Pool } from "../../support/start-pool.js";
import { step } from "../step.js";
import { passwordMark, Trial } from "../trial.js";
import { yamlTest } from "../../support/yaml-test.js";

/** Ada in the pool of the stack, and a customer of the same name in a pool of its own. No secret is marked as one. */
function declare({ emulator }: Pool, nickname: string): string {
  const { userPoolId, secret, url } = emulator;
  return `
resources:
  customers:
    type: pulumi:providers:approw
    properties: { userPoolId: ${userPoolId}, secret: ${secret}, host: "${url}" }
  ada:
    type: approw:User
    properties: { username: ada, password: ${passwordMark}plain, oauth: ${passwordMark}plain }
  customer:
    type: approw:User
    properties: { username: ada, nickname: ${nickname}, groups: [engineering] }
    options: { provider: "\${customers}" }
`;
}

yamlTest("a program in YAML with users of two pools", async () => {
  const other = await openPool({
    userPoolId: "0123456789abcdef01234567",
    secret: "0123456789abcdef0123456789abcdef",
  });
  onTestFinished(() => other.emulator.close());
  const trial = await Trial.open(declare(other, "Ada"), { plugin: "yaml" });
  onTestFinished(() => trial.close());
  const nicknamesIn = async ({ admin }: Pool): Promise<unknown[]> =>
    (await admin.users.list(1, 50)).list.map(({ nickname }) => nickname);

  await step(
    "each user is created in the pool of its provider, and the program's secrets are not shown",
    async () => {
      const { stdout } = await trial.must("up", "--skip-preview=false", "--diff");

      expect(await nicknamesIn(trial.pool)).toEqual([null]);
      expect(await nicknamesIn(other)).toEqual(["Ada"]);
      expect(stdout + (await trial.stack.readStateFile())).not.toContain(other.emulator.secret);
    },
  );

  await step("a refresh reads each pool, and up repairs the one that changed", async () => {
    const { id } = (await other.admin.users.find({ username: "ada" }))!;
    await other.admin.users.update(id, { nickname: "By hand" });
    trial.calls.length = 0;

    const { changeSummary } = await trial.must("up", "--refresh");

    expect(changeSummary).toMatchObject({ update: 1 });
    expect(await nicknamesIn(other)).toEqual(["Ada"]);
    expect(trial.calls).not.toContain("updateUser");
  });

  await step("destroy deletes the user of each pool", async () => {
    await trial.must("destroy");

    expect(await Promise.all([trial.pool, other].map(nicknamesIn))).toEqual([[], []]);
  });
});

import { expect, onTestFinished } from "vitest";

import { yamlTest } from "../../support/yaml-test.js";
import { step } from "../step.js";
import { Trial } from "../trial.js";

/** With the name of the resource, which an alias would carry over. */
const declare = (name: string): string => `
resources:
  ${name}: { type: "approw:User", properties: { username: ada, nickname: Countess } }
`;

yamlTest("approw:adopt with a program in YAML", async () => {
  const trial = await Trial.open(declare("ada"), { plugin: "yaml", config: { "approw:adopt": "true" } });
  onTestFinished(() => trial.close());
  const { users } = trial.pool.admin;
  const { id } = await users.create({ username: "ada", city: "London" });

  await step("takes over a user who is in the pool, and changes what is declared only", async () => {
    await trial.must("up");

    expect(await users.detail(id)).toMatchObject({ nickname: "Countess", city: "London" });
    expect((await trial.state()).resources.find(({ urn }) => urn.endsWith("::ada"))?.id).toBe(id);
  });

  await step("refuses one whom another resource of the stack manages", async () => {
    await trial.write(declare("ada-lovelace"));

    const { code, stdout } = await trial.run("up");

    expect(code).not.toBe(0);
    expect(stdout).toContain(
      `user ${id} is managed by urn:pulumi:test::trial::approw:index:User::ada in this stack`,
    );
    expect((await users.list()).totalCount).toBe(1);
  });
});

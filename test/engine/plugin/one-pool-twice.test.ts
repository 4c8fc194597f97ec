import { expect, onTestFinished } from "vitest";

import type { Pool } from "../../support/start-pool.js";
import { yamlTest } from "../../support/yaml-test.js";
import { step } from "../step.js";
import { Trial } from "../trial.js";
import { openOtherPool } from "./other-pool.js";

const provider = (name: string, { emulator: { userPoolId, secret, url } }: Pool): string => `
  ${name}:
    type: pulumi:providers:approw
    properties: { userPoolId: ${userPoolId}, secret: ${secret}, host: "${url}" }
`;

const user = (name: string, options = ""): string => `
  ${name}: { type: "approw:User", properties: { username: ${name} }${options} }
`;

const by = (name: string): string => `, options: { provider: "\${${name}}" }`;

yamlTest("providers of the plugin in a program in YAML", async () => {
  const other = await openOtherPool();
  const trial = await Trial.open("resources: {}", { plugin: "yaml" });
  onTestFinished(() => trial.close());
  const failed = async (command: "preview" | "up", ...resources: string[]): Promise<string> => {
    await trial.write(`resources: ${resources.join("")}`);
    const { code, stdout } = await trial.run(command);
    expect(code, stdout).not.toBe(0);
    return stdout;
  };

  await step("two for one pool are refused with the names of both", async () => {
    const output = await failed(
      "preview",
      provider("one", other),
      provider("two", other),
      user("ada", by("one")),
      user("bob", by("two")),
    );

    expect(output).toMatch(
      new RegExp(
        `has a problem: user pool ${other.emulator.userPoolId} is used by the provider "(?:one" and by the provider "two|two" and by the provider "one)" in one run`,
        "u",
      ),
    );
  });

  await step("one for the pool of the stack is refused with the name of the provider", async () => {
    const output = await failed("preview", provider("one", trial.pool), user("ada"), user("bob", by("one")));

    expect(output).toMatch(
      /is used by (?=.*the configuration of the stack)(?=.*the provider "one").* in one run/u,
    );
  });

  await step("one without maxDeletions heeds approw:maxDeletions of the stack", async () => {
    await trial.write(
      `resources: ${provider("one", other) + user("ada", by("one")) + user("bob", by("one"))}`,
    );
    await trial.must("up");
    await trial.stack.configure({ "approw:maxDeletions": "0" });

    const output = await failed("up", provider("one", other), user("ada", by("one")));

    expect(output).toContain("approw:maxDeletions is 0");
    expect((await other.admin.users.list()).totalCount).toBe(2);
    expect(trial.pool.emulator.counters.total()).toBe(0);
  });
});

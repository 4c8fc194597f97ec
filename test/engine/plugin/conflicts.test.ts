import { expect, onTestFinished } from "vitest";

import { yamlTest } from "../../support/yaml-test.js";
import { step } from "../step.js";
import { Trial } from "../trial.js";

const ada = (more = ""): string => `
  ada: { type: "approw:User", properties: { username: ada${more} } }
`;

const membership = (name: string, properties: string): string => `
  ${name}: { type: "approw:UserGroupMembership", properties: { ${properties} } }
`;

yamlTest("resources of a program in YAML that would undo each other's changes", async () => {
  const trial = await Trial.open(`resources: ${ada()}`, { plugin: "yaml" });
  onTestFinished(() => trial.close());
  const { id: bobId } = await trial.pool.admin.users.create({ username: "bob" });
  const failedPreview = async (...resources: string[]): Promise<string> => {
    await trial.write(`resources: ${resources.join("")}`);
    const { code, stdout } = await trial.run("preview");
    expect(code, stdout).not.toBe(0);
    return stdout;
  };
  await trial.must("up");

  await step("two memberships of one user, of which one is exhaustive", async () => {
    const output = await failedPreview(
      membership("one", `userId: ${bobId}, groups: [research], exhaustive: true`),
      membership("other", `userId: ${bobId}, groups: [engineering]`),
    );

    // Whichever the engine checks second.
    expect(output).toMatch(
      /resource '(one|other)' has a problem: the groups of user \w+ are also declared by (?!\1)(?:one|other) \(one of them is exhaustive\)/u,
    );
  });

  await step("the groups of a user, and a membership with the same group", async () => {
    const output = await failedPreview(
      ada(", groups: [research]"),
      membership("groups-of-ada", 'userId: "${ada.id}", groups: [research]'),
    );

    expect(output).toMatch(
      /resource 'groups-of-ada' has a problem: the groups of user \w+ are also declared by User ada \(both declare research\)/u,
    );
  });
});

import { expect, onTestFinished, test } from "vitest";

import { Trial } from "../trial.js";

test("a program of Node.js whose project names the plugin uses its types", async () => {
  const trial = await Trial.open(
    `
    import * as pulumi from "@pulumi/pulumi";
    new pulumi.CustomResource("approw:index:User", "ada", { username: "ada", groups: ["engineering"] });
    `,
    { plugin: "nodejs" },
  );
  onTestFinished(() => trial.close());

  await trial.must("up");

  expect(await trial.pool.admin.users.find({ username: "ada" })).not.toBeNull();
  const { resources } = await trial.state();
  expect(resources.filter(({ type }) => type.includes("approw")).map(({ type }) => type)).toEqual([
    "pulumi:providers:approw",
    "approw:index:User",
  ]);
});

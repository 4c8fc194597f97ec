import { expect, onTestFinished, test } from "vitest";

import { noted, positionOf } from "../../../drift/states/source-position.js";
import { Trial } from "../trial.js";

test("a program of Node.js whose project names the plugin uses its types", async () => {
  const trial = await Trial.open(
    `
    import * as pulumi from "@pulumi/pulumi";
    import { User } from "pulumi-approw/plugin";
    new pulumi.CustomResource("approw:index:User", "ada", { username: "ada", groups: ["engineering"] });
    new User("bob", { username: "bob" });
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
    "approw:index:User",
  ]);
  const bob = resources.find(({ urn }) => urn.endsWith("::bob"));
  expect(positionOf(noted.parse(bob))).toMatchObject({ file: "index.js" });
});

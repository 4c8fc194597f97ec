import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { Trial } from "./trial.js";

test("arguments as the engine sees them, after outputs and transforms", async () => {
  // In its own process: there, Pulumi colours what the program throws, and some releases of Node.js never end that.
  const trial = await Trial.open(
    `
      import * as pulumi from "@pulumi/pulumi";
      const nothing = pulumi.output(undefined);
      for (const name of ["ann", "ben"]) {
        new approw.User(name, { username: name, email: null, externalId: null, phone: nothing });
      }
      class Team extends pulumi.ComponentResource {
        constructor(name) {
          const prefix = ({ props, opts }) => ({ props: { ...props, username: name + "-" + props.username }, opts });
          super("people:Team", name, {}, { transforms: [prefix] });
          new approw.User(name, { username: "lead" }, { parent: this });
        }
      }
      new Team("red");
      new Team("blue");
    `,
    { ownProcess: true },
  );
  onTestFinished(() => trial.close());

  await step(
    "null and undefined are not declared, and transforms make different users of equal arguments",
    async () => {
      await trial.must("up");

      const { list } = await trial.pool.admin.users.list(1, 50);
      const names = ["ann", "ben", "blue-lead", "red-lead"];
      expect(list.map(({ username }) => username).sort()).toEqual(names);
    },
  );

  await step("a value of another type is a mistake in that argument", async () => {
    await trial.write(`
      import * as pulumi from "@pulumi/pulumi";
      new approw.User("ann", { username: 7, phone: pulumi.output([1]) });
    `);

    const { code, stdout } = await trial.run("preview");

    expect(code).not.toBe(0);
    expect(stdout).toContain("resource 'ann' has a problem: username must be a string");
    expect(stdout).toContain("resource 'ann' has a problem: phone must be a");
  });
});

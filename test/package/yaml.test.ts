import { expect, inject, onTestFinished } from "vitest";

import { createStack } from "../../tools/engine/stack.js";
import { openEmptyPool } from "../support/start-pool.js";
import { yamlTest } from "../support/yaml-test.js";
import { Project } from "./support/project.js";

yamlTest(
  "examples/yaml: an empty directory, an installation, and an up that needs no libraries of Pulumi",
  async () => {
    const project = await Project.fromExample("yaml", inject("packed").tarball);
    onTestFinished(() => project.remove());
    const { admin, emulator } = await openEmptyPool();
    onTestFinished(() => emulator.close());
    await project.installWithNpm("--omit=peer");
    const stack = await createStack({
      program: project.directory,
      config: { "approw:userPoolId": emulator.userPoolId, "approw:host": emulator.url },
      secrets: { "approw:secret": emulator.secret },
    });
    onTestFinished(() => stack.dispose());

    const up = await stack.up();

    expect(up.code, up.stdout + up.stderr).toBe(0);
    const { list } = await admin.groups.listUsers("engineering");
    expect(list.map(({ username }) => username).sort()).toEqual(["ada", "alan"]);
    const again = await stack.up("--refresh", "--expect-no-changes");
    expect(again.code, again.stdout + again.stderr).toBe(0);
  },
);

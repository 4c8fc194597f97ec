import { afterEach, describe, expect, test } from "vitest";

import { Trial } from "./trial.js";

const users = `
  for (let index = 0; index < 5; index += 1) {
    const user = new approw.User(\`user-\${index}\`, { username: \`user-\${index}\` });
    new approw.UserGroupMembership(\`user-\${index}\`, { userId: user.id, groups: ["engineering"] });
  }
`;

let trial: Trial;

afterEach(() => trial.close());

describe("the provider in the engine's output", () => {
  test("with approw:stats, each run ends with a line that counts its requests", async () => {
    trial = await Trial.open(users, { config: { "approw:stats": "true" } });

    const up = await trial.must("up");
    const refresh = await trial.must("refresh");
    const destroy = await trial.must("destroy");

    expect(up.stdout).toMatch(
      /approw: 10 operations needed \d+ requests \(.*1 users\.createMany.*throttled 0 times/u,
    );
    expect(refresh.stdout).toMatch(/approw: 10 operations needed [23] requests \(.*[78] saved; /u);
    expect(destroy.stdout).toMatch(/approw: 10 operations needed .* calls were batched/u);
  });

  test("without it, a run says only that it waits for a throttling service, how long and why", async () => {
    trial = await Trial.open(users);
    trial.pool.emulator.faults.add({ operation: "restUserCreateBatch", kind: "throttle", retryAfter: 1 });

    const { stdout } = await trial.must("up");

    // The engine shows the line during the run and again at the end.
    const lines = new Set(stdout.match(/approw: .*/gu));
    expect([...lines]).toEqual([
      expect.stringMatching(/waiting 1\.0 s before retrying users\.createMany: .*429/u),
    ]);
  });
});

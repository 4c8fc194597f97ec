import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openPool, type Pool } from "../support/start-pool.js";
import { type Command, Trial } from "./trial.js";

const declareAda = (nickname: string): string => `
  const ada = new approw.User("ada", { username: "ada", nickname: "${nickname}" });
  new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering"] });
  new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["author"] });
`;

describe("a stack that is configured for another user pool than that of its users", () => {
  let trial: Trial;
  let other: Pool;

  beforeAll(async () => {
    trial = await Trial.open(declareAda("Ada"));
    await trial.must("up");
    other = await openPool({ userPoolId: "0123456789abcdef01234567" });
    const { url, userPoolId } = other.emulator;
    await trial.stack.configure({ "approw:userPoolId": userPoolId, "approw:host": url });
    await trial.write(declareAda("Countess"));
    trial.calls.length = 0;
  });

  afterAll(async () => {
    await other.emulator.close();
    await trial.close();
  });

  test.each<[Command, string[]]>([
    ["preview", []],
    ["up", []],
    // Without the flag, the engine gives these two the configuration of the last up.
    ["refresh", ["--run-program"]],
    ["destroy", ["--run-program"]],
  ])(
    "is refused by %s, which names both pools, calls neither and keeps the state",
    async (command, flags) => {
      const { code, stdout } = await trial.run(command, ...flags);

      expect(code).not.toBe(0);
      expect(stdout).toContain(`belongs to user pool ${trial.pool.emulator.userPoolId}`);
      expect(stdout).toContain(`is configured for ${other.emulator.userPoolId}`);
      expect(other.emulator.counters.total()).toBe(0);
      expect(trial.calls).toEqual([]);
      const { resources } = await trial.state();
      expect(resources.filter(({ type }) => type.includes("approw:"))).toHaveLength(3);
    },
  );
});

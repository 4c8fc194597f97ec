import { expect, test } from "vitest";

import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { startPool } from "../../support/start-pool.js";

test.each([{ adopt: false }, { adopt: true }])(
  "a username that an archived user keeps is not free, and the error says so: $adopt",
  async ({ adopt }) => {
    const pool = await startPool({ seed: { users: [{ username: "ada", status: "Archived" }] } });
    const context = contextOf(pool);
    const [ada, alan] = [new SmallEngine("User", () => context), new SmallEngine("User", () => context)];

    // Side by side, so that they are created together.
    const [refused] = await Promise.allSettled([
      ada.up({ username: "ada", adopt }),
      alan.up({ username: "alan", adopt }),
    ]);

    expect(refused).toMatchObject({
      reason: {
        message: expect.stringMatching(/username belongs to archived user .*delete that user/u) as string,
      },
    });
    expect(ada.kept).toBeUndefined();
    expect(alan.kept).toMatchObject({ outs: { username: "alan" } });
  },
);

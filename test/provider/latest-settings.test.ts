import { describe, expect, test } from "vitest";

import { LatestSettings } from "../../provider/latest-settings.js";
import { readSettings, type Settings } from "../../provider/settings.js";

const pool = { "approw:userPoolId": "pool", "approw:secret": "hush" };

function used(config: Record<string, string> = {}): Settings {
  const all: Record<string, string> = { ...pool, ...config };
  return readSettings((key) => all[key], {});
}

/** Settings of the last `up`, and what the project says today. */
function latest(
  last: Settings,
  today: Record<string, string> | Error,
  { isProgramRun = true, isCertain = true }: { isProgramRun?: boolean; isCertain?: boolean } = {},
): LatestSettings {
  const read = (): Promise<ReadonlyMap<string, string>> =>
    today instanceof Error ? Promise.reject(today) : Promise.resolve(new Map(Object.entries(today)));
  const stack = {
    isProgramRun: () => Promise.resolve(isProgramRun),
    isCertain: () => Promise.resolve(isCertain),
    read,
  };
  return new LatestSettings(last, stack, {});
}

describe("the limit of deletions in a run without resources in the program", () => {
  test("is that of today, whether it was set, raised or removed", async () => {
    const limited = used({ "approw:maxDeletions": "5" });

    expect(await latest(used(), { ...pool, "approw:maxDeletions": "1" }).maxDeletions()).toBe(1);
    expect(await latest(limited, { ...pool, "approw:maxDeletions": "9" }).maxDeletions()).toBe(9);
    expect(await latest(limited, pool).maxDeletions()).toBeUndefined();
  });

  test("is the lower one when the configuration may be that of another stack", async () => {
    const limited = used({ "approw:maxDeletions": "5" });
    const doubt = { isCertain: false };

    expect(await latest(limited, pool, doubt).maxDeletions()).toBe(5);
    expect(await latest(limited, { ...pool, "approw:maxDeletions": "9" }, doubt).maxDeletions()).toBe(5);
    expect(await latest(limited, { ...pool, "approw:maxDeletions": "2" }, doubt).maxDeletions()).toBe(2);
  });

  test("is not known when today's settings cannot be read: an emptied program removes nothing", async () => {
    const unreadable = latest(used(), new Error("the Pulumi CLI is not on PATH"));

    await expect(unreadable.maxDeletions()).rejects.toThrow(
      /nothing was removed.*the Pulumi CLI is not on PATH.*--run-program/u,
    );
  });

  test("is not known when today's settings are for another user pool", async () => {
    const moved = latest(used(), { ...pool, "approw:userPoolId": "other" });

    await expect(moved.maxDeletions()).rejects.toThrow(/nothing was removed.*user pool other/u);
  });

  test("is that of the last up in a destroy outside of the project", async () => {
    const limited = used({ "approw:maxDeletions": "5" });

    const run = latest(limited, new Error("no project"), { isProgramRun: false });

    expect(await run.maxDeletions()).toBe(5);
  });

  test("is not known when it is no number", async () => {
    const run = latest(used(), { ...pool, "approw:maxDeletions": "many" });

    await expect(run.maxDeletions()).rejects.toThrow(
      /nothing was removed.*approw:maxDeletions must be a whole number/u,
    );
  });

  test.each([
    { own: "2", stack: "9", limit: 2 },
    { own: "9", stack: "2", limit: 2 },
    { own: undefined, stack: "2", limit: 2 },
    { own: "2", stack: undefined, limit: 2 },
    { own: undefined, stack: undefined, limit: undefined },
  ])("of a provider with $own is $limit beside that of the stack, $stack", async ({ own, stack, limit }) => {
    const ofProvider = used({
      "approw:provider": "customers",
      ...(own !== undefined && { "approw:maxDeletions": own }),
    });

    const run = latest(ofProvider, stack === undefined ? {} : { "approw:maxDeletions": stack });

    expect(await run.maxDeletions()).toBe(limit);
  });
});

describe("the login after a refusal", () => {
  test("is that of today when it differs, for the same user pool", async () => {
    const today = await latest(used(), { ...pool, "approw:secret": "new" }).withOtherLogin();

    expect(today).toMatchObject({ userPoolId: "pool", secret: "new" });
  });

  test.each([
    ["is the same", pool],
    ["is for another pool", { "approw:userPoolId": "other", "approw:secret": "new" }],
    ["cannot be read", new Error("no project")],
  ])("is none when today's %s", async (_case, today) => {
    expect(await latest(used(), today).withOtherLogin()).toBeUndefined();
  });

  test("is none for a provider, whose settings stand in the program", async () => {
    const ofProvider = used({ "approw:provider": "customers" });

    expect(await latest(ofProvider, { ...pool, "approw:secret": "new" }).withOtherLogin()).toBeUndefined();
  });
});

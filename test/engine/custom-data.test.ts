import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { passwordMark, Trial } from "./trial.js";

/** Custom fields and users who have them; what a secret value holds is searched for in all output. */
function staff(badge: string, more = ""): string {
  return `
    const { secret } = require("@pulumi/pulumi");
    const badge = new approw.UserField("badge", { key: "badge", type: "string", label: "Badge", force: true });
    const since = new approw.UserField("since", { key: "since", type: "date", force: true });
    new approw.User("ada", {
      username: "ada",
      customData: { badge: ${JSON.stringify(badge)}, since: "2024-03-01T09:00:00+01:00"${more} },
    });
    new approw.User("alan", {
      username: "alan",
      customData: badge.key.apply((key) => ({ [key]: "B-2" })),
    });
    new approw.User("grace", {
      username: "grace",
      customData: secret({ badge: ${JSON.stringify(`${passwordMark}badge`)} }),
    }, { dependsOn: badge });
  `;
}

test("the life of custom fields and of the users who have them", async () => {
  const trial = await Trial.open(staff("B-1"));
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const valuesOf = async (username: string): Promise<Record<string, unknown>> => {
    const { list } = await admin.users.list();
    const id = list.find((user) => user.username === username)?.id ?? "";
    return Object.fromEntries(await admin.udf.values("USER", id));
  };

  await step("a preview plans all of it without a request", async () => {
    expect((await trial.run("preview")).changeSummary).toMatchObject({ create: 6 });
    expect(emulator.counters.total()).toBe(0);
  });

  await step("up defines the fields before it writes values", async () => {
    await trial.must("up", "--skip-preview");
    expect(await valuesOf("ada")).toEqual({ badge: "B-1", since: new Date("2024-03-01T08:00:00Z") });
    expect(await valuesOf("alan")).toEqual({ badge: "B-2" });
    expect(await valuesOf("grace")).toEqual({ badge: `${passwordMark}badge` });
  });

  await step("the next up changes nothing and sends nothing", async () => {
    emulator.counters.reset();
    await trial.must("up", "--expect-no-changes");
    expect(emulator.counters.total()).toBe(0);
  });

  await step("a value that was declared as a secret stays encrypted, also after a refresh", async () => {
    expect(JSON.stringify(await trial.state())).not.toContain(passwordMark);
    await trial.must("refresh", "--skip-preview");
    expect(JSON.stringify(await trial.state())).not.toContain(passwordMark);
  });

  await step("a value that was changed by hand is drift of its key, and up repairs it", async () => {
    const { list } = await admin.users.list();
    const values = list.map(({ id: targetId, username }) => {
      const value = username === "grace" ? `${passwordMark}by-hand` : "by hand";
      return { targetId, key: "badge", value };
    });
    await admin.udf.setMany("USER", values);
    await trial.must("refresh", "--skip-preview");
    expect(JSON.stringify(await trial.state())).not.toContain(passwordMark);
    await trial.must("up", "--skip-preview");
    expect(await valuesOf("ada")).toMatchObject({ badge: "B-1" });
    expect(await valuesOf("alan")).toEqual({ badge: "B-2" });
    expect(await valuesOf("grace")).toEqual({ badge: `${passwordMark}badge` });
  });

  await step("a field that is not defined fails its user, whose other values are written", async () => {
    await trial.write(staff("B-3", ", level: 3"));
    const failed = await trial.run("up", "--skip-preview");
    expect(failed.stdout + failed.stderr).toMatch(
      /level \(it is declared as number, but the user pool has no custom field/u,
    );
    expect(await valuesOf("ada")).toMatchObject({ badge: "B-3" });
  });

  await step("destroy removes the users and the fields", async () => {
    await trial.must("destroy", "--skip-preview");
    expect((await admin.users.list()).totalCount).toBe(0);
    expect(await admin.udf.list("USER")).toEqual([]);
  });
});

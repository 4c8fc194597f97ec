import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { ManagedPool } from "../../drift/compare/managed-pool.js";
import { type Review, reviewPool } from "../../drift/review.js";
import { parseDeployment } from "../../drift/states/deployment.js";
import type { Deployment } from "../../drift/states/managed.js";
import { schemas } from "../../model/schema/index.js";
import { typeToken } from "../../model/schema/kind.js";
import { step } from "./step.js";
import { namesOf, Trial } from "./trial.js";

const example = resolve(__dirname, "../../examples/whole-pool/index.ts");

test("examples/whole-pool: an empty pool, everything in it, drift in each kind, and an empty pool again", async () => {
  const text = await readFile(example, "utf8");
  const trial = await Trial.open(text.replace(/^import .*pulumi-approw.*$/mu, ""), { isEmpty: true });
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const ids = async (): Promise<Map<string, string>> => {
    const { list } = await admin.users.list(1, 50);
    return new Map(list.map(({ id, username }) => [username ?? "", id]));
  };
  const review = async (): Promise<Review & Pick<Deployment, "unknownTypes">> => {
    const exported = JSON.stringify({ version: 3, deployment: await trial.state() });
    const { resources, unknownTypes } = parseDeployment("dev", exported);
    const options = { roleNamespaces: [], pageSize: 100, ignore: [], onProgress: () => undefined };
    return { ...(await reviewPool(admin, new ManagedPool(resources), options)), unknownTypes };
  };

  await step("up creates everything, in the order in which one needs the other", async () => {
    expect((await trial.must("up", "--skip-preview")).changeSummary).toMatchObject({ create: 13 });
    const editors = await admin.roles.listUsers("editor");
    expect(editors.list.map(({ username }) => username)).toEqual(["grace"]);
    expect(await admin.roles.detail("editor")).toMatchObject({ parent: { code: "author" } });
    expect((await admin.groups.listUsers("on-call")).totalCount).toBe(2);
    const grace = (await ids()).get("grace") ?? "";
    expect((await admin.udf.values("USER", grace)).get("badge")).toBe("B-17");
  });

  await step("the next up changes nothing", async () => {
    emulator.counters.reset();
    await trial.must("up", "--expect-no-changes", "--skip-preview");
    expect(emulator.counters.total()).toBe(0);
  });

  await step("a change by hand in each kind is found by a refresh and repaired by the same up", async () => {
    const known = await ids();
    const [ada = "", grace = "", alan = ""] = ["ada", "grace", "alan"].map((name) => known.get(name));
    await admin.users.update(alan, { name: "By Hand" });
    await admin.groups.update("research", { name: "By hand" });
    await admin.roles.update("author", { description: "By hand" });
    await admin.groups.removeUsers("on-call", [ada]);
    await admin.groups.addUsers("on-call", [alan]);
    await admin.roles.revoke({ roles: ["editor"], userIds: [grace] });
    await admin.policies.update("publish", { description: "By hand" });
    await admin.policies.unassign({
      policies: ["publish"],
      targetType: "ROLE",
      targetIdentifiers: ["editor"],
    });
    await admin.udf.setMany("USER", [{ targetId: grace, key: "badge", value: "B-99" }]);
    await admin.udf.set("USER", { key: "badge", dataType: "STRING", label: "By hand" });

    const { differences } = await review();
    expect([...new Set(differences.map(({ kind }) => kind))].sort()).toEqual([
      "field-changed",
      "group-added",
      "group-removed",
      "object-changed",
      "object-policy-removed",
      "role-removed",
    ]);

    const { steps } = await trial.must("up", "--refresh", "--skip-preview");
    const updated = steps.filter(({ op }) => op === "update").map(({ type }) => type);
    const drifted = schemas.map(typeToken).filter((token) => updated.includes(token));
    expect(drifted.map((token) => token.split(":").at(-1)).sort()).toEqual(
      ["Group", "GroupMembers", "Policy", "PolicyAssignment", "Role", "User", "UserField"].sort(),
    );

    expect(await admin.users.detail(alan)).toMatchObject({ name: "Alan Turing" });
    expect(await admin.groups.detail("research")).toMatchObject({ name: "Research" });
    expect((await admin.groups.listUsers("on-call")).list.map(({ id }) => id).sort()).toEqual(
      [ada, grace].sort(),
    );
    expect((await admin.roles.listUsers("editor")).totalCount).toBe(1);
    expect(await admin.policies.useOfMany(["publish"])).toMatchObject([{ assignments: 1 }]);
    expect((await admin.udf.values("USER", grace)).get("badge")).toBe("B-17");
  });

  await step("the drift review knows every resource of it, and finds no difference", async () => {
    const { differences, notRead, unknownTypes } = await review();
    expect({ differences, notRead, unknownTypes }).toEqual({
      differences: [],
      notRead: [],
      unknownTypes: [],
    });
  });

  await step("destroy leaves the pool empty", async () => {
    const result = await trial.must("destroy", "--skip-preview");
    expect(namesOf(result, "delete", "UserField")).toEqual(["badge"]);
    expect(await ids()).toEqual(new Map());
    expect((await admin.groups.list()).totalCount).toBe(0);
    expect((await admin.roles.list()).totalCount).toBe(0);
    expect(await admin.udf.list("USER")).toEqual([]);
    await expect(admin.policies.detail("publish")).rejects.toThrow("publish");
  });
});

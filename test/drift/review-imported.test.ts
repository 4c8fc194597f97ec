import { beforeEach, describe, expect, test } from "vitest";

import { ManagedPool } from "../../drift/compare/managed-pool.js";
import { reviewPool } from "../../drift/review.js";
import { parseDeployment } from "../../drift/states/deployment.js";
import type { Properties } from "../../model/rules/record.js";
import type { KindName } from "../../model/schema/index.js";
import { contextOf } from "../support/handler-context.js";
import { pluginDoor } from "../support/plugin-door.js";
import { SmallEngine } from "../support/small-engine.js";
import { type Pool, startPool } from "../support/start-pool.js";
import { ExportedState } from "./states/exported-state.js";

let pool: Pool;
let ada: string;
let state: ExportedState;

beforeEach(async () => {
  pool = await startPool({
    seed: {
      customFields: [{ key: "badge", dataType: "STRING" }],
      users: [
        { username: "ada", nickname: "Ada", city: "London", groups: ["engineering"], roles: ["author"] },
      ],
    },
  });
  ada = (await pool.admin.users.find({ username: "ada" }))?.id ?? "";
  await pool.admin.udf.setMany("USER", [{ targetId: ada, key: "badge", value: "B-1" }]);
  await pool.admin.groups.update("research", { name: "Research", description: "Looks" });
  state = new ExportedState("prod", pool.emulator.userPoolId, undefined, "plugin");
});

/** Imports an object through the plugin, and lets a program declare it if there is one. */
async function take(kind: KindName, id: string, declared?: Properties): Promise<void> {
  const engine = new SmallEngine(kind, () => contextOf(pool), pluginDoor);
  await engine.import(id);
  if (declared !== undefined) await engine.up(declared);
  const { id: known, inputs, outs } = engine.kept!;
  state.other(state.typeOf(kind), { urn: state.urn(kind, "it"), id: known, inputs, outputs: outs });
}

async function found(): Promise<string[]> {
  const managed = new ManagedPool(parseDeployment("prod", state.toString()).resources);
  const options = { roleNamespaces: [], pageSize: 100, ignore: [], onProgress: () => undefined };
  const { differences } = await reviewPool(pool.admin, managed, options);
  return differences
    .filter(({ kind }) => !/unmanaged|foreign/u.test(kind))
    .map((each) => `${each.kind} ${"field" in each ? each.field : "group" in each ? each.group : ""}`.trim())
    .sort();
}

/** In every field that the import has read. */
async function changeAll(): Promise<void> {
  await pool.admin.users.update(ada, { nickname: "Eve", city: "Paris" });
  await pool.admin.udf.setMany("USER", [{ targetId: ada, key: "badge", value: "B-2" }]);
  await pool.admin.groups.update("research", { name: "Renamed", description: "By hand" });
  await pool.admin.users.removeGroup(ada, "engineering");
}

describe("the review of objects that were imported", () => {
  test("compares everything while no program has declared them", async () => {
    await take("User", ada);
    await take("Group", "research");
    await take("UserGroupMembership", ada);
    expect(await found()).toEqual([]);

    await changeAll();

    expect(await found()).toEqual([
      "field-changed city",
      "field-changed customData.badge",
      "field-changed nickname",
      "group-removed engineering",
      "object-changed description",
      "object-changed name",
    ]);
  });

  test("compares what a program has declared, and nothing else that the import brought", async () => {
    await take("User", ada, { username: "ada", nickname: "Ada" });
    await take("Group", "research", { code: "research", description: "Looks" });
    await take("UserGroupMembership", ada, { userId: ada, groups: [] });
    expect(await found()).toEqual([]);

    await changeAll();

    expect(await found()).toEqual(["field-changed nickname", "object-changed description"]);
  });
});

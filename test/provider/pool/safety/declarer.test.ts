import { describe, expect, test } from "vitest";

import type { Properties } from "../../../../model/rules/record.js";
import type { KindName } from "../../../../model/schema/index.js";
import { check } from "../../../../provider/session.js";
import { contextOf } from "../../../support/handler-context.js";
import { startPool } from "../../../support/start-pool.js";

const [eng, ops] = ["acme:Team eng", "acme:Team ops"];

async function startRun(): Promise<
  (kind: KindName, declared: Properties, parents?: string, olds?: Properties) => string[]
> {
  const { session } = contextOf(await startPool());
  return (kind, declared, parents, olds = {}) => {
    const news = { ...declared, __approwName: parents === undefined ? "ada" : ["ada", parents] };
    const { inputs, failures } = check(kind, olds, news, () => session);
    // The name is not an input: no state holds it, and it makes no difference.
    expect(Object.keys(inputs).filter((name) => name.startsWith("__"))).toEqual([]);
    return failures.map(({ reason }) => reason);
  };
}

const cases: readonly (readonly [KindName, Properties])[] = [
  ["User", { username: "ada" }],
  ["User", { email: "ada@example.com" }],
  ["UserGroupMembership", { userId: "u1", groups: ["engineering"] }],
  ["UserRoleAssignment", { userId: "u1", roles: ["author"] }],
  ["GroupMembers", { group: "engineering", users: ["u1"] }],
  ["PolicyAssignment", { userId: "u1", policies: ["read"] }],
  ["Group", { code: "engineering" }],
  ["Role", { code: "author" }],
];

describe.each(cases)("a %s %o of one name", (kind, declared) => {
  test("under two parents is a conflict that names both", async () => {
    const declare = await startRun();

    expect(declare(kind, declared, eng)).toEqual([]);
    expect(declare(kind, declared, ops)).toEqual([
      expect.stringContaining(`ada (in ${eng}; this one is in ${ops})`),
    ]);
  });

  test("under a parent and at the top level as well", async () => {
    const declare = await startRun();

    expect(declare(kind, declared)).toEqual([]);
    expect(declare(kind, declared, eng)).toEqual([
      expect.stringContaining(`ada (at the top level; this one is in ${eng})`),
    ]);
  });

  test("is no conflict with itself, however often and in whatever step the engine checks it", async () => {
    const declare = await startRun();

    for (const olds of [declared, declared, {}, {}]) expect(declare(kind, declared, eng, olds)).toEqual([]);
  });
});

test("A membership that is checked again under one parent leaves the other's claim", async () => {
  const declare = await startRun();
  const membership = { userId: "u1", groups: ["engineering"] };
  expect(declare("UserGroupMembership", membership, eng)).toEqual([]);
  expect(declare("UserGroupMembership", { ...membership, groups: ["research"] }, ops)).toEqual([]);
  expect(declare("UserGroupMembership", { ...membership, groups: ["research"] }, ops)).toEqual([]);

  expect(declare("UserGroupMembership", membership, ops)).toHaveLength(1);
});

test("A code that changes hands between two parents is refused", async () => {
  const declare = await startRun();
  expect(declare("Group", { code: "new" }, eng, { code: "old" })).toEqual([]);

  expect(declare("Group", { code: "old" }, ops)).toEqual([
    expect.stringMatching(/group old is renamed by ada \(in acme:Team eng\), and ada \(in acme:Team ops\)/u),
  ]);
});

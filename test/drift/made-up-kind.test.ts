import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { groupCodes, text } from "../../model/schema/field.js";
import * as schema from "../../model/schema/index.js";
import { type CodedKind, type EdgeKind, type Kind, typeToken } from "../../model/schema/kind.js";
import type * as Compare from "../../drift/compare/compare.js";
import type * as CompareObjects from "../../drift/compare/compare-objects.js";
import type * as Managed from "../../drift/compare/managed-pool.js";
import type * as Severity from "../../drift/finding/severity.js";
import type * as Policy from "../../drift/policy/policy.js";
import type * as Deployment from "../../drift/states/deployment.js";

/** Users with one field more. */
const user: Kind = {
  ...schema.user,
  fields: { ...schema.user.fields, badge: text("Number of the badge.", { severity: "high" }) },
};

/** Groups by another name. */
const teams: EdgeKind = {
  ...schema.userGroupMembership,
  name: "UserTeams",
  fields: {
    userId: schema.userGroupMembership.fields.userId,
    teams: groupCodes("Codes of the teams.", { required: true, whenRemoved: "keep" }),
  },
  subject: { is: "edges", edge: "group", user: "userId", codes: "teams", scope: undefined },
};

/** Roles with a field that has parts. */
const roles: CodedKind = {
  ...schema.role,
  name: "Duty",
  fields: {
    ...schema.role.fields,
    grants: { ...text("What it grants.", { severity: "high" }), equals: isDeepStrictEqual },
  },
};

let modules: typeof Compare &
  typeof CompareObjects &
  typeof Deployment &
  typeof Managed &
  typeof Policy &
  typeof Severity;

beforeAll(async () => {
  vi.resetModules();
  vi.doMock("../../model/schema/index.js", () => ({ ...schema, schemas: [user, teams, roles] }));
  modules = {
    ...(await import("../../drift/compare/compare.js")),
    ...(await import("../../drift/compare/compare-objects.js")),
    ...(await import("../../drift/compare/managed-pool.js")),
    ...(await import("../../drift/finding/severity.js")),
    ...(await import("../../drift/policy/policy.js")),
    ...(await import("../../drift/states/deployment.js")),
  };
});

afterAll(() => {
  vi.doUnmock("../../model/schema/index.js");
  vi.resetModules();
});

function resourceOf(kind: Kind, outputs: object): object {
  const type = typeToken(kind);
  return { type, id: "u1", urn: `urn:pulumi:dev::people::${type}::ada`, outputs };
}

test("a field and a kind that are only described are read, compared and given a severity", () => {
  const { compareUser, ManagedPool, parseDeployment, severityOf } = modules;
  const resources = [
    resourceOf(user, { username: "ada", badge: "17" }),
    resourceOf(teams, { userId: "u1", teams: ["core"] }),
  ];
  const state = parseDeployment("dev", JSON.stringify({ version: 3, deployment: { resources } }));
  const pool = new ManagedPool(state.resources);
  const fields = Object.fromEntries([
    ["id", "u1"],
    ["username", "ada"],
    ["badge", "18"],
  ]);

  const found = compareUser(pool, { id: "u1", fields, groups: [] });

  expect([...pool.fields]).toEqual(["username", "badge"]);
  expect(found).toMatchObject([
    { kind: "field-changed", field: "badge", declared: "17", observed: "18" },
    { kind: "group-removed", group: "core" },
  ]);
  expect(found.map((difference) => severityOf(difference, new Map()))).toEqual(["high", "medium"]);
});

test("a field with parts of a kind of objects is compared, shown as JSON and given a severity", () => {
  const { compareObjects, ManagedPool, parseDeployment, severityOf } = modules;
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
  const resources = [
    resourceOf(roles, { code: "lead", grants: [{ action: "read" }] }),
    resourceOf(roles, { code: "chief", grants: [{ action: secret }] }),
  ];
  const state = parseDeployment("dev", JSON.stringify({ version: 3, deployment: { resources } }));
  const [set] = new ManagedPool(state.resources).objectSets();
  const duty = (code: string, action: string): Parameters<typeof compareObjects>[1][number] => ({
    key: { object: "role", code, scope: "default" },
    values: { code, grants: [{ action }] },
  });

  const found = [
    ["read", "x"],
    ["write", "x"],
  ].map(([lead = "", chief = ""]) =>
    set === undefined
      ? []
      : compareObjects(set, [duty("lead", lead), duty("chief", chief)]).flatMap(
          ({ differences }) => differences,
        ),
  );

  expect(found).toMatchObject([
    [],
    [{ field: "grants", declared: '[{"action":"read"}]', observed: '[{"action":"write"}]' }],
  ]);
  expect(found.flat().map((difference) => severityOf(difference, new Map()))).toEqual(["high"]);
});

test("a policy may name the rule of such a field", () => {
  const { severities } = modules.parsePolicy("approw-drift.yaml", "severity:\n  field-changed.badge: low\n");

  expect(severities.get("field-changed.badge")).toBe("low");
});

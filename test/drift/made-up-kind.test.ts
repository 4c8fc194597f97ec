import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { groupCodes, text } from "../../model/schema/field.js";
import * as schema from "../../model/schema/index.js";
import { type EdgeKind, type Kind, typeToken } from "../../model/schema/kind.js";
import type * as Compare from "../../drift/compare/compare.js";
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

let modules: typeof Compare & typeof Deployment & typeof Managed & typeof Policy & typeof Severity;

beforeAll(async () => {
  vi.resetModules();
  vi.doMock("../../model/schema/index.js", () => ({ ...schema, schemas: [user, teams] }));
  modules = {
    ...(await import("../../drift/compare/compare.js")),
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

test("a policy may name the rule of such a field", () => {
  const { severities } = modules.parsePolicy("approw-drift.yaml", "severity:\n  field-changed.badge: low\n");

  expect(severities.get("field-changed.badge")).toBe("low");
});

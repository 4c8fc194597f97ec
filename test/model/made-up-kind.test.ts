import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { groupCodes, identifier, text } from "../../model/schema/field.js";
import * as schema from "../../model/schema/index.js";
import { type EdgeKind, type Kind, typeToken } from "../../model/schema/kind.js";
import type * as EdgeSets from "../../provider/handlers/edge-set.js";
import type * as Handlers from "../../provider/handlers/index.js";
import type * as Sessions from "../../provider/session.js";
import type * as Resources from "../../provider/resources/registration.js";
import type * as Text from "../../provider/resources/provider-text.js";
import { renderClass, renderIndex } from "../../tools/generate/classes.js";
import { fileNameOf } from "../../tools/generate/naming.js";
import { renderReference } from "../../tools/generate/reference.js";
import { contextOf } from "../support/handler-context.js";
import { startPool } from "../support/start-pool.js";

/** Users with one field more. */
const user: Kind = {
  ...schema.user,
  fields: { ...schema.user.fields, badge: text("Number of the badge.", { secret: true }) },
};

/** Groups by another name, in a place of their own. */
const teams: EdgeKind = {
  ...schema.userGroupMembership,
  name: "UserTeams",
  example: 'new approw.UserTeams("ada", { userId: ada.id, teams: ["core"] });',
  fields: {
    userId: schema.userGroupMembership.fields.userId,
    teams: groupCodes("Codes of the teams.", { required: true, whenRemoved: "keep" }),
    site: identifier("Where the teams are.", { onChange: "replace", unset: "hq" }),
  },
  subject: { is: "edges", edge: "group", user: "userId", codes: "teams", scope: "site" },
};

let modules: typeof EdgeSets & typeof Handlers & typeof Resources & typeof Text & typeof Sessions;

beforeAll(async () => {
  vi.resetModules();
  const all = [user, teams];
  vi.doMock("../../model/schema/index.js", () => ({
    ...schema,
    schemas: all,
    schemaOf: (name: string) => all.find((kind) => kind.name === name),
  }));
  modules = {
    ...(await import("../../provider/handlers/edge-set.js")),
    ...(await import("../../provider/handlers/index.js")),
    ...(await import("../../provider/resources/registration.js")),
    ...(await import("../../provider/resources/provider-text.js")),
    ...(await import("../../provider/session.js")),
  };
});

afterAll(() => {
  vi.doUnmock("../../model/schema/index.js");
  vi.resetModules();
});

describe("a field that is only described", () => {
  test("stands in the arguments, the state, the outputs and the page", () => {
    const source = renderClass(user);

    expect(source).toContain("readonly badge?: pulumi.Input<string | undefined> | undefined;");
    expect(source).toContain("declare readonly badge: pulumi.Output<string | undefined>;");
    expect(source.match(/Number of the badge\./gu)).toHaveLength(3);
    expect(renderReference(user)).toMatch(
      /### `badge`\n\nNumber of the badge\.\n\n_type `string` · a change updates it · .* · secret_/u,
    );
  });

  test("is encrypted where it is a secret", () => {
    const [, , , { additionalSecretOutputs }] = modules.registration(Object, user, "ada", {
      username: "ada",
    });

    expect(additionalSecretOutputs).toContain("badge");
  });
});

describe("a kind that is only described", () => {
  test("has a class, an export and a page", () => {
    expect(fileNameOf(teams)).toBe("user-teams");
    expect(renderIndex([user, teams], [])).toContain(
      'export { UserTeams } from "./resources/user-teams.js";',
    );
    const source = renderClass(teams);
    expect(source).toContain(
      "readonly teams: pulumi.Input<pulumi.Input<string>[]> | readonly (pulumi.Input<string> | Group)[];",
    );
    expect(source).toContain("readonly site?: pulumi.Input<string | undefined> | undefined;");
    expect(source).toContain("export class UserTeams extends pulumi.CustomResource {");
    const page = renderReference(teams);
    expect(page).toContain(typeToken(teams));
    expect(page).toContain('_type `string` · a change replaces the resource · without it, `"hq"`_');
    expect(page).toContain("_type `string[]` · **required** · a change updates it_");
    expect(modules.providerText(teams)).toBe(
      'exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").UserTeams)',
    );
  });

  test("needs a handler, and then lives as the others do", async () => {
    const pool = await startPool();
    const { id: userId } = await pool.admin.users.create({ username: "ada" });
    const given: string[] = [];
    const done = (all: readonly string[]): Promise<{ done: readonly string[]; failed: [] }> => {
      given.push(...all);
      return Promise.resolve({ done: all, failed: [] });
    };
    const handler = modules.edgeSetHandler(teams, () => ({
      observe: () => Promise.resolve(given),
      give: done,
      take: done,
      release: done,
    }));
    Object.assign(modules.handlers, { UserTeams: handler });
    const { pool: userPool } = contextOf(pool);
    const stack = { managerOf: () => Promise.resolve(undefined) };
    const today = {
      maxDeletions: () => Promise.resolve(undefined),
      maxDeletionsOfStack: () => Promise.resolve(undefined),
      withOtherLogin: () => Promise.resolve(undefined),
    };
    const settings = { adopt: false, debug: false, providerName: undefined };
    const session = new modules.Session(userPool, stack, today, settings);
    const kind = "UserTeams" as schema.KindName;
    const declared = { userId, teams: ["core"] };

    expect(modules.check(kind, {}, { userId }, () => session).failures).toEqual([
      { property: "teams", reason: "teams is required" },
    ]);
    expect(modules.check(kind, {}, declared, () => session).failures).toEqual([]);
    const created = await session.create(kind, declared);
    const { userPoolId } = userPool;
    expect(created).toEqual({ id: `${userId}/hq`, outs: { ...declared, userPoolId } });
    expect(given).toEqual(["core"]);
    expect(session.diff(kind, created.id, created.outs, { ...declared, site: "hq" })).toEqual({
      changes: false,
      changed: [],
    });
    expect(session.diff(kind, created.id, created.outs, { ...declared, site: "lab" })).toEqual({
      changes: true,
      changed: ["site"],
      replaces: ["site"],
    });
    expect(await session.read(kind, created.id, created.outs)).toEqual(created);
    expect(await session.read(kind, created.id, {})).toEqual({
      id: created.id,
      outs: { userId, teams: ["core"], site: "hq", userPoolId },
    });
  });
});

import { describe, expect, test } from "vitest";

import { parseDeployment } from "../../../drift/states/deployment.js";
import { user } from "../../../model/schema/index.js";
import { encrypted, ExportedState } from "./exported-state.js";

const pool = "59f86b4832eb28071bdd9214";

describe("parseDeployment", () => {
  test("reads users, memberships and roles with the resource that manages them", () => {
    const state = new ExportedState("dev", pool)
      .user("ada", "u1", { username: "ada", adopt: true, __digests: { password: "salt.hash" } })
      .groups("ada", "u1", ["staff"], { exhaustive: true })
      .roles("ada", "u1", ["lead"], { namespace: "a/b" });

    expect(parseDeployment("dev", state.toString())).toEqual({
      source: "dev",
      userPoolIds: new Set([pool]),
      providers: [],
      resources: [
        {
          is: "user",
          owner: { source: "dev", urn: state.urn("User", "ada") },
          userId: "u1",
          userPoolId: pool,
          isPendingDelete: false,
          table: user.fields,
          fields: { username: "ada" },
          secretFields: 0,
          alwaysSecretFields: 0,
          unconfirmed: [],
        },
        {
          is: "edges",
          edge: "group",
          owner: { source: "dev", urn: state.urn("UserGroupMembership", "ada") },
          userId: "u1",
          userPoolId: pool,
          isPendingDelete: false,
          scope: "",
          codes: ["staff"],
          unconfirmedCodes: [],
          isExhaustive: true,
        },
        {
          is: "edges",
          edge: "role",
          owner: { source: "dev", urn: state.urn("UserRoleAssignment", "ada") },
          userId: "u1",
          userPoolId: pool,
          isPendingDelete: false,
          scope: "a/b",
          codes: ["lead"],
          unconfirmedCodes: [],
          isExhaustive: false,
        },
      ],
      withoutPool: 0,
      interrupted: [],
      unknownTypes: [],
      positions: new Map(),
    });
  });

  test("a state of the plugin says the same as one of dynamic resources", () => {
    const parsed = (["dynamic", "plugin"] as const).map((adapter) => {
      const state = new ExportedState("dev", pool, "my:index:Team", adapter)
        .user("ada", "u1", { username: "ada", groups: ["staff"], email: encrypted })
        .groups("ada", "u1", ["crew"], { exhaustive: true })
        .roles("ada", "u1", ["lead"])
        .members("staff", "staff", ["u1"])
        .object("Group", "staff", { code: "staff", name: "Staff" })
        .object("UserField", "badge", { key: "badge", type: "string" })
        .policies("ada", { userId: "u1" }, ["read"])
        .interrupted("updating", "User", "ada");
      const { resources, ...rest } = parseDeployment("dev", state.toString());
      return { ...rest, resources: resources.map((resource) => ({ ...resource, owner: undefined })) };
    });

    expect(parsed[0]?.resources).toHaveLength(8);
    expect(parsed[0]?.interrupted).toEqual(["updating User ada"]);
    expect(parsed[1]).toEqual(parsed[0]);
  });

  test("reads the providers of user pools, and no secret that is encrypted", () => {
    const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
    const provider = (secret: object): string =>
      new ExportedState("dev", pool)
        .other("pulumi:providers:pulumi-nodejs", { inputs: { "other:setting": "x" } })
        .other("pulumi:providers:pulumi-nodejs", {
          inputs: { "approw:provider": "customers", "approw:userPoolId": "p1", "approw:secret": secret },
        })
        .toString();
    const settingsIn = (text: string): unknown[] =>
      parseDeployment("dev", text).providers.map(({ name, settings }) => [name, settings.get("secret")]);

    expect(settingsIn(provider({ ...mark, ciphertext: "v1:abc" }))).toEqual([["customers", undefined]]);
    expect(settingsIn(provider({ ...mark, plaintext: '"hush\\u0026"' }))).toEqual([["customers", "hush&"]]);
    expect(settingsIn(provider({ ...mark, plaintext: '"hush' }))).toEqual([["customers", undefined]]);
  });

  test("reads the providers of the plugin, apart from those that the engine has made", () => {
    const provider = (name: string, inputs: object): Record<string, unknown> => ({
      urn: `urn:pulumi:dev::people::pulumi:providers:approw::${name}`,
      inputs,
    });
    const state = new ExportedState("dev", pool)
      .other("pulumi:providers:approw", provider("default", { userPoolId: pool }))
      .other("pulumi:providers:approw", provider("default_0_1_0", { userPoolId: pool }))
      .other(
        "pulumi:providers:approw",
        provider("customers", {
          userPoolId: "p1",
          secret: { ...encrypted, plaintext: '"hush"' },
          maxDeletions: 5,
          requestsPerSecond: "7",
          adopt: true,
          host: null,
          __internal: {},
        }),
      )
      .other("pulumi:providers:approw", provider("partners", { secret: encrypted }));

    const { providers } = parseDeployment("dev", state.toString());

    expect(
      providers.map(({ name, adapter, settings }) => [name, adapter, Object.fromEntries(settings)]),
    ).toEqual([
      [
        "customers",
        "plugin",
        {
          userPoolId: "p1",
          secret: "hush",
          maxDeletions: "5",
          requestsPerSecond: "7",
          adopt: "true",
          __internal: undefined,
        },
      ],
      ["partners", "plugin", { secret: undefined }],
    ]);
  });

  test("what a refresh found in an exhaustive set is in the state, and is still not declared", () => {
    const state = new ExportedState("dev", pool).roles("ada", "u1", ["lead", "admin"], {
      exhaustive: true,
      __approw: { foreign: ["admin"] },
    });

    expect(parseDeployment("dev", state.toString()).resources).toMatchObject([{ codes: ["lead"] }]);
  });

  test("a field whose last write was interrupted has no declared value", () => {
    const state = new ExportedState("dev", pool).user("ada", "u1", {
      username: "ada",
      __approw: { unconfirmed: ["nickname"] },
    });

    expect(parseDeployment("dev", state.toString()).resources).toMatchObject([
      { fields: { username: "ada" }, secretFields: 0, unconfirmed: ["nickname"] },
    ]);
  });

  test("the declared value of an unconfirmed field does not count, because the pool may have it or not", () => {
    const state = new ExportedState("dev", pool).user("ada", "u1", {
      username: "ada",
      nickname: "Ada",
      __approw: { unconfirmed: ["nickname"] },
    });

    expect(parseDeployment("dev", state.toString()).resources).toMatchObject([
      { fields: { username: "ada" }, unconfirmed: ["nickname"] },
    ]);
  });

  test("reads groups and roles by the code in the state, with the fields that can be compared", () => {
    const state = new ExportedState("dev", pool)
      .object("Group", "engineering", { code: "platform", name: "Platform", adopt: true })
      .object("Role", "hr/recruiter", { code: "recruiter", namespace: "hr", parent: "employee" })
      .object("Role", "default/author", { code: "author", description: "Writes" }, { delete: true });

    expect(parseDeployment("dev", state.toString()).resources).toMatchObject([
      {
        is: "object",
        type: "group",
        owner: { source: "dev", urn: state.urn("Group", "engineering") },
        userPoolId: pool,
        isPendingDelete: false,
        keys: [{ object: "group", code: "platform", scope: undefined }],
        fields: { name: "Platform" },
      },
      { type: "role", keys: [{ object: "role", code: "recruiter", scope: "hr" }], fields: {} },
      {
        type: "role",
        isPendingDelete: true,
        keys: [{ object: "role", code: "author", scope: "default" }],
        fields: { description: "Writes" },
      },
    ]);
  });

  test("reads the groups and roles on a user as sets of that user, one for each namespace", () => {
    const state = new ExportedState("dev", pool).user("ada", "u1", {
      username: "ada",
      groups: ["staff"],
      roles: ["lead", "admin", { code: "recruiter", namespace: "hr" }],
      exhaustiveRoles: true,
      __approw: { foreign: ["role/default/admin"] },
    });

    const owner = { source: "dev", urn: state.urn("User", "ada") };
    expect(parseDeployment("dev", state.toString()).resources).toMatchObject([
      { is: "user", fields: { username: "ada" }, secretFields: 0 },
      { is: "edges", edge: "group", owner, userId: "u1", scope: "", codes: ["staff"], isExhaustive: false },
      { is: "edges", edge: "role", owner, scope: "default", codes: ["lead"], isExhaustive: true },
      { is: "edges", edge: "role", owner, scope: "hr", codes: ["recruiter"], isExhaustive: true },
    ]);
  });

  test.each([
    { roles: encrypted },
    { roles: ["lead", encrypted] },
    { roles: [{ code: encrypted, namespace: "hr" }] },
  ])("secret roles on a user may be of any namespace: $roles", ({ roles }) => {
    const state = new ExportedState("dev", pool).user("ada", "u1", { username: "ada", roles });

    const [, codes, ...others] = parseDeployment("dev", state.toString()).resources;

    expect(codes).toMatchObject({ edge: "role", codes: undefined, isOfAnyScope: true });
    expect(others).toEqual([]);
  });

  test("reads the members of a group, without those that a refresh found", () => {
    const state = new ExportedState("dev", pool)
      .members("staff", "staff", ["u1", "u2"], { exhaustive: true, __approw: { foreign: ["u2"] } })
      .members("secret", encrypted, ["u1", encrypted]);

    expect(parseDeployment("dev", state.toString()).resources).toMatchObject([
      { is: "members", edge: "group", code: "staff", userIds: new Set(["u1"]), isExhaustive: true },
      { is: "members", edge: "group", code: undefined, userIds: undefined, isExhaustive: false },
    ]);
  });

  test("an object whose renaming is unconfirmed may have either code", () => {
    const state = new ExportedState("dev", pool).object("Group", "staff", {
      code: "staff",
      name: "Staff",
      __approw: { unconfirmed: ["code", "name"], renaming: "crew" },
    });

    expect(parseDeployment("dev", state.toString()).resources).toMatchObject([
      { keys: [{ code: "staff" }, { code: "crew" }], fields: {}, unconfirmed: ["code", "name"] },
    ]);
  });

  test("an object whose code or namespace is secret is not identified", () => {
    const state = new ExportedState("dev", pool)
      .object("Group", "staff", { code: encrypted, description: encrypted })
      .object("Role", "hr/lead", { code: "lead", namespace: encrypted });

    expect(parseDeployment("dev", state.toString()).resources).toMatchObject([
      { keys: [], fields: {}, secretFields: 1 },
      { keys: [] },
    ]);
  });

  test("each custom value is a field, unless it is secret or its last write is unconfirmed", () => {
    const customData = { badge: "B-17", desk: { floor: 2, near: ["door"] } };
    const state = new ExportedState("dev", pool)
      .user("ada", "u1", { username: "ada", customData })
      .user("grace", "u2", {
        username: "grace",
        customData: encrypted,
        __approw: { unconfirmed: ["customData"] },
      })
      .user("alan", "u3", { username: "alan", customData: { badge: "B-1", pin: encrypted } })
      .user("edsger", "u4", { username: "edsger", customData: encrypted });

    expect(parseDeployment("dev", state.toString()).resources).toMatchObject([
      {
        fields: { username: "ada", "customData.badge": "B-17", "customData.desk": customData.desk },
        secretFields: 0,
        unconfirmed: [],
      },
      { fields: { username: "grace" }, secretFields: 0, unconfirmed: ["customData"] },
      { fields: { username: "alan", "customData.badge": "B-1" }, secretFields: 1 },
      { fields: { username: "edsger" }, secretFields: 1 },
    ]);
  });

  test("leaves secrets unread, and counts the fields that are", () => {
    const state = new ExportedState("dev", pool)
      .user("ada", "u1", { username: "ada", email: encrypted, oauth: encrypted, password: encrypted })
      .groups("ada", "u1", encrypted, { exhaustive: encrypted })
      .roles("ada", "u1", ["author", encrypted]);

    const { resources } = parseDeployment("dev", state.toString());

    expect(resources).toMatchObject([
      { fields: { username: "ada" }, secretFields: 2 },
      { codes: undefined, isExhaustive: false },
      { codes: undefined, isExhaustive: false },
    ]);
    expect(JSON.stringify(resources)).not.toContain("hush");
  });

  test("a stack that was never deployed manages no user", () => {
    expect(parseDeployment("new", '{"version":3,"deployment":{"manifest":{}}}').resources).toEqual([]);
  });

  test.each([
    { text: "people", mistake: "it is not valid JSON" },
    { text: "[]", mistake: "expected object" },
    { text: '{"version":2,"deployment":{}}', mistake: "version: " },
    { text: '{"version":3,"deployment":{"resources":{}}}', mistake: "deployment.resources: " },
    {
      text: new ExportedState("dev", pool).groups("ada", "u1", "staff").toString(),
      mistake: "deployment.resources.1.outputs.groups: ",
    },
    {
      text: new ExportedState("dev", pool).user("ada", "u1", { roles: [7] }).toString(),
      mistake: "deployment.resources.1.outputs.roles",
    },
    {
      text: new ExportedState("dev", pool).object("Group", "staff", { code: ["staff"] }).toString(),
      mistake: "deployment.resources.1.outputs.code: ",
    },
    {
      text: new ExportedState("dev", pool).user("ada", "", { username: "ada" }).toString(),
      mistake: "deployment.resources.1.id: ",
    },
    {
      text: new ExportedState("dev", pool).user("ada", "u1", { username: { first: "Ada" } }).toString(),
      mistake: "deployment.resources.1.outputs.username: ",
    },
  ])("refuses $text and says where it is wrong", ({ text, mistake }) => {
    expect(() => parseDeployment("people.json", text)).toThrow(
      /^people\.json is not an output of `pulumi stack export`: /u,
    );
    expect(() => parseDeployment("people.json", text)).toThrow(mistake);
  });
});

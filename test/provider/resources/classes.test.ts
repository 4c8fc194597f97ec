import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, expectTypeOf, test } from "vitest";

import * as approw from "../../../provider/index.js";
import { lookupFunctions } from "../../../model/functions/index.js";
import { schemas } from "../../../model/schema/index.js";

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as Record<string, unknown> }),
    call: () => ({}),
  });
});

describe("the package", () => {
  test("exports one class for each kind, the provider, the roster and both forms of each function, and nothing else", () => {
    const classes = ["Provider", "Roster", ...schemas.map(({ name }) => name)];
    const functions = lookupFunctions.flatMap(({ name }) => [name, `${name}Output`]);
    expect(Object.keys(approw).sort()).toEqual(["movedFromPlugin", ...classes, ...functions].sort());
  });
});

describe("an optional argument", () => {
  test("takes an output of another resource that may have no value", () => {
    const ada = new approw.User("ada", { username: "ada", company: "Analytical" });

    const bob = new approw.User("bob", { username: "bob", company: ada.company, blocked: ada.blocked });

    expect(approw.User.isInstance(bob)).toBe(true);
    expectTypeOf(ada.company).toEqualTypeOf<pulumi.Output<string | undefined>>();
    expectTypeOf<approw.UserState>().toExtend<{ username?: pulumi.Input<string | undefined> | undefined }>();
  });
});

describe("custom data", () => {
  test("takes values of every type, outputs and secrets, but neither dates nor lists", () => {
    const ada = new approw.User("ada", { username: "ada" });
    const customData = { level: 3, remote: true, desk: { floor: 2 }, badge: ada.username.apply(String) };
    const bob = new approw.User("bob", { username: "bob", customData: pulumi.secret(customData) });

    expect(approw.User.isInstance(bob)).toBe(true);
    expectTypeOf(bob.customData).toEqualTypeOf<
      pulumi.Output<Record<string, approw.CustomValue> | undefined>
    >();
    expectTypeOf<{ since: Date }>().not.toExtend<Record<string, approw.CustomValue>>();
    expectTypeOf<{ desks: string[] }>().not.toExtend<Record<string, approw.CustomValue>>();
  });
});

describe("a resource without a name", () => {
  test.each([undefined, "", 7])("is refused: %j", (name) => {
    expect(() => new approw.User(name as string, { username: "ada" })).toThrow(
      "the name of a User must be a non-empty string",
    );
  });
});

describe("isInstance", () => {
  test("tells the kinds apart", () => {
    const user = new approw.User("grace", { username: "grace" });
    const groups = new approw.UserGroupMembership("grace", { userId: user.id, groups: ["navy"] });
    const roles = approw.UserRoleAssignment.get("grace", "g/default");

    expect([user, groups, roles].map((value) => approw.User.isInstance(value))).toEqual([true, false, false]);
    expect(approw.UserGroupMembership.isInstance(groups)).toBe(true);
    expect(approw.UserRoleAssignment.isInstance(roles)).toBe(true);
  });

  test.each([undefined, null, "User", {}, { __pulumiType: "pulumi-nodejs:dynamic/approw:User" }])(
    "is false for %j",
    (value) => {
      expect(approw.User.isInstance(value)).toBe(false);
    },
  );
});

describe("arguments of plain JavaScript", () => {
  const classes: Record<string, unknown> = { ...approw };

  test.each(schemas.flatMap(({ name }) => [undefined, null, "ada", ["ada"]].map((args) => [name, args])))(
    "of %s that are %j fail with a sentence and an example",
    (name, args) => {
      const construct = (): unknown =>
        Reflect.construct(classes[String(name)] as () => unknown, ["ada", args]);

      expect(construct).toThrow(`the arguments of ${String(name)} "ada" must be an object, as in: `);
      expect(construct).toThrow(`new approw.${String(name)}(`);
    },
  );
});

import { describe, expect, expectTypeOf, test } from "vitest";
import type { CreateUserInput, UpdateUserInput, User, UserField } from "../../../sdk/index.js";
import { isInvalidInput, userFields } from "../../../sdk/index.js";
import { startClient } from "../start-client.js";

/** A value for each kind of field, other than the service's defaults. */
const values = {
  text: "some text",
  flag: true,
  count: 7,
  time: "2030-06-07T14:34:08.700Z",
  texts: ["a", "b"],
};

const rows = Object.entries(userFields).map(([name, row]) => ({ name, ...row }));

function valuesOf(writes: readonly string[]): Record<string, unknown> {
  const chosen = rows.filter(({ kind, write }) => kind !== "password" && writes.includes(write));
  return Object.fromEntries(
    chosen.map(({ name, kind }) => [name, kind === "password" ? undefined : values[kind]]),
  );
}

const allFields = rows.filter(({ kind }) => kind !== "password").map(({ name }) => name) as UserField[];

describe("every field of a user", () => {
  test("is present as in the API's schema: 41 in CreateUserInput, 45 in UpdateUserInput", () => {
    const count = (...writes: string[]): number => rows.filter(({ write }) => writes.includes(write)).length;

    expect(count("createAndUpdate", "createOnly")).toBe(41);
    expect(count("createAndUpdate", "updateOnly")).toBe(45);
  });

  test("that a creation accepts is stored by the service, as are those for updates only", async () => {
    const { client } = await startClient({ headerFamily: "authing" });
    const given = valuesOf(["createAndUpdate", "createOnly", "updateOnly"]);

    // A user created as deleted is not found by ordinary reads.
    const { id } = await client.users.create({ ...given, isDeleted: false });

    const { fields = {} } = (await client.users.snapshot([id], { fields: allFields })).get(id) ?? {};
    expect(fields).toMatchObject({ ...given, isDeleted: false });
  });

  test("that an update accepts is stored by the service, and cleared with null", async () => {
    const { client } = await startClient({ headerFamily: "authing" });
    const { id } = await client.users.create({ username: "ada" });
    const updates = valuesOf(["createAndUpdate", "updateOnly"]);

    expect(await client.users.update(id, updates)).toMatchObject(updates);
    const { username, ...others } = Object.fromEntries(Object.keys(updates).map((name) => [name, null]));
    expect(username).toBeNull();
    expect(await client.users.update(id, { ...others, username: "ada" })).toMatchObject({
      city: null,
      name: null,
    });
  });

  test.each(rows.filter(({ write }) => write === "never").map(({ name }) => name))(
    "%s, which the service sets, is refused before it is sent",
    async (name) => {
      const { client, emulator } = await startClient();

      const error = await client.users
        .create({ username: "ada", ...{ [name]: "x" } })
        .catch((cause: unknown) => cause);

      expect(isInvalidInput(error) && error.field).toBe(name);
      expect(emulator.counters.total()).toBe(0);
    },
  );

  test.each(["registerSource", "signedUp", "isDeleted"])(
    "%s is refused by an update, by name",
    async (name) => {
      const { client, emulator } = await startClient();

      const error = await client.users.update("u-1", { ...{ [name]: "x" } }).catch((cause: unknown) => cause);

      expect(isInvalidInput(error) && error.field).toBe(name);
      expect(String(error)).toContain("can only be set when the user is created");
      expect(emulator.counters.total()).toBe(0);
    },
  );

  test.each([
    ["emial", "a@x.org"],
    ["blocked", "yes"],
    ["loginsCount", 1.5],
    ["password", null],
    ["name", null],
  ])("%s = %j is refused by a creation, by name and without its value", async (name, value) => {
    const { client } = await startClient();

    const error = await client.users.create({ ...{ [name]: value } }).catch((cause: unknown) => cause);

    expect(isInvalidInput(error) && error.field).toBe(name);
  });
});

describe("registerSource", () => {
  test.each([
    ["import:hr", ["import:hr"]],
    [
      ["import:hr", "import:old"],
      ["import:hr", "import:old"],
    ],
  ])("%j is sent as a list", async (registerSource, expected) => {
    const { client } = await startClient();

    expect((await client.users.create({ username: "ada", registerSource })).registerSource).toEqual(expected);
  });
});

describe("the types", () => {
  test("know the fields of each mutation", () => {
    expectTypeOf<CreateUserInput>().toHaveProperty("city");
    expectTypeOf<CreateUserInput>().toHaveProperty("signedUp");
    expectTypeOf<UpdateUserInput>().toHaveProperty("tokenExpiredAt");
    expectTypeOf<UpdateUserInput>().not.toHaveProperty("signedUp");
    expectTypeOf<UpdateUserInput>().not.toHaveProperty("registerSource");
    expectTypeOf<UpdateUserInput>().not.toHaveProperty("isDeleted");
    expectTypeOf<CreateUserInput>().not.toHaveProperty("id");
  });

  test("know the type of each field", () => {
    expectTypeOf<CreateUserInput["registerSource"]>().toEqualTypeOf<string | readonly string[] | undefined>();
    expectTypeOf<UpdateUserInput["blocked"]>().toEqualTypeOf<boolean | null | undefined>();
    expectTypeOf<UpdateUserInput["password"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<User["loginsCount"]>().toEqualTypeOf<number | null | undefined>();
    expectTypeOf<User["id"]>().toEqualTypeOf<string>();
  });
});

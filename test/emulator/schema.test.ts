import { buildSchema, GraphQLObjectType, isInputObjectType, isObjectType } from "graphql/index.js";
import { describe, expect, test } from "vitest";
import { typeDefs } from "../../emulator/graphql/type-defs.js";
import { mutationNames, queryNames } from "../../emulator/operation-names.js";

const schema = buildSchema(typeDefs);

function fieldsOf(typeName: string): string[] {
  const type = schema.getType(typeName);
  return isInputObjectType(type) || isObjectType(type) ? Object.keys(type.getFields()) : [];
}

describe("the schema", () => {
  test("has the named operations and no other", () => {
    expect(fieldsOf("Query")).toEqual([...queryNames]);
    expect(fieldsOf("Mutation")).toEqual([...mutationNames]);
  });

  test("has 62 fields on a user, 41 of them at creation and 45 at update", () => {
    expect(fieldsOf("User")).toHaveLength(62);
    expect(fieldsOf("CreateUserInput")).toHaveLength(41);
    expect(fieldsOf("UpdateUserInput")).toHaveLength(45);
  });

  test("keeps what only one of the two inputs takes apart", () => {
    const [create, update] = [fieldsOf("CreateUserInput"), fieldsOf("UpdateUserInput")];

    expect(create.filter((field) => !update.includes(field)).toSorted()).toEqual([
      "isDeleted",
      "registerSource",
      "signedUp",
    ]);
    expect(update.filter((field) => !create.includes(field)).toSorted()).toEqual([
      "city",
      "directManagement",
      "expiredAt",
      "mainDepartmentCode",
      "mainDepartmentId",
      "province",
      "tokenExpiredAt",
    ]);
  });

  test.each([
    ["username", "String"],
    ["email", "String"],
    ["blocked", "Boolean"],
    ["loginsCount", "Int"],
    ["lastLogin", "String"],
    ["registerSource", "[String!]"],
    ["id", "String!"],
  ])("types %s as %s", (field, type) => {
    const user = schema.getType("User");

    expect(user instanceof GraphQLObjectType && String(user.getFields()[field]?.type)).toBe(type);
  });
});

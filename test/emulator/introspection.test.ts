import {
  buildClientSchema,
  getIntrospectionQuery,
  printSchema,
  type IntrospectionQuery,
} from "graphql/index.js";
import { buildSchema, lexicographicSortSchema } from "graphql/index.js";
import { expect, test } from "vitest";
import { typeDefs } from "../../emulator/graphql/type-defs.js";
import { createEmulator } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

/** The vendor's Python client fetches the schema with each call, with a token and without one. */
test.each([["with a login"], ["without a login"]])("the schema is answered %s", async (how) => {
  const emulator = await createEmulator();
  const client = how === "with a login" ? await ApiClient.of(emulator) : new ApiClient(emulator);

  const { data } = await client.graphql(getIntrospectionQuery());
  await emulator.close();

  const schema = buildClientSchema(data as IntrospectionQuery);
  expect(printSchema(lexicographicSortSchema(schema))).toBe(
    printSchema(lexicographicSortSchema(buildSchema(typeDefs))),
  );
});

import fc from "fast-check";

import type { Field } from "../../model/schema/field.js";
import { user } from "../../model/schema/index.js";
import type { Kind } from "../../model/schema/kind.js";

const instant = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const word = fc.string({ minLength: 1, maxLength: 12 });
const statement = fc.record(
  {
    resource: word,
    actions: fc.array(word, { minLength: 1, maxLength: 3 }),
    effect: fc.constantFrom("ALLOW", "DENY"),
    condition: fc.array(
      fc.record({
        param: word,
        operator: word,
        value: fc.oneof(word, fc.integer(), fc.boolean(), fc.dictionary(word, fc.integer(), { maxKeys: 3 })),
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ["resource", "actions"] },
);

/** Values of custom fields, by key. */
const customValues = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,3}$/u),
  fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.integer(),
    fc.boolean(),
    instant,
    fc.dictionary(
      fc.stringMatching(/^[a-z]{1,3}$/u),
      fc.oneof(word, fc.boolean(), fc.array(fc.nat(), { maxLength: 2 })),
    ),
  ),
  { minKeys: 1, maxKeys: 5 },
);

/** Candidates for every kind of field; each row's own schema picks those that it accepts. */
const candidates = fc.oneof(
  word,
  fc.boolean(),
  fc.nat(1000),
  instant,
  instant.map((time) => time.slice(0, 10)),
  fc.constantFrom("M", "F", "U"),
  fc.constantFrom("string", "number", "date"),
  customValues,
  fc.array(word, { minLength: 1, maxLength: 3 }),
  word.map((text) => `${Buffer.from(text).toString("hex")}@example.com`),
  fc.nat(10_000_000).map((digits) => `+49 ${digits}`),
  fc.string({ minLength: 6, maxLength: 20 }),
  fc.array(statement, { minLength: 1, maxLength: 3 }),
);

/** A value that the field's own schema accepts. */
export function valueOf(field: Field): fc.Arbitrary<unknown> {
  return candidates.filter((value) => field.schema.safeParse(value).success);
}

/** What a program could declare of a kind: all required fields and any others, with values that their schemas accept. */
export function declarationOf({ fields }: Pick<Kind, "fields">): fc.Arbitrary<Record<string, unknown>> {
  const requiredKeys = Object.keys(fields).filter((name) => fields[name]?.required);
  return fc.record(
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, valueOf(field)])),
    { requiredKeys },
  );
}

/** What a program could declare of a user. */
export const declaredUser = declarationOf(user);

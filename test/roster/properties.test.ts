import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";

import { declarationsOn, describeMistakes, endingWithin, readRoster } from "../../roster/index.js";
import { sectionNames } from "../../roster/sections.js";
import { declared } from "./reading.js";

/** The names that mean something in a roster, so that arbitrary values reach further than the first check. */
const names = [
  ...sectionNames,
  ..."username email phone password customData groups roles policies members template leaves until".split(
    " ",
  ),
  ..."reason previously external exhaustive code namespace statements type ada staff << __proto__".split(" "),
];

const scalars = fc.oneof(
  fc.constantFrom(...names, "2026-12-31", "", "no", "billing/clerk"),
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);

const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    scalars,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie("value"), { maxKeys: 5 }),
  ),
}));

const rosters = fc.record(Object.fromEntries(sectionNames.map((name) => [name, values])), {
  requiredKeys: [],
});

/** Reads a text to the end; whatever it is, this throws nothing. */
function readAll(text: string): void {
  const sources = [{ file: "a.yaml", text }];
  const { roster, mistakes } = readRoster(sources);
  describeMistakes(mistakes, sources);
  declarationsOn(roster, "2026-11-27");
  endingWithin(roster, "2026-11-27", 30);
}

test("arbitrary values in the place of a roster end in declarations or mistakes", () => {
  fc.assert(
    fc.property(rosters, (roster) => {
      readAll(stringify(roster));
    }),
    { numRuns: 100 },
  );
});

test("arbitrary text ends in mistakes", () => {
  const pieces = fc.constantFrom(
    ...names,
    ..."\n|  |: |- |[|]|{|}|, |&a|*a|!!str |? |#|'|\"|\\|>|%YAML|---|...|\t|\r|\0|\uFEFF".split("|"),
    "|",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces, { maxLength: 40 }).map((found) => found.join("")),
  );
  fc.assert(fc.property(texts, readAll), { numRuns: 300 });
});

const text = { groups: ["g1", "g2", "g3"], roles: ["r1", "n/r2"] };

const people = fc.array(
  fc.record({
    city: fc.constantFrom("no", "007", "London"),
    groups: fc.subarray(text.groups),
    roles: fc.subarray(text.roles),
    customData: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("x", true, 1)),
    previously: fc.constantFrom(undefined, "old"),
  }),
  { minLength: 1, maxLength: 8 },
);

test("the order of entries, and the files where they stand, change no declaration", () => {
  fc.assert(
    fc.property(
      people,
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 4 }),
      (found, random, files) => {
        const next = (): number => random.next().value as number;
        const shuffled = <Item>(items: readonly Item[]): Item[] =>
          items
            .map((item) => [next(), item] as const)
            .sort(([one], [other]) => one - other)
            .map(([, item]) => item);
        const sections: [section: string, key: string, value: object][] = [
          ...found.map(({ previously, ...fields }, index): [string, string, object] => [
            "people",
            `p${index}`,
            {
              ...fields,
              username: `user-${index}`,
              ...(previously !== undefined && { previously: `${previously}-${index}` }),
            },
          ]),
          ...text.groups.map((key): [string, string, object] => ["groups", key, { name: key }]),
          ...text.roles.map((key): [string, string, object] => ["roles", key, {}]),
        ];
        const written = (entries: typeof sections, count: number): Record<string, string> => {
          const contents = Array.from({ length: count }, () => new Map<string, Record<string, object>>());
          for (const [section, key, value] of entries) {
            const content = contents[next() % count] ?? new Map<string, Record<string, object>>();
            content.set(section, { ...content.get(section), [key]: value });
          }
          return Object.fromEntries(
            contents.map((content, index) => [`${index}.yaml`, stringify(Object.fromEntries(content))]),
          );
        };
        const reordered = shuffled(sections).map(([section, key, value]): [string, string, object] => [
          section,
          key,
          Object.fromEntries(
            shuffled(Object.entries(value)).map(([name, held]) => [
              name,
              Array.isArray(held) ? shuffled(held) : held,
            ]),
          ),
        ]);
        const plain = (from: Record<string, string>): unknown =>
          declared(from).map((declaration) => ({ ...declaration, place: undefined }));

        expect(JSON.stringify(plain(written(reordered, files)))).toBe(
          JSON.stringify(plain(written(sections, 1))),
        );
      },
    ),
    { numRuns: 60 },
  );
});

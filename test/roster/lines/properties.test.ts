import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";

import { LineFinder, linesOf } from "../../../roster/index.js";
import { read } from "../reading.js";

const groups = ["g1", "g2", "g3", "g4"];
const roles = ["r1", "n/r2", "r3"];
const templates = ["t1", "t2"];

const lists = fc.record({ groups: fc.subarray(groups), roles: fc.subarray(roles) });

const rosters = fc.record({
  defaults: lists,
  templates: fc.tuple(lists, lists),
  people: fc.array(fc.record({ own: lists, template: fc.subarray(templates), file: fc.nat(1) }), {
    minLength: 1,
    maxLength: 6,
  }),
  members: fc.array(fc.tuple(fc.nat(5), fc.nat(3)), { maxLength: 4 }),
  indent: fc.constantFrom(1, 2, 4),
  isFlow: fc.boolean(),
});

test("everything that a person of a roster has stands on its line, or the template's name does", () => {
  fc.assert(
    fc.property(rosters, ({ defaults, templates: shared, people, members, indent, isFlow }) => {
      const texts = [0, 1].map((file) => {
        const own = people.flatMap(({ own: held, template, file: at }, index) =>
          at === file ? [[`p${index}`, { username: `user-${index}`, ...held, template }] as const] : [],
        );
        const section = { ...(own.length > 0 && { people: Object.fromEntries(own) }) };
        return file === 0
          ? {
              defaults,
              templates: { t1: shared[0], t2: shared[1] },
              groups: Object.fromEntries(
                groups.map((key, at) => [key, { name: key, members: membersOf(at, members, people) }]),
              ),
              roles: Object.fromEntries(roles.map((key) => [key, {}])),
              ...section,
            }
          : section;
      });
      const files = Object.fromEntries(
        texts.map((text, index) => [
          `${index}.yaml`,
          stringify(text, { indent, collectionStyle: isFlow ? "flow" : "any" }),
        ]),
      );
      const { roster, mistakes } = read(files);
      expect(mistakes).toEqual([]);
      const found = linesOf(roster, "2026-11-27");
      const finder = new LineFinder(found);

      for (const { key, grants } of roster.people.values()) {
        for (const { edge, target } of grants) {
          const what = { is: "access" as const, edge, namespace: target.namespace, code: target.code };
          const of = { is: "person" as const, keys: [key], identity: new Map<string, Set<string>>() };
          const lines = finder.find({ of, what })?.lines ?? [];
          const [first = "", second] = lines.map(
            ({ file, line }) => (files[file] ?? "").split("\n")[line - 1] ?? "",
          );
          // From the side of the group, the line names the person.
          expect(first.includes(target.code) || first.includes(key)).toBe(true);
          if (second !== undefined) expect(second).toMatch(/t1|t2|p\d/u);
        }
      }
      const counted = found.people.map(({ access }) => access.length);
      expect(counted).toEqual([...roster.people.values()].map(({ grants }) => grants.length));
    }),
    { numRuns: 60 },
  );
});

/** The people whom a group lists and who are not in it already by themselves. */
function membersOf(
  group: number,
  pairs: readonly (readonly [number, number])[],
  people: readonly { readonly own: { readonly groups: readonly string[] } }[],
): string[] {
  const listed = pairs.filter(([, at]) => at === group).map(([person]) => person);
  return [...new Set(listed)]
    .filter(
      (person) => people[person] !== undefined && !people[person].own.groups.includes(groups[group] ?? ""),
    )
    .map((person) => `p${person}`);
}

import { fileNamesOf } from "./file-names.js";
import { compareTexts } from "./order.js";

/** How people are spread over files: all in one, or one file for each group. */
export const layouts = ["one", "by-group"] as const;
export type Layout = (typeof layouts)[number];

/** The file of people without a group. */
const others = "others";

/**
 * The file in which each person stands, given the keys of the person's groups: a function of these and of nothing else.
 *
 * By group, a person stands in the file of the largest of the groups. A group with more than half of the people comes after
 * all others, because it would put most people into one file.
 */
export function layPeopleOut(groupsOfPeople: readonly (readonly string[])[], layout: Layout): string[] {
  if (layout === "one") return groupsOfPeople.map(() => "people");
  const sizes = new Map<string, number>();
  for (const key of groupsOfPeople.flat()) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  const half = groupsOfPeople.length / 2;
  const isLarge = (key: string): number => ((sizes.get(key) ?? 0) > half ? 1 : 0);
  const order = [...sizes.keys()].sort(
    (one, other) =>
      isLarge(one) - isLarge(other) ||
      (sizes.get(other) ?? 0) - (sizes.get(one) ?? 0) ||
      compareTexts(one, other),
  );
  const rank = new Map(order.map((key, index) => [key, index]));
  const homes = groupsOfPeople.map(
    (groups) => [...groups].sort((one, other) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0))[0],
  );
  const used = new Set(homes.filter((home) => home !== undefined));
  const names = fileNamesOf([...used], [others]);
  return homes.map((home) => `people/${home === undefined ? others : (names.get(home) ?? others)}`);
}

import { expect, test } from "vitest";

import type { RosterSource } from "../../../roster/index.js";
import { updateRoster } from "../../../roster/update/update-roster.js";
import type { PoolUser } from "../../../roster/write/pool-contents.js";
import { groupOf, poolOf, userOf } from "./pool.js";

const groups = Array.from({ length: 100 }, (_each, index) => `team-${index}`);

function member(number: number, city: string): PoolUser {
  const name = `user-${number}`;
  return userOf(
    number,
    { username: name, email: `${name}@example.com`, name: `User ${number}`, city, company: "ACME" },
    { groups: [`team-${number % 100}`, `team-${(number + 1) % 100}`] },
  );
}

test("2,000 people in 100 files are updated", () => {
  const numbers = Array.from({ length: 2000 }, (_each, index) => index);
  const sources: RosterSource[] = groups.map((group, index) => {
    const people = numbers
      .filter((number) => number % 100 === index)
      .map(
        (number) =>
          `  user-${number}:\n    username: user-${number}\n    email: user-${number}@example.com\n    name: User ${number}\n` +
          `    city: Paris # by hand\n    groups: [${group}, team-${(number + 1) % 100}]\n`,
      );
    return { file: `people/${group}.yaml`, text: `defaults: { company: ACME }\npeople:\n${people.join("")}` };
  });
  sources.push({ file: "groups.yaml", text: `groups:\n${groups.map((code) => `  ${code}: {}\n`).join("")}` });
  const moved = numbers.map((number) => member(number, number % 5 === 0 ? "London" : "Paris"));
  const pool = poolOf({
    users: [
      ...moved.slice(50),
      ...Array.from({ length: 50 }, (_each, index) => member(5000 + index, "Rome")),
    ],
    groups: groups.map((code) => groupOf(code)),
  });

  const { files, changes, unable } = updateRoster(sources, pool, { today: "2026-11-27" });

  expect(unable).toEqual([]);
  expect(changes).toHaveLength(390 + 50 + 50);
  expect(files).toHaveLength(60);
});

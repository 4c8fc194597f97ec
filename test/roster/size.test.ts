import { expect, test } from "vitest";

import { declarationsOn, readRoster, type RosterSource } from "../../roster/index.js";

/** People in many files: every one with a group, a role and a custom field. */
function sourcesOf(people: number, files: number): RosterSource[] {
  const each = people / files;
  return Array.from({ length: files }, (_, file) => ({
    file: `${file}.yaml`,
    text: `defaults: { company: ACME, groups: [staff] }\npeople:\n${Array.from(
      { length: each },
      (__, index) => {
        const name = `user-${file}-${index}`;
        return `  ${name}:\n    username: ${name}\n    email: ${name}@example.com\n    groups: [g${file % 40}]\n    roles: [author]\n    customData: { badge: "${index}" }\n`;
      },
    ).join("")}`,
  }));
}

// The measurements (`npm run bench -- --only validate`) have the times. The limit of every test finds what grows with the
// square.
test("3,000 people in 200 files are read", () => {
  const { roster, mistakes } = readRoster(sourcesOf(3000, 200));

  expect(mistakes).toEqual([]);
  expect(declarationsOn(roster, "2026-11-27")).toHaveLength(3000);
});

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { compiledProgram } from "../tools/engine/compiled-program.js";
import { atMost, count, median, seconds, type Section } from "./report.js";

const files = 200;
const rounds = 5;

/** The time of the whole command, from the start of Node.js to its end. */
export function measureValidation(users: number): Promise<Section> {
  const roster = mkdtempSync(join(tmpdir(), "roster-"));
  try {
    writeRoster(roster, users);
    const times = Array.from({ length: rounds }, () => timeOf(roster));
    return Promise.resolve({
      title: `A roster of ${count(users)} users in ${files} files`,
      about:
        "The roster has 40 groups and a role, and each user has five fields, two groups, a role and custom data. Times are " +
        `medians of ${rounds} rounds, with the start of Node.js.`,
      rows: [
        {
          measure: "time of `pulumi-approw validate`",
          target: "≤ 2.0 s",
          ours: seconds(median(times)),
          verdict: atMost(median(times), 2),
        },
      ],
    });
  } finally {
    rmSync(roster, { recursive: true });
  }
}

function writeRoster(folder: string, users: number): void {
  mkdirSync(join(folder, "people"));
  const groups = Array.from({ length: 38 }, (_, index) => `  g${index}: { name: Group ${index} }\n`);
  const objects = `groups:\n  staff: {}\n  oncall: {}\n${groups.join("")}roles:\n  author: {}\n`;
  writeFileSync(join(folder, "access.yaml"), objects);
  const people = Array.from({ length: users }, (_, index) => personOf(index));
  const inEach = Math.ceil(users / (files - 1));
  for (let file = 0; file * inEach < users; file += 1) {
    const own = people.slice(file * inEach, (file + 1) * inEach);
    const text = `defaults:\n  company: ACME\n  groups: [staff]\npeople:\n${own.join("")}`;
    writeFileSync(join(folder, "people", `${file}.yaml`), text);
  }
}

function personOf(index: number): string {
  return `  p${index}:
    username: p${index}
    email: p${index}@example.com
    name: User ${index}
    phone: "+4930${String(index).padStart(6, "0")}"
    groups: [g${index % 38}, { group: oncall, until: 2999-12-31 }]
    roles: [author]
    customData: { school: Trinity, age: 36 }
`;
}

function timeOf(roster: string): number {
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [compiledProgram, "validate", roster], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the roster of the measurement is not valid: ${stdout}`);
  return (performance.now() - started) / 1000;
}

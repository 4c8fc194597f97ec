import { type Arena, inArena } from "./arena.js";
import { everyone, role, type Roster } from "./candidate.js";
import { atMost, count, median, type Row, seconds, type Section } from "./report.js";

const rounds = 3;

const wide = ["--parallel", "64"];

/** What one resource in place of three may take of their time and bytes. */
const share = 1 / 3;

/** Users who each have their groups and roles in their own resource, beside the same users with three resources each. */
export async function measureOneResource(users: number): Promise<Section> {
  const roster: Roster = { users, withAssignments: true };
  const rows = await inArena(["approw", roster, { declaration: inOneResource(users) }], (one) =>
    inArena(["approw", roster], (three) => compare(one, three, users)),
  );
  return {
    title: `${count(users)} users with 2 groups and 1 role: one resource each, or three`,
    about:
      `Groups and roles stand on the \`User\`, or in a membership and an assignment beside it. Times are medians of ` +
      `${rounds} rounds in which the two took turns; the state is that of the whole stack.`,
    rows,
  };
}

async function compare(one: Arena, three: Arena, users: number): Promise<Row[]> {
  const created = await one.runWithoutCheckpoints("up", ...wide);
  await three.runWithoutCheckpoints("up", ...wide);
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    times[0].push((await one.run("up", ...wide)).seconds);
    times[1].push((await three.run("up", ...wide)).seconds);
  }
  const [timeOfOne, timeOfThree] = [median(times[0]), median(times[1])];
  const [bytesOfOne, bytesOfThree] = await Promise.all([one.stateBytes(), three.stateBytes()]);
  const read = await one.run("refresh", ...wide);
  const deleted = await one.runWithoutCheckpoints("destroy", ...wide);
  return [
    row("time of `up` without changes", timeOfOne, timeOfThree, seconds),
    row("state bytes", bytesOfOne, bytesOfThree, count),
    { measure: "requests, `up` of new users", ours: count(created.requests) },
    {
      measure: "requests, refresh without changes",
      target: `≤ ${count(users / 20)}`,
      ours: count(read.requests),
      verdict: atMost(read.requests, users / 20),
    },
    { measure: "requests, `destroy`", ours: count(deleted.requests) },
  ];
}

function row(measure: string, one: number, three: number, show: (value: number) => string): Row {
  return {
    measure,
    target: "≤ 0.33 × three resources",
    ours: `${show(one)} (${(one / three).toFixed(2)} × ${show(three)})`,
    verdict: atMost(one / three, share),
  };
}

function inOneResource(users: number): string {
  return `
for (let index = 0; index < ${users}; index += 1) {
  new User(\`person-\${index}\`, {
    username: \`person-\${index}\`,
    email: \`person-\${index}@example.com\`,
    name: \`Person Number \${index}\`,
    groups: ["${everyone}", "team-0"],
    roles: ["${role}"],
  });
}
`;
}

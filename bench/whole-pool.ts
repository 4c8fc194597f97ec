import { type Arena, inArena } from "./arena.js";
import { atMost, count, type Row, type Section } from "./report.js";

const groups = 100;
const roles = 50;
const fields = 3;

const wide = ["--parallel", "64"];

/** What a refresh of 1,000 users with all that they have may cost. */
const mostForRefresh = 60;

/** Everything that a program can declare of a pool that is empty before. */
export async function measureWholePool(users: number): Promise<Section> {
  const roster = { users, withAssignments: false };
  const options = { declaration: declare(users), emulator: { seed: {} } };
  const rows = await inArena(["approw", roster, options], (arena) => measure(arena, users));
  return {
    title: `${count(users)} users with everything that a pool can hold`,
    about:
      `${groups} groups, ${roles} roles, ${fields} custom fields and a policy; each user has 2 groups, 1 role, ${fields} custom ` +
      "values and a policy of its own. All of them are declared in one program.",
    rows,
  };
}

async function measure(arena: Arena, users: number): Promise<Row[]> {
  const created = await arena.runWithoutCheckpoints("up", ...wide);
  const bytes = (await arena.stateBytes()) / resourceCount(users);
  const unchanged = await arena.run("up", ...wide);
  const read = await arena.run("refresh", ...wide);
  const deleted = await arena.runWithoutCheckpoints("destroy", ...wide);
  return [
    { measure: "requests, `up` of a new pool", ours: count(created.requests) },
    {
      measure: "requests, `up` without changes",
      target: "0",
      ours: count(unchanged.requests),
      verdict: atMost(unchanged.requests, 0),
    },
    {
      measure: "requests, refresh without changes",
      target: `≤ ${mostForRefresh}`,
      ours: count(read.requests),
      verdict: atMost(read.requests, mostForRefresh),
    },
    { measure: "requests, `destroy`", ours: count(deleted.requests) },
    { measure: "state bytes per resource", ours: count(bytes) },
  ];
}

/** A user and its policies are two resources. */
function resourceCount(users: number): number {
  return 2 * users + groups + roles + fields + 1;
}

function declare(users: number): string {
  return `
import { Group, Policy, PolicyAssignment, Role, UserField } from "pulumi-approw";

const policy = new Policy("read", {
  code: "read",
  statements: [{ resource: "books:*", actions: ["books:read"] }],
});
const fields = [["badge", "string"], ["level", "number"], ["remote", "boolean"]].map(
  ([key, type]) => new UserField(key, { key, type, force: true }),
);
const groups = Array.from({ length: ${groups} }, (_, index) => new Group(\`group-\${index}\`, { code: \`group-\${index}\` }));
const roles = Array.from({ length: ${roles} }, (_, index) => new Role(\`role-\${index}\`, { code: \`role-\${index}\` }));

for (let index = 0; index < ${users}; index += 1) {
  const user = new User(
    \`person-\${index}\`,
    {
      username: \`person-\${index}\`,
      email: \`person-\${index}@example.com\`,
      name: \`Person Number \${index}\`,
      groups: [groups[index % groups.length].code, groups[(index + 1) % groups.length].code],
      roles: [roles[index % roles.length].code],
      customData: { badge: \`B-\${index}\`, level: index % 5, remote: index % 2 === 0 },
    },
    { dependsOn: fields },
  );
  new PolicyAssignment(\`person-\${index}\`, { userId: user.id, policies: [policy.code] });
}
`;
}

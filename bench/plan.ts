import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { defaultPageSize } from "../sdk/page.js";
import { access, type DeclaredUsers, urnOf, userType, withDeclaredUsers } from "./declared-users.js";
import { atMost, count, seconds, type Section } from "./report.js";

const changed = 200;
const targetSeconds = 10;

/** The whole command, from the start of Node.js to the file, without the preview of Pulumi: pool, state, copy, rehearsal. */
export async function measurePlan(users: number): Promise<Section> {
  return await withDeclaredUsers(users, [], (declared) => measure(declared, users));
}

async function measure({ directory, resources, run }: DeclaredUsers, users: number): Promise<Section> {
  writeFileSync(join(directory, "preview.json"), JSON.stringify({ steps: mergeInto(resources) }));
  const { requests, time } = await run(["plan", "--preview", "preview.json", "--format", "json=plan.json"]);
  const target = Math.ceil(users / defaultPageSize) + 10;
  return {
    title: `Plan for ${count(users)} users`,
    about: `A merge creates ${count(changed)} users, changes ${count(changed)} and deletes ${count(changed)}.`,
    rows: [
      {
        measure: "requests of `pulumi-approw plan`",
        target: `≤ ${count(target)}`,
        ours: count(requests),
        verdict: atMost(requests, target),
      },
      {
        measure: "time of it, without `pulumi preview`",
        target: `≤ ${targetSeconds} s`,
        ours: seconds(time),
        verdict: atMost(time, targetSeconds),
      },
    ],
  };
}

/** The steps of a preview. */
function mergeInto(resources: DeclaredUsers["resources"]): object[] {
  return [
    ...Array.from({ length: changed }, (_, index) => {
      const username = `new${index}`;
      const inputs = { username, ...access, groups: ["staff"] };
      const urn = urnOf(username);
      return { op: "create", urn, newState: { urn, type: userType, inputs } };
    }),
    ...resources.slice(0, changed).map((oldState) => ({
      op: "update",
      urn: oldState.urn,
      oldState,
      newState: {
        ...oldState,
        inputs: { ...oldState.inputs, groups: ["staff"], roles: [...access.roles, "admin"] },
      },
    })),
    ...resources.slice(-changed).map((oldState) => ({ op: "delete", urn: oldState.urn, oldState })),
  ];
}

import { inArena } from "./arena.js";
import { atMost, count, type Row, type Section } from "./report.js";

/** What programs ask, and how many requests it may take beside the login. */
const questions: readonly {
  readonly measure: string;
  readonly asks: string;
  readonly target: (users: number) => number;
}[] = [
  {
    measure: "`getUser` by username, all at once",
    asks: "Promise.all(names.map((username) => approw.getUser({ username })))",
    // One request names 80 of them, another one reads them.
    target: (users) => 2 * Math.ceil(users / 80),
  },
  {
    measure: "the same, and `getUser`, `getUserGroups` and `getUserRoles` by id",
    asks: `Promise.all(names.map(async (username) => {
        const { id: userId } = await approw.getUser({ username });
        await Promise.all([approw.getUser({ id: userId }), approw.getUserGroups({ userId }), approw.getUserRoles({ userId })]);
      }))`,
    // As many as if each function asked for 80 users at a time.
    target: (users) => 5 * Math.ceil(users / 80),
  },
  {
    measure: "`getUsers({ all: true })`, twice",
    asks: "approw.getUsers({ all: true }).then(() => approw.getUsers({ all: true }))",
    // The pages, and the first and the last one again to know that none was missed.
    target: (users) => Math.ceil(users / 100) + 2,
  },
];

/** What it costs a program to read the pool. */
export async function measureFunctions(users: number): Promise<Section> {
  const seed = { users: Array.from({ length: users }, (_, index) => ({ username: `person-${index}` })) };
  const rows: Row[] = [];
  for (const { measure, asks, target } of questions) {
    const declaration = `
      import * as approw from "pulumi-approw";
      const names = Array.from({ length: ${users} }, (_, index) => \`person-\${index}\`);
      void ${asks};
    `;
    const roster = { users, withAssignments: false };
    await inArena(["approw", roster, { emulator: { seed }, declaration }], async (arena) => {
      const { requests, byOperation } = await arena.run("preview");
      const withoutLogin = requests - (byOperation["accessToken"] ?? 0);
      const most = target(users);
      rows.push({
        measure: `requests, ${measure}`,
        target: `≤ ${count(most)}`,
        ours: count(withoutLogin),
        verdict: atMost(withoutLogin, most),
      });
    });
  }
  return {
    title: `Functions: a program that reads ${count(users)} users`,
    about: "Each row is one preview of a program that declares nothing. Logins are not counted.",
    rows,
  };
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createEmulator, type Emulator } from "../../../../emulator/index.js";
import { ManagementClient } from "../../../../sdk/index.js";
import { encrypted, ExportedState } from "../../../drift/states/exported-state.js";

/** Everything in the pool was done by hand that a review can find. */
const seed = {
  namespaces: [{ code: "hr" }],
  groups: [{ code: "engineering" }, { code: "on-call" }, { code: "research" }],
  roles: [
    { code: "admin" },
    { code: "author" },
    { code: "reviewer" },
    { code: "recruiter", namespace: "hr" },
  ],
  users: [
    {
      username: "ada",
      email: "eve@evil.example",
      nickname: "Countess",
      loginsCount: 9,
      groups: ["engineering", "on-call"],
      roles: ["author", "admin", { code: "recruiter", namespace: "hr" }],
    },
    { username: "bob", phone: "+49301234", groups: ["research", "engineering"], roles: ["admin"] },
    { username: "cleo", groups: ["on-call"], roles: ["author", "reviewer"] },
    {
      username: "steady",
      email: "steady@example.com",
      groups: ["research"],
      roles: [{ code: "recruiter", namespace: "hr" }],
    },
    { username: "outsider" },
    { username: "intruder", email: "i@partner.example", groups: ["research"], roles: ["admin"] },
    { username: "svc-mail", roles: ["author"] },
  ],
};

/** An id that the pool has never given to anybody. */
const goneId = "5f0000000000000000000000";

export interface SpoiltPool {
  readonly emulator: Emulator;
  readonly admin: ManagementClient;
  /** By username; "gone" is in a state only. */
  readonly ids: Readonly<Record<string, string>>;
  /** Where the exported states `people.json` and `hr.json` are. */
  readonly directory: string;
  /** What a review needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openSpoiltPool(): Promise<SpoiltPool> {
  const emulator = await createEmulator({ seed });
  const { url: host, userPoolId, secret } = emulator;
  const admin = new ManagementClient({ host, userPoolId, secret });
  const ids: Record<string, string> = { gone: goneId };
  for await (const { id, username } of admin.users.listAll()) ids[username ?? ""] = id;
  emulator.counters.reset();
  const directory = await mkdtemp(join(tmpdir(), "approw-drift-"));
  const states = statesOf(userPoolId, (name) => ids[name] ?? "");
  for (const [name, state] of Object.entries(states)) {
    await writeFile(join(directory, `${name}.json`), state.toString());
  }
  return {
    emulator,
    admin,
    ids,
    directory,
    env: { APPROW_HOST: host, APPROW_USERPOOL_ID: userPoolId, APPROW_USERPOOL_SECRET: secret },
    close: async () => {
      await emulator.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** What the programs of two teams declare, cleo both of them. */
function statesOf(userPoolId: string, id: (name: string) => string): Record<string, ExportedState> {
  const ada = { email: "ada@example.com", nickname: "Ada", blocked: true, loginsCount: 3 };
  return {
    people: new ExportedState("people", userPoolId)
      .user("ada", id("ada"), { username: "ada", ...ada })
      .groups("ada", id("ada"), ["engineering", "research"])
      .roles("ada", id("ada"), ["author"])
      .user("bob", id("bob"), { username: "bob", phone: "+49 30 1234" })
      .groups("bob", id("bob"), ["research"], { exhaustive: true })
      .roles("bob", id("bob"), ["reviewer"], { exhaustive: true })
      .user("cleo", id("cleo"), { username: "cleo" })
      .groups("cleo", id("cleo"), ["on-call"])
      .roles("cleo", id("cleo"), ["author"], { exhaustive: true })
      .user("gone", id("gone"), { username: "gone", email: "gone@example.com" })
      .groups("gone", id("gone"), ["research"]),
    hr: new ExportedState("hr", userPoolId)
      .user("cleo", id("cleo"), { username: "cleo" })
      .groups("cleo", id("cleo"), ["on-call"])
      .roles("cleo", id("cleo"), ["reviewer"])
      .user("steady", id("steady"), { username: "steady", email: "Steady@Example.com", oauth: encrypted })
      .groups("steady", id("steady"), ["research"])
      .roles("steady", id("steady"), ["recruiter"], { namespace: "hr" }),
  };
}

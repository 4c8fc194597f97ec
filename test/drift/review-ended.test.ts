import { describe, expect, onTestFinished, test } from "vitest";

import { ManagedPool } from "../../drift/compare/managed-pool.js";
import type { EndedAccess } from "../../drift/ended.js";
import { describeDifference } from "../../drift/finding/describe.js";
import { ruleOf } from "../../drift/finding/severity.js";
import { reviewPool } from "../../drift/review.js";
import { parseDeployment } from "../../drift/states/deployment.js";
import { createEmulator } from "../../emulator/index.js";
import { ManagementClient } from "../../sdk/index.js";
import { ExportedState } from "./states/exported-state.js";

const place = "people/eng.yaml:12:5";
const until = "2026-11-30";

async function review(
  ended: readonly EndedAccess[],
  declare: (state: ExportedState, id: string) => ExportedState,
): ReturnType<typeof reviewPool> {
  const emulator = await createEmulator({
    seed: {
      groups: [{ code: "staff" }, { code: "research" }],
      roles: [{ code: "author" }, { code: "admin" }],
      users: [{ username: "ada", groups: ["staff", "research"], roles: ["author", "admin"] }],
    },
  });
  onTestFinished(() => emulator.close());
  const { url: host, userPoolId, secret } = emulator;
  const client = new ManagementClient({ host, userPoolId, secret });
  const id = (await client.users.find({ username: "ada" }))?.id ?? "";
  const state = declare(new ExportedState("people", userPoolId), id);
  const managed = new ManagedPool(parseDeployment("people", state.toString()).resources, ended);
  const options = { roleNamespaces: [], pageSize: 100, ignore: [], onProgress: () => undefined };
  return await reviewPool(client, managed, options);
}

const admin: EndedAccess = {
  edge: "role",
  scope: "default",
  user: "ada",
  code: "admin",
  until,
  reason: "T-1",
  place,
};

describe("the review with a roster", () => {
  test("reports access that is over, before the run that takes it and after it was given again by hand", async () => {
    const groups = ["staff", "research"];
    for (const roles of [["author", "admin"], ["author"]]) {
      const { differences } = await review([admin], (state, id) =>
        state.user("ada", id, { username: "ada", groups, roles }),
      );

      expect(differences).toMatchObject([
        { kind: roles.length === 2 ? "role-added" : "role-foreign", role: "admin", ended: { until, place } },
      ]);
      expect(differences.map((difference) => describeDifference(difference))).toEqual([
        `holds the role "admin", which ended on ${until} (${place}: T-1)`,
      ]);
    }
  });

  test("does not miss access that is over and that the user does not have", async () => {
    const gone: EndedAccess = { ...admin, code: "editor" };

    const { differences } = await review([gone], (state, id) =>
      state.user("ada", id, {
        username: "ada",
        groups: ["staff", "research"],
        roles: ["author", "admin", "editor"],
      }),
    );

    expect(differences).toEqual([]);
  });

  test("reports a member of an exhaustive group whose time is over", async () => {
    const research: EndedAccess = { edge: "group", scope: "", user: "ada", code: "research", until, place };

    const { differences } = await review([research], (state, id) =>
      state
        .user("ada", id, { username: "ada", groups: ["staff"], roles: ["author", "admin"] })
        .members("research", "research", [id], { exhaustive: true }),
    );

    expect(differences).toMatchObject([{ kind: "group-added", group: "research", ended: { until } }]);
  });

  test("of another person changes nothing", async () => {
    const { differences } = await review([{ ...admin, user: "grace" }], (state, id) =>
      state.user("ada", id, { username: "ada", groups: ["staff", "research"], roles: ["author"] }),
    );

    expect(differences).toMatchObject([{ kind: "role-foreign", role: "admin" }]);
    expect(differences[0]).not.toHaveProperty("ended");
  });

  test("reports the account of a person who has left and is not blocked", async () => {
    const left: EndedAccess = { edge: "account", scope: "", user: "ada", code: "ada", until, place };

    const { differences } = await review([left], (state, id) =>
      state.user("ada", id, {
        username: "ada",
        blocked: false,
        groups: ["staff", "research"],
        roles: ["author", "admin"],
      }),
    );

    expect(differences).toMatchObject([{ kind: "field-changed", field: "blocked", declared: true }]);
    expect(differences.map(ruleOf)).toEqual(["account-unblocked"]);
    expect(differences.map((difference) => describeDifference(difference))).toEqual([
      `blocked is false but the user left on ${until} (${place})`,
    ]);
  });
});

import { describe, expect, test } from "vitest";

import type { NotRead } from "../../../drift/completeness/not-read.js";
import { unreadStates } from "../../../drift/completeness/unread-states.js";
import { parseDeployment } from "../../../drift/states/deployment.js";
import { encrypted, ExportedState } from "../states/exported-state.js";

const pool = "59f86b4832eb28071bdd9214";

function stateOf(name = "prod"): ExportedState {
  return new ExportedState(name, pool);
}

function ada(name?: string): ExportedState {
  return stateOf(name).user("ada", "u1", { username: "ada" });
}

function unread(...states: ExportedState[]): NotRead[] {
  return unreadStates(states.map((state, index) => parseDeployment(`state-${index}`, state.toString())));
}

describe("unreadStates", () => {
  test("a state that says everything leaves nothing unread", () => {
    expect(unread(ada())).toEqual([]);
  });

  test.each([
    {
      what: "an empty state",
      states: [stateOf()],
      subject: "empty-states",
      message: "anything in the state state-0, which contains no resource of this provider",
    },
    {
      what: "a state of another provider only",
      states: [stateOf().other("aws:s3/bucket:Bucket")],
      subject: "empty-states",
      message: "which contains no resource of this provider; check the name of the stack",
    },
    {
      what: "an interrupted creation",
      states: [
        ada().interrupted("creating", "User", "bob").interrupted("deleting", "UserRoleAssignment", "x"),
      ],
      subject: "interrupted-operations",
      message:
        "changes of state-0 by an interrupted run (creating User bob, deleting UserRoleAssignment x); run `pulumi up --refresh`",
    },
    {
      what: "a field whose update was interrupted",
      states: [ada().user("bob", "u2", { username: "bob", __approw: { unconfirmed: ["phone"] } })],
      subject: "unconfirmed-fields",
      message: "fields of state-0 whose last update was interrupted (phone)",
    },
    {
      what: "a group, a role and a member whose last change was interrupted",
      states: [
        ada()
          .groups("bob", "u2", ["staff", "crew"], { __approw: { unconfirmedCodes: ["staff"] } })
          .user("eve", "u3", {
            username: "eve",
            roles: ["lead"],
            __approw: { unconfirmedCodes: ["role/default/lead"] },
          })
          .members("news", "news", ["u1"], { __approw: { unconfirmedCodes: ["u1"] } }),
      ],
      subject: "unconfirmed-access",
      message:
        "groups, roles and policies of state-0 whose last change was interrupted (staff, lead, news); run `pulumi up --refresh`",
    },
    {
      what: "a group whose renaming was interrupted",
      states: [
        ada().object("Group", "staff", {
          code: "staff",
          __approw: { unconfirmed: ["code", "description"], renaming: "crew" },
        }),
      ],
      subject: "unconfirmed-fields",
      message: "fields of state-0 whose last update was interrupted (code, description)",
    },
    {
      what: "the members of a secret group, and secret roles on a user",
      states: [
        ada().members("staff", encrypted, ["u1"]).user("bob", "u2", { username: "bob", roles: encrypted }),
      ],
      subject: "secrets",
      message: "2 sets of groups or roles that the state state-0 keeps secret",
    },
    {
      what: "objects with secret codes and fields",
      states: [
        ada()
          .object("Group", "staff", { code: encrypted })
          .object("Role", "lead", { code: "lead", description: encrypted }),
      ],
      subject: "secrets",
      message: "1 code of objects and 1 field of objects that the state state-0 keeps secret",
    },
    {
      what: "a resource of a newer version",
      states: [ada().other("pulumi-nodejs:dynamic/approw:Organization").other("approw:index:Team")],
      subject: "unknown-resources",
      message:
        "2 resources of state-0 with a type that this version does not know (pulumi-nodejs:dynamic/approw:Organization, approw:index:Team)",
    },
    {
      what: "secret roles",
      states: [ada().roles("ada", "u1", encrypted).groups("ada", "u1", ["staff", encrypted])],
      subject: "secrets",
      message: "2 sets of groups or roles that the state state-0 keeps secret",
    },
    {
      what: "a secret email",
      states: [stateOf().user("ada", "u1", { username: "ada", email: encrypted })],
      subject: "secrets",
      message: "1 field of users that the state state-0 keeps secret",
    },
  ])("$what counts", ({ states, subject, message }) => {
    expect(unread(...states)).toEqual([
      { subject, counts: true, message: expect.stringContaining(message) as string },
    ]);
  });

  test.each([
    {
      what: "a field that is always secret",
      states: [ada().user("bob", "u2", { username: "bob", oauth: encrypted })],
    },
    {
      what: "an operation on a resource of another provider",
      states: [ada().other("pulumi:providers:approw")],
    },
    {
      what: "a user that a program only looks up",
      states: [ada().other("approw:index:Team", { external: true })],
    },
  ])("$what leaves nothing unread", ({ states }) => {
    expect(unread(...states)).toEqual([]);
  });

  test("an empty state beside another one is said and does not count", () => {
    expect(unread(ada(), stateOf("new"))).toMatchObject([{ subject: "empty-states", counts: false }]);
  });

  test("a secret user pool is said and does not count", () => {
    expect(
      unread(
        stateOf().user(
          "ada",
          "u1",
          { username: "ada" },
          { outputs: { username: "ada", userPoolId: encrypted } },
        ),
      ),
    ).toMatchObject([{ subject: "user-pool-ids", counts: false }]);
  });

  test("control characters in a name stay harmless, and long lists stay short", () => {
    let state = ada();
    for (let n = 0; n < 50; n += 1) state = state.interrupted("creating", "User", `\u001b${n}`);

    const [gap] = unread(state);

    expect(gap?.message).not.toContain("\u001b");
    expect(gap?.message).toContain("and 47 more");
  });
});

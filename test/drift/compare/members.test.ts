import { describe, expect, test } from "vitest";

import { compareGone, compareUser } from "../../../drift/compare/compare.js";
import { ManagedPool } from "../../../drift/compare/managed-pool.js";
import type { Difference } from "../../../drift/finding/finding.js";
import type { Owner } from "../../../drift/finding/parts.js";
import { parseDeployment } from "../../../drift/states/deployment.js";
import type { Managed, ManagedMembers } from "../../../drift/states/managed.js";
import type { UserSnapshot } from "../../../sdk/index.js";
import { encrypted, ExportedState } from "../states/exported-state.js";

const pool = "59f86b4832eb28071bdd9214";

function ownerOf(name: string): Owner {
  return { source: "dev", urn: `urn:pulumi:dev::people::approw:GroupMembers::${name}` };
}

/** A group as its side declares it: who is in it. */
function members(
  code: string,
  userIds: readonly string[],
  its: Partial<ManagedMembers> = {},
): ManagedMembers {
  return {
    is: "members",
    owner: ownerOf(code),
    userPoolId: pool,
    isPendingDelete: false,
    edge: "group",
    scope: "",
    code,
    userIds: new Set(userIds),
    isExhaustive: false,
    ...its,
  };
}

/** Ada is managed; what more is said comes from the other side. */
function managed(...more: Managed[]): ManagedPool {
  const state = new ExportedState("dev", pool).user("ada", "u1", { username: "ada" });
  return new ManagedPool([...parseDeployment("dev", state.toString()).resources, ...more]);
}

function user(id: string, groups: readonly string[], roles: Record<string, string[]> = {}): UserSnapshot {
  return { id, fields: { id, username: id === "u1" ? "ada" : id }, groups: [...groups], roles };
}

function kindsOf(differences: readonly Difference[]): string[] {
  return differences.map((difference) =>
    "group" in difference ? `${difference.kind} ${difference.group}` : difference.kind,
  );
}

describe("the members of a group, declared from its side", () => {
  test("are declared memberships of each user", () => {
    const its = managed(members("staff", ["u1", "u2"]));

    expect(kindsOf(compareUser(its, user("u1", ["staff", "news"])))).toEqual(["group-foreign news"]);
    expect(kindsOf(compareUser(its, user("u1", [])))).toEqual(["group-removed staff"]);
    expect([...its.userIds()]).toEqual(["u1", "u2"]);
  });

  test("is neither foreign nor missing while the last change of it is unconfirmed", () => {
    const its = managed(members("staff", ["u1"], { unconfirmedIds: ["u1"] }));
    const state = new ExportedState("dev", pool).groups("ada", "u1", ["crew"], {
      __approw: { unconfirmedCodes: ["crew"] },
    });
    const own = managed(...parseDeployment("dev", state.toString()).resources);

    expect(kindsOf(compareUser(its, user("u1", ["staff"])))).toEqual([]);
    expect(kindsOf(compareUser(its, user("u1", [])))).toEqual([]);
    expect(kindsOf(compareUser(own, user("u1", ["crew"])))).toEqual([]);
    expect(kindsOf(compareUser(own, user("u1", [])))).toEqual([]);
  });

  test("an exhaustive resource removes others from its group, and from no other group", () => {
    const its = managed(members("staff", [], { isExhaustive: true }));

    const found = compareUser(its, user("u1", ["staff", "news"]));

    expect(kindsOf(found)).toEqual(["group-added staff", "group-foreign news"]);
    expect(found[0]?.owners).toEqual([ownerOf("staff")]);
  });

  test("also removes a user whom no resource manages", () => {
    const its = managed(members("staff", ["u1"], { isExhaustive: true }));

    expect(kindsOf(compareUser(its, user("u9", ["staff"])))).toEqual(["user-unmanaged", "group-added staff"]);
  });

  test("an exhaustive resource and one that declares another member are a conflict", () => {
    const state = new ExportedState("dev", pool).groups("ada", "u1", ["staff"]);
    const its = managed(
      ...parseDeployment("dev", state.toString()).resources,
      members("staff", ["u2"], { isExhaustive: true }),
    );

    expect(compareUser(its, user("u1", ["staff"]))).toMatchObject([
      {
        kind: "group-conflict",
        group: "staff",
        owners: [{ urn: state.urn("UserGroupMembership", "ada") }, ownerOf("staff")],
      },
    ]);
  });

  test("both sides declare one membership: a conflict", () => {
    const state = new ExportedState("dev", pool).groups("ada", "u1", ["staff"]);
    const its = managed(...parseDeployment("dev", state.toString()).resources, members("staff", ["u1"]));

    expect(kindsOf(compareUser(its, user("u1", ["staff"])))).toEqual(["group-conflict staff"]);
  });

  test("where the state keeps the group secret, no membership is undeclared", () => {
    const its = managed(members("staff", ["u1"], { code: undefined, isExhaustive: true }));

    expect(compareUser(its, user("u1", ["news"]))).toEqual([]);
  });

  test("where the state keeps them secret, no membership of that group is undeclared", () => {
    const its = managed(members("staff", [], { userIds: undefined, isExhaustive: true }));

    expect(kindsOf(compareUser(its, user("u1", ["staff", "news"])))).toEqual(["group-foreign news"]);
  });

  test("a resource that is about to be deleted removes no member", () => {
    const its = managed(members("staff", [], { isExhaustive: true, isPendingDelete: true }));

    expect(kindsOf(compareUser(its, user("u1", ["staff"])))).toEqual(["group-foreign staff"]);
  });

  test("a role is held in its namespace, which is read", () => {
    const its = managed(members("lead", [], { edge: "role", scope: "hr", isExhaustive: true }));

    expect([...its.namespaces]).toEqual(["hr"]);
    expect(compareUser(its, user("u1", [], { default: ["lead"], hr: ["lead"] }))).toMatchObject([
      { kind: "role-foreign", namespace: "default" },
      { kind: "role-added", namespace: "hr" },
    ]);
  });
});

describe("groups and roles that are declared on the user", () => {
  const managedWith = (outputs: Readonly<Record<string, unknown>>): ManagedPool => {
    const state = new ExportedState("dev", pool).user("ada", "u1", { username: "ada", ...outputs });
    return new ManagedPool(parseDeployment("dev", state.toString()).resources);
  };
  const observed = user("u1", ["staff", "news"], { default: ["lead"], hr: ["recruiter", "temp"] });

  test("are compared as those of an assignment are", () => {
    const its = managedWith({
      groups: ["staff", "crew"],
      roles: [{ code: "recruiter", namespace: "hr" }],
      exhaustiveRoles: true,
    });

    expect(compareUser(its, observed)).toMatchObject([
      { kind: "group-removed", group: "crew" },
      { kind: "group-foreign", group: "news" },
      { kind: "role-added", role: "lead", namespace: "default" },
      { kind: "role-added", role: "temp", namespace: "hr" },
    ]);
  });

  test("are a conflict with an assignment of the same role", () => {
    const state = new ExportedState("dev", pool)
      .user("ada", "u1", { username: "ada", roles: ["lead"] })
      .roles("lead", "u1", ["lead"]);
    const its = new ManagedPool(parseDeployment("dev", state.toString()).resources);

    expect(compareUser(its, user("u1", [], { default: ["lead"] }))).toMatchObject([
      { kind: "role-conflict", role: "lead", owners: [{}, {}] },
    ]);
  });

  test("make no role undeclared in any namespace while they are secret", () => {
    const its = managedWith({ roles: encrypted, groups: ["staff", "news"] });

    expect(compareUser(its, observed)).toEqual([]);
  });
});

test("a user that is gone names a resource once, although it declares the user and the groups of the user", () => {
  const its = managed();
  const [resource] = its.of("u1").users;
  const owner = resource?.owner ?? ownerOf("none");
  const own: Managed = {
    is: "edges",
    owner,
    userId: "u1",
    userPoolId: pool,
    isPendingDelete: false,
    edge: "group",
    scope: "",
    codes: ["staff"],
    isExhaustive: false,
  };

  expect(compareGone(managed(own), "u1")).toMatchObject([{ kind: "user-gone", owners: [owner] }]);
});

import { beforeEach, describe, expect, test } from "vitest";

import type { Properties } from "../../model/rules/record.js";
import { secretMark } from "../../plan/preview/resource.js";
import { encrypted } from "../drift/states/exported-state.js";
import { type Pool, startPool } from "../support/start-pool.js";
import { kindsIn, plan, resource, step, unknownValue, urnOf } from "./plugin-run.js";

let pool: Pool;
let kay: string;

beforeEach(async () => {
  pool = await startPool({
    seed: {
      users: [
        {
          username: "kay",
          nickname: "Kay",
          city: "Oslo",
          email: "kay@example.com",
          groups: ["engineering", "research"],
        },
      ],
    },
  });
  kay = (await pool.admin.users.find({ username: "kay" }))?.id ?? "";
});

const imported = (outputs: Properties): { inputs: Properties; outputs: Properties } => ({
  inputs: { __imported: true, ...outputs },
  outputs: { ...outputs, userPoolId: pool.emulator.userPoolId, __approw: { adopted: true, imported: true } },
});
const everything = { username: "kay", nickname: "Kay", city: "Oslo", email: "kay@example.com" };

describe("the preview of a program in YAML", () => {
  test("ids that only the run knows are those of the resources that they depend on", async () => {
    const zoe = urnOf("User", "zoe");
    const crew = urnOf("Group", "crew");
    const { planned } = await plan(pool, {
      steps: [
        step("create", "User", "zoe", { new: { inputs: { username: "zoe", password: secretMark } } }),
        step("create", "Group", "crew", { new: { inputs: { code: "crew" } } }),
        step("create", "UserRoleAssignment", "zoe", {
          new: { inputs: { userId: unknownValue, roles: ["author"] }, needs: { userId: [zoe], roles: [] } },
        }),
        step("create", "GroupMembers", "crew", {
          new: {
            inputs: { group: "crew", users: [unknownValue, kay] },
            needs: { group: [crew], users: [zoe] },
          },
        }),
      ],
    });

    expect(kindsIn(planned).sort()).toEqual([
      "group-given crew",
      "group-given crew",
      "object-created",
      "role-given author",
      "user-created",
    ]);
  });

  test("a secret that stays the same is not announced, and is not in the plan", async () => {
    const known = {
      id: kay,
      inputs: { username: "kay", email: encrypted },
      outputs: { username: "kay", email: encrypted, userPoolId: pool.emulator.userPoolId },
    };
    const { planned } = await plan(pool, {
      state: [resource("User", "kay", known)],
      steps: [
        step("update", "User", "kay", {
          old: { id: kay, inputs: { username: "kay", email: secretMark } },
          new: { inputs: { username: "kay", email: secretMark, nickname: "K" } },
        }),
      ],
    });

    expect(kindsIn(planned)).toEqual(["field-set nickname"]);
    expect(JSON.stringify(planned)).not.toContain("kay@example.com");
  });
});

describe("an import", () => {
  test.each(["the id", "the username"])("by %s takes the user over as it is", async (by) => {
    const importID = by === "the id" ? kay : "username:kay";
    const { planned, acts } = await plan(pool, {
      steps: [
        step("import", "User", "kay", { new: { importID, inputs: { username: "kay", nickname: "Kay" } } }),
        step("import", "UserGroupMembership", "kay", {
          new: { importID: kay, inputs: { userId: kay, groups: ["engineering"] }, needs: { userId: [] } },
        }),
        step("import", "Group", "research", { new: { importID: "research", inputs: { code: "research" } } }),
      ],
    });

    expect(kindsIn(planned)).toEqual(["user-adopted", "object-adopted"]);
    expect(acts.map(({ newId }) => newId)).toEqual([kay, kay, "research"]);
  });

  test("is followed by what the program declares differently, once", async () => {
    const inputs = { username: "kay", nickname: "K", password: secretMark, email: secretMark };
    const { planned } = await plan(pool, {
      steps: [
        step("import", "User", "kay", { new: { importID: kay, inputs } }),
        step("update", "User", "kay", {
          old: { id: kay, ...imported(everything) },
          new: { importID: kay, inputs },
        }),
      ],
    });

    expect(kindsIn(planned)).toEqual(["user-adopted", "field-set nickname"]);
  });

  test("of what does not exist is refused", async () => {
    const { planned } = await plan(pool, {
      steps: [
        step("import", "Group", "none", { new: { importID: "none", inputs: { code: "none" } } }),
        step("import", "User", "none", { new: { importID: "username:none", inputs: { username: "none" } } }),
      ],
    });

    expect(kindsIn(planned).sort()).toEqual(["object-refused", "user-refused"]);
  });

  test("in place of another user gives that one up", async () => {
    const { id } = await pool.admin.users.create({ username: "leo" });
    const leo = { username: "leo" };
    const known = { id, inputs: leo, outputs: { ...leo, userPoolId: pool.emulator.userPoolId } };
    const inputs = { username: "kay" };

    const { planned } = await plan(pool, {
      state: [resource("User", "one", known)],
      steps: [step("replace", "User", "one", { old: known, new: { importID: kay, inputs } })],
    });

    expect(planned).toMatchObject([
      { kind: "user-adopted", user: { id: kay } },
      { kind: "user-deleted", user: { id } },
    ]);
  });
});

describe("a state that an import has made", () => {
  const membership = (inputs: Properties): object =>
    resource("UserGroupMembership", "kay", {
      id: kay,
      inputs,
      outputs: {
        userId: kay,
        groups: ["engineering", "research"],
        userPoolId: pool.emulator.userPoolId,
        __approw: { imported: true },
      },
    });

  test("loses nothing when a program declares less for the first time", async () => {
    const known = { id: kay, ...imported(everything) };
    const { planned } = await plan(pool, {
      state: [resource("User", "kay", known)],
      steps: [
        step("update", "User", "kay", { old: known, new: { inputs: { username: "kay", nickname: "K" } } }),
      ],
    });

    expect(kindsIn(planned)).toEqual(["field-set nickname"]);
  });

  test("loses what the program declared before, and nothing else", async () => {
    const { outputs } = imported(everything);
    const known = { id: kay, inputs: { username: "kay", nickname: "Kay" }, outputs };
    const { planned } = await plan(pool, {
      state: [resource("User", "kay", known)],
      steps: [step("update", "User", "kay", { old: known, new: { inputs: { username: "kay" } } })],
    });

    expect(kindsIn(planned)).toEqual(["field-set nickname"]);
  });

  test("stays as it is where nothing changes", async () => {
    const { planned } = await plan(pool, {
      state: [
        resource("User", "kay", { id: kay, ...imported(everything) }),
        membership({ userId: kay, groups: ["research"] }),
      ],
    });

    expect(planned).toEqual([]);
  });

  test.each([
    [
      "has declared one group",
      (userId: string): Properties => ({ userId, groups: ["research"] }),
      ["research"],
    ],
    [
      "has declared nothing",
      (userId: string): Properties => ({ __imported: true, userId, groups: ["engineering", "research"] }),
      ["engineering", "research"],
    ],
  ])("gives back what belongs to it when a program that %s removes it", async (_, inputsOf, taken) => {
    const stored = membership(inputsOf(kay));
    const { planned } = await plan(pool, {
      state: [stored],
      steps: [step("delete", "UserGroupMembership", "kay", { old: stored })],
    });

    expect(kindsIn(planned).sort()).toEqual(taken.map((code) => `group-taken ${code}`));
  });
});

import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";

import {
  getGroup,
  getGroupOutput,
  getUser,
  type GetUserOutputArgs,
  getUserOutput,
  getUsersOutput,
  Group,
  User,
  UserGroupMembership,
} from "../../../provider/index.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import { inProgram, requestsOf, settled } from "./in-program.js";

const oauth = '{"token":"hush"}';

async function poolWithAda(): Promise<Pool & { readonly id: string }> {
  const pool = await startPool();
  const { id } = await pool.admin.users.create({ username: "ada", name: "Ada", oauth });
  pool.emulator.counters.reset();
  return { ...pool, id };
}

describe("the output forms", () => {
  test("take outputs, and answer when these are known", async () => {
    const pool = await poolWithAda();
    await inProgram(pool);

    const ada = getUserOutput({ username: pulumi.output(Promise.resolve("ada")) });

    expect(await settled(ada.name)).toBe("Ada");
    expect(await settled(ada.company)).toBeUndefined();
    expect(await pulumi.isSecret(ada)).toBe(false);
  });

  test("are unknown in a preview while an argument is, and ask nothing", async () => {
    const pool = await poolWithAda();
    await inProgram(pool, { isPreview: true });
    const newcomer = new User("bob", { username: "bob" });

    const groups = getUsersOutput({ ids: [newcomer.id] });

    expect(await settled(groups)).toBe("unknown");
    expect(pool.emulator.counters.total()).toBe(0);
  });

  test("are unknown in a preview while a resource does not exist, even if its values are known", async () => {
    const pool = await poolWithAda();
    await inProgram(pool, { isPreview: true });
    const staff = new Group("staff", { code: "staff" });
    expect(await settled(staff.code)).toBe("staff");

    expect(await settled(getGroupOutput({ code: staff.code }))).toBe("unknown");
    expect(await settled(getUserOutput({ username: "ada" }, { dependsOn: staff }))).toBe("unknown");
    expect(await settled(getUserOutput({ username: "ada" }, { dependsOn: [inComponent()] }))).toBe("unknown");
    expect(pool.emulator.counters.total()).toBe(0);
    // What depends on nothing is answered.
    expect(await settled(getUserOutput({ username: "ada" }).name)).toBe("Ada");
  });

  test("depend on the resources that they wait for", async () => {
    const pool = await poolWithAda();
    await inProgram(pool);
    const membership = new UserGroupMembership("ada", { userId: pool.id, groups: ["research"] });
    const component = inComponent();

    const ada = getUserOutput({ username: "ada" }, { dependsOn: [membership, component] });

    const resources = await pulumi.getAllResources(ada);
    expect([...resources]).toEqual(expect.arrayContaining([membership]));
    expect([...resources].map((resource): unknown => Reflect.get(resource, "__name"))).toContain("cid");
  });

  test("that depend on resources see what these have changed, although it was asked before", async () => {
    const pool = await poolWithAda();
    await inProgram(pool);
    expect((await getUser({ username: "ada" })).name).toBe("Ada");
    expect((await getUser({ id: pool.id })).name).toBe("Ada");
    expect((await getGroup({ code: "research" })).name).toBe("research");
    const resource = new User("ada", { username: "ada", name: "Ada Lovelace" });
    await pool.admin.users.update(pool.id, { name: "Ada Lovelace" });
    await pool.admin.groups.update("research", { name: "Research" });
    const opts = { dependsOn: resource };

    expect(await settled(getUserOutput({ username: "ada" }, opts).name)).toBe("Ada Lovelace");
    expect(await settled(getUserOutput({ id: pool.id }, opts).name)).toBe("Ada Lovelace");
    expect(await settled(getGroupOutput({ code: "research" }, opts).name)).toBe("Research");
    expect((await getUser({ username: "ada" })).name).toBe("Ada Lovelace");
  });

  test("are secrets as a whole if secrets are asked for, and only then is one read", async () => {
    const pool = await poolWithAda();
    await inProgram(pool);

    const plain = getUserOutput({ id: pool.id });
    const secret = getUserOutput({ username: "ada", withSecrets: true });

    expect(await settled(plain)).not.toHaveProperty("oauth");
    expect(await pulumi.isSecret(plain)).toBe(false);
    expect(await settled(secret.oauth)).toBe(oauth);
    expect(await pulumi.isSecret(secret)).toBe(true);
    expect(await pulumi.isSecret(secret.oauth)).toBe(true);
  });

  test("are secrets if an argument is", async () => {
    const pool = await poolWithAda();
    await inProgram(pool);

    expect(await pulumi.isSecret(getUserOutput({ username: pulumi.secret("ada") }))).toBe(true);
  });

  test("refuse unknown arguments at once, also in a preview that knows no value", async () => {
    await inProgram(undefined, { isPreview: true });

    expect(() => getUserOutput({ usrname: "ada" } as GetUserOutputArgs)).toThrow(
      "mistakes in the arguments of getUserOutput: usrname is not an argument of getUser: did you mean username?",
    );
  });

  test("share requests with the calls that return promises", async () => {
    const pool = await poolWithAda();
    const { id } = await pool.admin.users.create({ username: "bob" });
    pool.emulator.counters.reset();
    await inProgram(pool);

    await Promise.all([getUser({ id }), settled(getUserOutput({ id: pool.id }))]);

    expect(requestsOf(pool)).toEqual({ userBatch: 1 });
  });
});

/** A component with a user in it. */
function inComponent(): pulumi.ComponentResource {
  class Team extends pulumi.ComponentResource {
    constructor() {
      super("people:Team", "team", {});
      new User("cid", { username: "cid" }, { parent: this });
    }
  }
  return new Team();
}

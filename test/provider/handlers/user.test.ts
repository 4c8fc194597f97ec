import { describe, expect, onTestFinished, test, vi } from "vitest";

import { handlers } from "../../../provider/handlers/index.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallEngine } from "../../support/small-engine.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import { countTime } from "../../support/counted-time.js";

countTime();

type ContextOptions = Parameters<typeof contextOf>[1];

function engineOf(pool: Pool, options?: ContextOptions): SmallEngine {
  return new SmallEngine("User", () => contextOf(pool, options));
}

async function failureOf(operation: Promise<unknown>): Promise<string> {
  const error: unknown = await operation.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof Error)) throw new Error("the operation did not fail");
  return error.message;
}

/** What the service stores instead of a password: it changes only when a password was sent. */
async function storedPassword(pool: Pool, id: string): Promise<string> {
  const hash = (await pool.admin.users.snapshot([id], { fields: ["password"] })).get(id)?.fields.password;
  if (typeof hash !== "string") throw new Error("the service stores no password");
  return hash;
}

const ada = { username: "ada", email: "ada@example.com" };

describe("user, declared fields are owned", () => {
  test("a field that leaves the program is cleared in the pool", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, nickname: "Countess", blocked: true, city: "London" });

    await engine.up(ada);

    const observed = await pool.admin.users.detail(engine.kept!.id);
    expect(observed).toMatchObject({ nickname: null, blocked: false, city: null });
    expect(await engine.refresh()).toBe("same");
  });

  test("a field that was never declared is never touched and never reported", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(ada);
    await pool.admin.users.update(engine.kept!.id, { nickname: "by hand", company: "by hand" });

    expect(await engine.refresh()).toBe("same");
    await engine.up({ ...ada, name: "Ada Lovelace" });

    expect(await pool.admin.users.detail(engine.kept!.id)).toMatchObject({
      nickname: "by hand",
      company: "by hand",
    });
  });

  test("a change by hand is read as exactly that field, and repaired", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, nickname: "Ada", company: "Analytical Engines" });
    await pool.admin.users.update(engine.kept!.id, { nickname: "by hand" });

    expect(await engine.refresh()).toBe("changed");
    expect(engine.kept!.inputs).toEqual({ ...ada, nickname: "by hand", company: "Analytical Engines" });
    expect(await engine.up({ ...ada, nickname: "Ada", company: "Analytical Engines" })).toBe("update");

    expect((await pool.admin.users.detail(engine.kept!.id)).nickname).toBe("Ada");
  });

  test("a field that was emptied by hand is set again", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, nickname: "Ada" });
    await pool.admin.users.update(engine.kept!.id, { nickname: null });

    await engine.refresh();
    await engine.up({ ...ada, nickname: "Ada" });

    expect((await pool.admin.users.detail(engine.kept!.id)).nickname).toBe("Ada");
  });

  test("login activity is no drift unless it is declared", async () => {
    const pool = await startPool();
    const [quiet, loud] = [engineOf(pool), engineOf(pool)];
    await quiet.up(ada);
    await loud.up({ username: "grace", loginsCount: 3 });
    for (const engine of [quiet, loud]) {
      const login = {
        loginsCount: 9,
        lastLogin: "2026-01-01T00:00:00Z",
        lastIP: "192.0.2.1",
        browser: "Lynx",
      };
      await pool.admin.users.update(engine.kept!.id, login);
    }

    expect(await quiet.refresh()).toBe("same");
    expect(await loud.refresh()).toBe("changed");
  });

  test("an email in another case and a time in another zone are no drift", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    const declared = {
      username: "ada",
      email: "Ada@Example.com",
      lastLogin: "2017-06-07T18:34:08.700+04:00",
      signedUp: "2017-06-07T14:34:08.700",
      registerSource: ["b", "a"],
    };
    await engine.up(declared);

    expect(await engine.refresh()).toBe("same");
    expect(await engine.up({ ...declared, email: "ada@example.COM", registerSource: ["a", "b"] })).toBe(
      "same",
    );
  });

  test("a rename updates in place: the person keeps the id", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(ada);
    const { id } = engine.kept!;

    expect(await engine.up({ username: "countess", email: "countess@example.com" })).toBe("update");

    expect((await pool.admin.users.detail(id)).username).toBe("countess");
  });
});

describe("user, passwords", () => {
  test("an unrelated update, a refresh and a removal from the program leave the password alone", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, password: "first-secret" });
    const before = await storedPassword(pool, engine.kept!.id);

    await engine.up({ ...ada, password: "first-secret", nickname: "Ada" });
    await engine.refresh();
    await engine.up(ada);

    expect(await storedPassword(pool, engine.kept!.id)).toBe(before);
  });

  test("a password that a person changed is not reverted", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, password: "first-secret" });
    await pool.admin.users.update(engine.kept!.id, { password: "by the person" });
    const own = await storedPassword(pool, engine.kept!.id);

    await engine.refresh();
    await engine.up({ ...ada, password: "first-secret", nickname: "Ada" });

    expect(await storedPassword(pool, engine.kept!.id)).toBe(own);
  });

  test("a password that is ignored for a while is not sent when it comes back", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    const declared = { ...ada, password: "hush-initial" };
    await engine.up(declared);
    const { id } = engine.kept!;
    await pool.admin.users.update(id, { password: "own-password", nickname: "by hand" });

    // With ignoreChanges: ["password"], the program declares what a refresh has left: no password.
    await engine.up({ ...ada, name: "Ada" });
    await engine.up({ ...declared, name: "Ada" });

    expect(pool.emulator.hasPassword(id, "own-password")).toBe(true);
  });

  test("a changed declaration sets the password", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, password: "first-secret" });
    const before = await storedPassword(pool, engine.kept!.id);

    expect(await engine.up({ ...ada, password: "second-secret" })).toBe("update");

    expect(await storedPassword(pool, engine.kept!.id)).not.toBe(before);
  });

  test("the outputs hold a salted hash and nothing else of it", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);

    await engine.up({ ...ada, password: "first-secret" });

    expect(Object.keys(engine.kept!.outs).sort()).toEqual(["__digests", "email", "userPoolId", "username"]);
    expect(JSON.stringify(engine.kept!.outs)).not.toContain("first-secret");
  });
});

describe("user, adopt", () => {
  test("without it, a person who is already there is an error that names the id and the option", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create({ email: "ADA@example.com" });

    const message = await failureOf(engineOf(pool).up(ada));

    expect(message).toContain(id);
    expect(message).toContain("adopt: true");
    expect(message).not.toContain("ada@example.com");
  });

  test.each([{ username: "ada" }, { email: "Ada@Example.com" }, { phone: "555123" }, { externalId: "4711" }])(
    "takes over the person who has %o",
    async (key) => {
      const pool = await startPool();
      const { id } = await pool.admin.users.create({ ...key, nickname: "before", company: "before" });
      const engine = engineOf(pool);

      await engine.up({ ...key, nickname: "after", adopt: true });

      expect(engine.kept!.id).toBe(id);
      expect(await pool.admin.users.detail(id)).toMatchObject({ nickname: "after", company: "before" });
    },
  );

  test("calls no write for a person who already is as declared", async () => {
    const pool = await startPool();
    await pool.admin.users.create({ ...ada, nickname: "Ada" });
    pool.emulator.counters.reset();

    await engineOf(pool).up({ ...ada, nickname: "Ada", adopt: true });

    expect(pool.emulator.counters.of("updateUser") + pool.emulator.counters.of("createUser")).toBe(0);
  });

  test("leaves the password of an adopted person until its declared value changes", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create({ ...ada, password: "of the person" });
    const own = await storedPassword(pool, id);
    const engine = engineOf(pool);

    await engine.up({ ...ada, adopt: true, password: "declared-1" });
    expect(await storedPassword(pool, id)).toBe(own);

    await engine.up({ ...ada, adopt: true, password: "declared-2" });
    expect(await storedPassword(pool, id)).not.toBe(own);
  });

  test("creates the person when nobody is there", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, { adopt: true });

    await engine.up(ada);

    expect((await pool.admin.users.find({ username: "ada" }))?.id).toBe(engine.kept!.id);
  });

  test("adopts nobody when the declared keys belong to different people, and names them", async () => {
    const pool = await startPool();
    const one = await pool.admin.users.create({ username: "ada" });
    const other = await pool.admin.users.create({ email: "ada@example.com" });

    const message = await failureOf(engineOf(pool).up({ ...ada, adopt: true }));

    expect(message).toContain(one.id);
    expect(message).toContain(other.id);
  });

  test("adopts nobody who has one of the declared keys and another of the others: it may be somebody else", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create({
      username: "ada",
      email: "jane@example.com",
      externalId: "E1",
    });

    const message = await failureOf(engineOf(pool).up({ ...ada, externalId: "E2", adopt: true }));

    expect(message).toContain(`user ${id}`);
    expect(message).toContain("a different email and a different externalId");
    expect((await pool.admin.users.detail(id)).email).toBe("jane@example.com");
  });

  test("sets declared fields that no look-up answers by itself", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create(ada);
    const engine = engineOf(pool);

    await engine.up({ ...ada, adopt: true, expiredAt: "2040-01-01T00:00:00Z", phoneCountryCode: "+49" });

    const { fields } = (
      await pool.admin.users.snapshot([id], { fields: ["expiredAt", "phoneCountryCode"] })
    ).get(id)!;
    expect(fields.expiredAt).toContain("2040-01-01");
    expect(fields.phoneCountryCode).toBe("+49");
  });

  test("finds the person behind a phone number in another spelling", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create({ phone: "+49301234" });
    const engine = engineOf(pool);

    await engine.up({ phone: "+49 (30) 12-34", adopt: true });

    expect(engine.kept!.id).toBe(id);
  });

  test.each([true, false])(
    "makes nobody twice whom the pool has under another spelling of the phone number (adopt: %s)",
    async (isAdopting) => {
      const pool = await startPool();
      const { id } = await pool.admin.users.create({ phone: "+49301234" });
      const engine = engineOf(pool);

      const up = engine.up({ phone: "+49 30 1234", adopt: isAdopting });

      if (isAdopting) await up;
      else expect(await failureOf(up)).toContain(id);
      expect((await pool.admin.users.list()).list.filter(({ phone }) => phone)).toHaveLength(1);
    },
  );

  test("finds the person whose phone number is spelt just as declared", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create({ phone: "+49 30 1234" });
    const engine = engineOf(pool);

    await engine.up({ phone: "+49 30 1234", adopt: true });

    expect(engine.kept!.id).toBe(id);
  });

  test("on the resource says more than on the stack", async () => {
    const pool = await startPool();
    await pool.admin.users.create(ada);

    expect(await failureOf(engineOf(pool, { adopt: true }).up({ ...ada, adopt: false }))).toContain(
      "already in the pool",
    );
  });

  test("keeps a person whose resource was renamed in the program: the new one adopts, the former one lets go", async () => {
    const pool = await startPool();
    let run = contextOf(pool, { adopt: true });
    const [former, renamed] = [new SmallEngine("User", () => run), new SmallEngine("User", () => run)];
    await former.up(ada);
    run = contextOf(pool, { adopt: true });

    await renamed.up(ada);
    await former.destroy();

    expect((await pool.admin.users.detail(renamed.kept!.id)).username).toBe("ada");
  });

  test("gives one person to one resource only", async () => {
    const pool = await startPool();
    const run = contextOf(pool, { adopt: true });
    const [one, other] = [new SmallEngine("User", () => run), new SmallEngine("User", () => run)];
    await one.up({ username: "ada" });

    expect(await failureOf(other.up({ username: "ada" }))).toContain("Two resources cannot own one user");
  });

  test("adopts nobody who differs in what the API takes at creation only", async () => {
    const pool = await startPool();
    await pool.admin.users.create({ ...ada, registerSource: ["import:manual"] });

    const message = await failureOf(engineOf(pool).up({ ...ada, adopt: true, registerSource: ["hr"] }));

    expect(message).toContain("registerSource");
  });
});

describe("user, adopt, and other resources", () => {
  const administrator = { username: "office", email: "admin@example.com" };
  const newcomer = { username: "office", phone: "+49301234567", nickname: "New" };

  test("adopts no user whom the state of the stack knows, whatever the order, and changes nothing", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create(administrator);
    const urn = "urn:pulumi:prod::people::pulumi-nodejs:dynamic/approw:User::admin";
    const manager = { urn, state: administrator, isKept: false, mayBeLeftOut: false };
    const stack = { managerOf: (userId: string) => Promise.resolve(userId === id ? manager : undefined) };
    const engine = engineOf(pool, { adopt: true, stack });

    const message = await failureOf(engine.up(newcomer));

    expect(message).toContain(`user ${id} is managed by ${urn} in this stack`);
    expect(engine.kept).toBeUndefined();
    expect(await pool.admin.users.detail(id)).toMatchObject({
      ...administrator,
      phone: null,
      nickname: null,
    });
  });

  test("adopts no user when the state cannot be read", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create(administrator);
    const stack = { managerOf: () => Promise.reject(new Error("spawn pulumi ENOENT")) };

    const message = await failureOf(engineOf(pool, { adopt: true, stack }).up(newcomer));

    expect(message).toContain("was not adopted, because the state of this stack could not be read");
    expect(await pool.admin.users.detail(id)).toMatchObject({ phone: null, nickname: null });
  });

  test("asks for no state when there is no user to adopt", async () => {
    const pool = await startPool();
    const stack = { managerOf: () => Promise.reject(new Error("asked")) };

    await engineOf(pool, { adopt: true, stack }).up(newcomer);

    expect((await pool.admin.users.find({ username: "office" }))?.nickname).toBe("New");
  });

  test("says which unique fields an adopted user has beside the declared ones", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create(administrator);
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => {
      written.mockRestore();
    });

    await engineOf(pool, { adopt: true }).up(newcomer);

    expect(written.mock.calls.join("")).toContain(
      `the adopted user ${id} also has values that the program does not declare: email.`,
    );
  });

  test.each([
    [{}, "stays"],
    [{ deletionPolicy: "delete" }, "is deleted"],
  ])("an adopted user with %j %s when the resource is removed", async (policy, end) => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create(administrator);
    const engine = engineOf(pool, { adopt: true });
    await engine.up({ username: "office", ...policy });
    await engine.up({ username: "office", nickname: "Later", ...policy });
    await engine.refresh();

    await engine.destroy();

    const left = await pool.admin.users.find({ username: "office" });
    expect(left?.id).toBe(end === "stays" ? id : undefined);
  });
});

describe("user, delete", () => {
  test("deletes the person and succeeds when the person is gone", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(ada);
    const kept = engine.kept!;

    await engine.destroy();
    engine.kept = kept;
    await engine.destroy();

    expect(await pool.admin.users.find({ username: "ada" })).toBeNull();
  });

  test("blocks the account and revokes its tokens with deletionPolicy block", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, deletionPolicy: "block" });
    const { id } = engine.kept!;

    await engine.destroy();

    const observed = await pool.admin.users.detail(id);
    expect(observed.blocked).toBe(true);
    expect(Date.parse(observed.tokenExpiredAt ?? "")).toBeLessThan(Date.now());
  });

  test("leaves the person as is with deletionPolicy retain", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, deletionPolicy: "retain" });
    pool.emulator.counters.reset();

    await engine.destroy();

    expect(pool.emulator.counters.total()).toBe(0);
  });

  test("a change of the policy alone is kept and calls nothing", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(ada);
    pool.emulator.counters.reset();

    expect(await engine.up({ ...ada, deletionPolicy: "retain" })).toBe("update");

    expect(engine.kept!.outs["deletionPolicy"]).toBe("retain");
    expect(pool.emulator.counters.total()).toBe(0);
  });

  test("refuses to delete somebody whom the state does not know", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(ada);
    await pool.admin.users.update(engine.kept!.id, { username: "somebody", email: "somebody@example.com" });

    const message = await failureOf(engine.destroy());

    expect(message).toContain("pulumi refresh");
    expect((await pool.admin.users.detail(engine.kept!.id)).username).toBe("somebody");
    await engine.refresh();
    await engine.destroy();
    expect(await pool.admin.users.find({ username: "somebody" })).toBeNull();
  });

  test("removes nobody when more are to go together than the stack allows, and names each", async () => {
    const pool = await startPool();
    let run = contextOf(pool);
    const engines = Array.from({ length: 3 }, () => new SmallEngine("User", () => run));
    for (const [index, engine] of engines.entries()) await engine.up({ username: `person-${index}` });
    run = contextOf(pool, { maxDeletions: 2 });

    const messages = await Promise.all(engines.map((engine) => failureOf(engine.destroy())));

    for (const [index, message] of messages.entries()) {
      expect(message).toContain(engines[index]!.kept!.id);
      expect(message).toContain("approw:maxDeletions");
    }
    expect(await pool.admin.users.find({ username: "person-0" })).not.toBeNull();
    await engines[0]!.destroy();
    await engines[1]!.destroy();
    expect(await failureOf(engines[2]!.destroy())).toContain("after 2 others");
  });

  test("counts a person once who loses the account and the groups", async () => {
    const pool = await startPool();
    const run = contextOf(pool, { maxDeletions: 1 });
    const [person, membership] = [
      new SmallEngine("User", () => run),
      new SmallEngine("UserGroupMembership", () => run),
    ];
    await person.up(ada);
    await membership.up({ userId: person.kept!.id, groups: ["engineering"] });
    const next = contextOf(pool, { maxDeletions: 1 });
    const leaving = [person, membership].map(({ kept }, index) => {
      const life = new SmallEngine(index === 0 ? "User" : "UserGroupMembership", () => next);
      life.kept = kept;
      return life;
    });

    await leaving[1]!.destroy();
    await leaving[0]!.destroy();

    expect(await pool.admin.users.find({ username: "ada" })).toBeNull();
  });

  test("one whom the service does not let go stands in nobody's way", async () => {
    const pool = await startPool();
    const run = contextOf(pool);
    const engines = Array.from({ length: 3 }, () => new SmallEngine("User", () => run));
    for (const [index, engine] of engines.entries()) await engine.up({ username: `person-${index}` });
    const next = contextOf(pool);
    const leaving = engines.map(({ kept }) => {
      const life = new SmallEngine("User", () => next);
      life.kept = kept;
      return life;
    });
    pool.emulator.faults.add({ operation: "deleteUsers", kind: "code", code: 2209 });
    pool.emulator.faults.add({ operation: "deleteUser", kind: "code", code: 2209 });

    const outcomes = await Promise.allSettled(leaving.map((life) => life.destroy()));

    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
  });

  test("says so when the owner of the pool is to be deleted", async () => {
    const pool = await startPool();
    const owner = await pool.admin.users.detail(pool.emulator.ownerId);
    const engine = engineOf(pool, { adopt: true });
    const known = owner.username ? { username: owner.username } : { email: owner.email };
    await engine.up({ ...known, deletionPolicy: "delete" });

    expect(await failureOf(engine.destroy())).toMatch(/2212/u);
  });
});

describe("user, the wrong pool", () => {
  test("reads, changes and deletes nobody when the stack is configured for another pool", async () => {
    const [pool, other] = [await startPool(), await startPool({ userPoolId: "0123456789abcdef01234567" })];
    const engine = engineOf(pool);
    await engine.up(ada);
    const elsewhere = engineOf(other);
    elsewhere.kept = engine.kept;

    for (const operation of [
      elsewhere.refresh(),
      elsewhere.up({ ...ada, nickname: "A" }),
      elsewhere.destroy(),
    ]) {
      expect(await failureOf(operation)).toContain("approw:userPoolId");
    }
    expect(elsewhere.kept).toBeDefined();
    expect(other.emulator.counters.total()).toBe(0);
  });
});

describe("user, half-done creations", () => {
  test("keeps a person whose city was refused, and finishes with the next run", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    pool.emulator.faults.add({ operation: "updateUser", kind: "code", code: 500 });

    const message = await failureOf(engine.up({ ...ada, city: "London" }));

    expect(message).toContain("was created, but without city: ");
    expect(engine.kept).toMatchObject({ isUnfinished: true, outs: { username: "ada" } });
    expect(engine.kept!.outs).not.toHaveProperty("city");
    await engine.up({ ...ada, city: "London" });
    expect((await pool.admin.users.detail(engine.kept!.id)).city).toBe("London");
  });
});

describe("user, updates whose answer got lost", () => {
  /** A creation, then an update with a lost answer. */
  async function startLost(updates: Record<string, unknown>): Promise<{ pool: Pool; engine: SmallEngine }> {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(ada);
    pool.emulator.faults.add({ operation: "updateUser", kind: "loseAnswer", then: "hang", times: Infinity });
    const hasty = new SmallEngine("User", () =>
      contextOf(pool, { client: { timeout: 300, retryBudgetMs: 600 } }),
    );
    hasty.kept = engine.kept;

    const message = await failureOf(hasty.up({ ...ada, ...updates }));

    pool.emulator.faults.clear();
    engine.kept = hasty.kept;
    expect(message).toContain(`it is not known whether`);
    for (const name of Object.keys(updates)) expect(message).toContain(name);
    return { pool, engine };
  }

  test("are done again by the next run", async () => {
    const { pool, engine } = await startLost({ nickname: "Countess", password: "hush-initial" });
    await pool.admin.users.update(engine.kept!.id, { nickname: null, password: "somebody-else" });

    await engine.up({ ...ada, nickname: "Countess", password: "hush-initial" });

    expect(await pool.admin.users.detail(engine.kept!.id)).toMatchObject({ nickname: "Countess" });
    expect(pool.emulator.hasPassword(engine.kept!.id, "hush-initial")).toBe(true);
    expect(engine.kept!.outs).not.toHaveProperty("unconfirmed");
    expect(await engine.up({ ...ada, nickname: "Countess", password: "hush-initial" })).toBe("same");
  });

  test("are undone when the field leaves the program", async () => {
    const { pool, engine } = await startLost({ nickname: "Countess" });

    await engine.up(ada);

    expect(await pool.admin.users.detail(engine.kept!.id)).toMatchObject({ nickname: null });
    expect(await engine.up(ada)).toBe("same");
  });

  test("are known again after a refresh", async () => {
    const { engine } = await startLost({ nickname: "Countess" });

    expect(await engine.refresh()).toBe("changed");

    expect(engine.kept!.inputs).toMatchObject({ nickname: "Countess" });
    expect(engine.kept!.outs).not.toHaveProperty("unconfirmed");
  });

  test("leave the same mark on a creation that is half done", async () => {
    const pool = await startPool();
    const engine = engineOf(pool, { client: { timeout: 300, retryBudgetMs: 600 } });
    pool.emulator.faults.add({ operation: "updateUser", kind: "loseAnswer", then: "hang", times: Infinity });
    await failureOf(engine.up({ ...ada, city: "London" }));
    pool.emulator.faults.clear();

    await engine.up(ada);

    expect(await pool.admin.users.detail(engine.kept!.id)).toMatchObject({ city: null });
  });
});

describe("user, who is gone", () => {
  test("is named by an update, with what to do", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(ada);
    await pool.admin.users.delete(engine.kept!.id);

    const message = await failureOf(engine.up({ ...ada, nickname: "Countess" }));

    expect(message).toContain(`user ${engine.kept!.id} does not exist`);
    expect(message).toContain("pulumi refresh");
  });

  test("since the look before it is blocked has nothing to lose", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, deletionPolicy: "block" });
    pool.emulator.faults.add({ operation: "updateUser", kind: "code", code: 2004 });

    await engine.destroy();

    expect(engine.kept).toBeUndefined();
  });
});

describe("user, what the API takes at creation only", () => {
  test("may come back as it was", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, registerSource: "hr" });
    await engine.up(ada);

    expect(await engine.up({ ...ada, registerSource: ["hr"] })).toBe("same");
    await expect(engine.up({ ...ada, registerSource: ["it"] })).rejects.toThrow(
      "cannot be changed afterwards",
    );
  });

  test("cannot be declared later, unless the state knows it", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(ada);

    await expect(engine.up({ ...ada, registerSource: ["hr"] })).rejects.toThrow(
      "cannot be changed afterwards",
    );
  });

  test("the service's own default, newly declared, is no change", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up(ada);

    expect(await engine.up({ ...ada, isDeleted: false })).toBe("same");
  });

  test("is not replaced where the policy would leave the person in the way", async () => {
    const pool = await startPool();
    const engine = engineOf(pool);
    await engine.up({ ...ada, registerSource: "one", deletionPolicy: "block" });

    const message = await failureOf(
      engine.up({ ...ada, registerSource: "two", replaceOnCreateOnlyChange: true, deletionPolicy: "delete" }),
    );

    expect(message).toContain("deletionPolicy");
    expect((await pool.admin.users.detail(engine.kept!.id)).blocked).toBe(false);
  });
});

describe("user, check", () => {
  test.each(["username", "externalId"])("refuses an empty %s: it names nobody", (name) => {
    const { failures } = handlers.User.check({}, { email: "ada@example.com", [name]: "" });

    expect(failures).toEqual([{ property: name, reason: `${name} must not be empty` }]);
  });

  test("asks for one of the fields by which the service tells people apart", () => {
    const { failures } = handlers.User.check({}, { nickname: "Ada" });

    expect(failures[0]?.reason).toContain("username, email, phone, externalId");
  });
});

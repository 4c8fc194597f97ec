import { setTimeout } from "node:timers/promises";

import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";

import type { Properties } from "../../../model/rules/record.js";
import { ManagementClient, uniqueUserFields, type User } from "../../../sdk/index.js";
import { describeParked } from "../../../provider/process/run-log.js";
import { contextOf } from "../../support/handler-context.js";
import { SmallStack, type UpOptions } from "../../support/small-stack.js";
import { openPool, type Pool } from "../../support/start-pool.js";

type Program = Record<string, Properties>;

let pool: Pool;
/** Every user right after each update, as the service answered. */
const seen: User[] = [];
let client: ManagementClient;
let written: string[] = [];
/** Marks the values of each test, because the tests share a pool. */
let stacks = 0;

beforeAll(async () => {
  pool = await openPool();
  const { url: host, userPoolId, secret } = pool.emulator;
  client = new ManagementClient({ host, userPoolId, secret });
  const update = client.users.update.bind(client.users);
  vi.spyOn(client.users, "update").mockImplementation(async (id, updates) => {
    const answer = await update(id, updates);
    seen.push(answer);
    return answer;
  });
});

afterAll(() => pool.emulator.close());

beforeEach(() => {
  stacks += 1;
  seen.length = 0;
  written = [];
  const write = vi
    .spyOn(process.stderr, "write")
    .mockImplementation((text) => written.push(String(text)) > 0);
  onTestFinished(() => {
    write.mockRestore();
  });
});

/** A stack whose users were created by an earlier run. */
async function stackOf(program: Program): Promise<SmallStack> {
  const stack = new SmallStack(pool);
  await mustUp(stack, program);
  return stack;
}

/** A unique value of the present test. */
function own(text: string, name: (typeof uniqueUserFields)[number] = "username"): string {
  if (name === "email") return `${text}-${stacks}@example.com`;
  if (name === "phone") return `+49${stacks}000${text.charCodeAt(0)}${text.length}`;
  return `${text}-${stacks}`;
}

async function up(
  stack: SmallStack,
  program: Program,
  options: UpOptions = {},
): Promise<Map<string, string>> {
  return await stack.up(program, { ...options, context: { client, ...options.context } });
}

async function mustUp(stack: SmallStack, program: Program, options: UpOptions = {}): Promise<void> {
  expect(await up(stack, program, options)).toEqual(new Map());
}

/** The unique values that a user has in the pool. */
async function valuesOf(id: string): Promise<Properties> {
  const user = await pool.admin.users.detail(id);
  return Object.fromEntries(uniqueUserFields.filter((name) => user[name]).map((name) => [name, user[name]]));
}

async function expectAsDeclared(stack: SmallStack, program: Program): Promise<void> {
  for (const [name, declared] of Object.entries(program)) {
    const unique = Object.fromEntries(
      uniqueUserFields.flatMap((field) => (declared[field] ? [[field, declared[field]]] : [])),
    );
    expect(await valuesOf(stack.idOf(name)), name).toEqual(unique);
  }
}

function expectNeverNameless(): void {
  expect(seen.filter((user) => uniqueUserFields.every((name) => !user[name]))).toEqual([]);
}

const widths = [1, 2, 16];

describe("unique values that move between users of one stack", () => {
  describe.each(uniqueUserFields)("by %s", (field) => {
    test.each([
      { parallel: 1, isReversed: false },
      { parallel: 2, isReversed: false },
      { parallel: 3, isReversed: true },
      { parallel: 16, isReversed: false },
    ])("a chain finishes in one run: %o", async ({ parallel, isReversed }) => {
      const names = ["a", "b", "c", "d", "e"];
      const valueOf = (index: number): string => own(names[index] ?? "z", field);
      const chain = (shift: number): Program => {
        const users = names.map((name, index): [string, Properties] => [
          name,
          { [field]: valueOf(index + shift) },
        ]);
        return Object.fromEntries(isReversed ? users.reverse() : users);
      };
      const stack = new SmallStack(pool);
      await mustUp(stack, chain(0));

      await mustUp(stack, chain(1), { parallel });

      await expectAsDeclared(stack, chain(1));
      expectNeverNameless();
      pool.emulator.counters.reset();
      await mustUp(stack, chain(1));
      expect(pool.emulator.counters.total()).toBe(0);
    });

    test.each([
      { parallel: 1, size: 3 },
      { parallel: 2, size: 2 },
      { parallel: 2, size: 3 },
      { parallel: 16, size: 2 },
    ])("a cycle finishes in one run: %o", async ({ parallel, size }) => {
      const names = ["a", "b", "c"].slice(0, size);
      const cycle = (shift: number): Program =>
        Object.fromEntries(
          names.map((name, index) => [
            name,
            { [field]: own(names[(index + shift) % size]!, field), nickname: name },
          ]),
        );
      const stack = new SmallStack(pool);
      await mustUp(stack, cycle(0));

      await mustUp(stack, cycle(1), { parallel });

      await expectAsDeclared(stack, cycle(1));
      expectNeverNameless();
    });
  });

  test("cost no request where nothing conflicts", async () => {
    const stack = new SmallStack(pool);
    await mustUp(stack, { a: { username: own("a") }, b: { username: own("b") } });
    pool.emulator.counters.reset();

    await mustUp(stack, { a: { username: own("x") }, b: { username: own("y") } });

    expect(pool.emulator.counters.total()).toBe(2);
  });

  test("cost one temporary value where operations run one after the other", async () => {
    const [a, b] = [{ username: "first" }, { username: "second" }];
    const stack = await stackOf({ a, b });
    pool.emulator.counters.reset();

    await mustUp(stack, { a: { username: "second" }, b: { username: "third" } }, { parallel: 1 });

    expect(pool.emulator.counters.of("updateUser")).toBe(4);
    const id = stack.idOf("b");
    expect(written).toEqual([
      `approw: username s*** passes from user ${id} to user ${stack.idOf("a")}. Until its own change, user ${id} has the ` +
        `temporary username moving-${id}\n`,
    ]);
  });

  test.each(widths)("of two fields pass from one user to two others (--parallel %i)", async (parallel) => {
    const [a, b] = [{ externalId: own("a") }, { externalId: own("b") }];
    const before = { a, b, c: { phone: own("c", "phone"), email: own("c", "email") } };
    const after = {
      a: { ...a, phone: own("c", "phone") },
      b: { ...b, email: own("c", "email") },
      c: { phone: own("d", "phone"), email: own("d", "email") },
    };
    const stack = await stackOf(before);

    await mustUp(stack, after, { parallel });

    await expectAsDeclared(stack, after);
    expectNeverNameless();
  });

  test("are looked for again when they were given up during the look", async () => {
    const stack = await stackOf({ a: { username: own("a") }, b: { username: own("b") } });
    const program = { a: { username: own("b") }, b: { username: own("c") } };
    pool.emulator.faults.add({ operation: "updateUser", kind: "latency", ms: 100, skip: 1 });
    const find = client.users.find.bind(client.users);
    const spy = vi.spyOn(client.users, "find").mockImplementationOnce(async (options) => {
      const found = await find(options);
      await setTimeout(300);
      return found;
    });
    onTestFinished(() => {
      spy.mockRestore();
    });

    await mustUp(stack, program);

    await expectAsDeclared(stack, program);
    expect(written).toEqual([]);
  });

  test("end as declared, whatever is permuted and however many operations run at once", async () => {
    await fc.assert(
      fc.asyncProperty(assignments, fc.integer({ min: 1, max: 6 }), async ([before, after], parallel) => {
        stacks += 1;
        const stack = new SmallStack(pool);
        await mustUp(stack, programOf(before));

        await mustUp(stack, programOf(after), { parallel });

        await expectAsDeclared(stack, programOf(after));
        expectNeverNameless();
        for (const name of Object.keys(programOf(after))) {
          await pool.admin.users.delete(stack.idOf(name));
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("a run that fails somewhere", () => {
  test("is finished by the next one, whatever is permuted", async () => {
    await fc.assert(
      fc.asyncProperty(
        assignments,
        fc.constantFrom(1, 2, 16),
        fc.nat(6),
        async ([before, after], parallel, skip) => {
          stacks += 1;
          const stack = new SmallStack(pool);
          await mustUp(stack, programOf(before));
          pool.emulator.faults.add({ operation: "updateUser", kind: "code", code: 500, skip });

          await up(stack, programOf(after), { parallel });
          pool.emulator.faults.clear();
          await mustUp(stack, programOf(after), { parallel });

          await expectAsDeclared(stack, programOf(after));
          expectNeverNameless();
          for (const name of Object.keys(programOf(after))) await pool.admin.users.delete(stack.idOf(name));
        },
      ),
      { numRuns: 20 },
    );
  });

  test("loses no user whom the program still declares, whoever leaves and arrives", async () => {
    await fc.assert(
      fc.asyncProperty(
        assignments,
        fc.constantFrom(1, 2, 16),
        fc.subarray(["user-0", "user-1", "user-2", "user-3"]),
        fc.subarray(["user-0", "user-1", "user-2", "user-3"]),
        async ([before, after], parallel, early, late) => {
          stacks += 1;
          const stack = new SmallStack(pool);
          const [first, second] = [without(programOf(before), late), without(programOf(after), early)];
          await mustUp(stack, first);
          const ids = new Map([...stack.kept].map(([name, { id }]) => [name, id]));

          const failures = await up(stack, second, { parallel, continueOnError: true });

          expectNeverNameless();
          for (const [name, id] of ids) {
            if (second[name] === undefined) continue;
            expect(stack.idOf(name)).toBe(id);
            await pool.admin.users.detail(id);
          }
          const known = [...ids.values()];
          for (const name of late) expect(known).not.toContain(stack.idOf(name));
          if (failures.size === 0) await expectAsDeclared(stack, second);
          for (const { id } of stack.kept.values()) await pool.admin.users.delete(id);
        },
      ),
      { numRuns: 20 },
    );
  });
});

function without(program: Program, names: readonly string[]): Program {
  return Object.fromEntries(Object.entries(program).filter(([name]) => !names.includes(name)));
}

/** Of each user, which of the values of each field the user has. */
type Assignment = Record<(typeof uniqueUserFields)[number], (number | null)[]>;

const usersInProperty = 4;

const assignment: fc.Arbitrary<Assignment> = fc.record(
  Object.fromEntries(
    uniqueUserFields.map((name) => [
      name,
      fc
        .tuple(
          fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: usersInProperty, maxLength: usersInProperty }),
          fc.array(fc.boolean(), { minLength: usersInProperty, maxLength: usersInProperty }),
        )
        .map(([values, isSet]) => values.map((value, index) => (isSet[index] ? value : null))),
    ]),
  ) as Record<keyof Assignment, fc.Arbitrary<(number | null)[]>>,
);

const assignments = fc.tuple(assignment, assignment);

function programOf(of: Assignment): Program {
  return Object.fromEntries(
    Array.from({ length: usersInProperty }, (_, index) => {
      const set = uniqueUserFields.filter((name) => of[name][index] !== null);
      const declared = Object.fromEntries(
        set.map((name) => [name, own("vwxyz"[of[name][index] ?? 0]!, name)]),
      );
      return [`user-${index}`, set.length === 0 ? { username: own(`lonely-${index}`) } : declared];
    }),
  );
}

describe("a value that passes from a user who leaves", () => {
  test.each(widths)(
    "reaches another user, and the one who leaves is deleted (--parallel %i)",
    async (parallel) => {
      const stack = await stackOf({ a: { username: own("a") }, leaver: { username: own("b") } });
      const leaver = stack.idOf("leaver");
      const program = { a: { username: own("b") } };

      await mustUp(stack, program, { parallel });

      await expectAsDeclared(stack, program);
      await expect(pool.admin.users.detail(leaver)).rejects.toThrow();
    },
  );

  test.each(
    widths.flatMap((parallel) => [
      { parallel, adopt: true },
      { parallel, adopt: false },
    ]),
  )("reaches a newcomer who has another value in another field: %o", async ({ parallel, adopt }) => {
    const stack = await stackOf({ leaver: { username: own("leaver"), phone: own("p", "phone") } });
    const leaver = stack.idOf("leaver");
    const program = { newcomer: { username: own("newcomer"), phone: own("p", "phone"), adopt } };

    await mustUp(stack, program, { parallel });

    expect(stack.idOf("newcomer")).not.toBe(leaver);
    await expectAsDeclared(stack, program);
    await expect(pool.admin.users.detail(leaver)).rejects.toThrow();
  });

  test.each([true, false])(
    "is refused to a newcomer who may be the same user, and nobody is deleted (adopt: %s)",
    async (adopt) => {
      const stack = await stackOf({ ada: { username: own("ada"), email: own("ada", "email") } });
      const ada = stack.idOf("ada");
      const before = await valuesOf(ada);
      const program = { "ada-lovelace": { email: own("ada", "email"), adopt } };

      const failures = await up(stack, program, { continueOnError: true });

      expect(failures.get("ada-lovelace")).toContain(`user ${ada} is managed by urn:pulumi:`);
      expect(failures.get("ada-lovelace")).toContain("add its previous name as an alias");
      expect(failures.get("ada")).toContain("another resource of the program declares the same user");
      expect(await valuesOf(ada)).toEqual(before);
    },
  );

  test.each(["retain", "block"])(
    "is refused to a newcomer while the deletion policy is %s",
    async (deletionPolicy) => {
      const stack = await stackOf({
        leaver: { username: own("leaver"), phone: own("p", "phone"), deletionPolicy },
      });
      const leaver = stack.idOf("leaver");
      const before = await valuesOf(leaver);
      const program = { newcomer: { username: own("newcomer"), phone: own("p", "phone") } };

      const failures = await up(stack, program);

      expect(failures.get("newcomer")).toContain("The user stays in the pool when that resource is deleted");
      expect(await valuesOf(leaver)).toEqual(before);
    },
  );

  test("counts as a deletion, and once", async () => {
    const stack = await stackOf({ leaver: { username: own("leaver"), phone: own("p", "phone") } });
    const before = await valuesOf(stack.idOf("leaver"));
    const program = { newcomer: { username: own("newcomer"), phone: own("p", "phone") } };

    const failures = await up(stack, program, { context: { maxDeletions: 0 } });

    expect(failures.get("newcomer")).toContain("approw:maxDeletions is 0");
    expect(await valuesOf(stack.idOf("leaver"))).toEqual(before);
    await mustUp(stack, program, { context: { maxDeletions: 1 } });
    await expectAsDeclared(stack, program);
  });

  test.each([{ deletionPolicy: "block" }, { deletionPolicy: "retain" }])(
    "is refused to another user while the deletion policy keeps the one who leaves: %o",
    async (kept) => {
      const stack = await stackOf({ a: { username: own("a") }, leaver: { username: own("b"), ...kept } });
      const leaver = stack.idOf("leaver");
      const before = await valuesOf(leaver);

      const failures = await up(stack, { a: { username: own("b") } });

      expect(failures.get("a")).toContain("The user stays in the pool when that resource is deleted");
      expect(await valuesOf(leaver)).toEqual(before);
    },
  );

  test("counts as a deletion for another user too, and not when the program still declares the user", async () => {
    const stack = await stackOf({ a: { username: own("a") }, b: { username: own("b") } });
    const before = await valuesOf(stack.idOf("b"));
    const context = { maxDeletions: 0 };

    const failures = await up(stack, { a: { username: own("b") } }, { context });

    expect(failures.get("a")).toContain("approw:maxDeletions is 0");
    expect(await valuesOf(stack.idOf("b"))).toEqual(before);
    const chain = { a: { username: own("b") }, b: { username: own("c") } };
    await mustUp(stack, chain, { parallel: 1, context: { maxDeletions: 1 } });
    await expectAsDeclared(stack, chain);
  });

  test("is refused to a newcomer who is declared like the user was, whatever was changed by hand", async () => {
    const ada = { username: own("ada"), email: own("ada", "email"), name: "Ada" };
    const stack = await stackOf({ ada });
    const id = stack.idOf("ada");
    await pool.admin.users.update(id, { email: own("typo", "email"), name: "A." });

    const failures = await up(stack, { "ada-lovelace": ada }, { continueOnError: true });

    expect(failures.get("ada-lovelace")).toContain("add its previous name as an alias");
    expect(await pool.admin.users.detail(id)).toMatchObject({ username: own("ada"), name: "A." });
  });
});

describe("a user who leaves and meets two newcomers", () => {
  test("is not deleted while one of them may be the same user", async () => {
    const stack = await stackOf({ leaver: { email: own("l", "email"), phone: own("p", "phone") } });
    const leaver = stack.idOf("leaver");
    const program = {
      same: { email: own("l", "email") },
      other: { username: own("other"), email: own("other", "email"), phone: own("p", "phone") },
    };

    const failures = await up(stack, program, { continueOnError: true });

    expect([...failures.keys()].sort()).toEqual(["leaver", "same"]);
    expect(await valuesOf(leaver)).toEqual({ email: own("l", "email") });
    await expectAsDeclared(stack, { other: program.other });
  });

  test("says nothing of a newcomer with a temporary value", async () => {
    const stack = await stackOf({ leaver: { username: own("l"), email: own("l", "email") } });
    const leaver = stack.idOf("leaver");
    await pool.admin.users.update(leaver, temporaryOf(leaver, "username"));

    const failures = await up(stack, { newcomer: { username: own("new"), email: own("l", "email") } });

    expect(failures.get("newcomer")).toContain("It may be the same user");
  });

  test.each([{ externalId: "E1" }, { name: "Ada Lovelace" }, { givenName: "Ada" }, { nickname: "Ada" }])(
    "is the same person as a newcomer with %o, whose username and resource changed at once",
    async (person) => {
      const shared = { email: own("ada", "email"), ...person };
      const stack = await stackOf({ "ada-byron": { username: own("ada-byron"), ...shared } });
      const ada = stack.idOf("ada-byron");
      const before = await valuesOf(ada);
      const program = { "ada-lovelace": { username: own("ada-lovelace"), ...shared } };

      const failures = await up(stack, program, { continueOnError: true });

      expect(failures.get("ada-lovelace")).toContain(`with the same ${Object.keys(person)[0] ?? ""}`);
      expect(failures.has("ada-byron")).toBe(true);
      expect(await valuesOf(ada)).toEqual(before);
      await pool.admin.users.delete(ada);
    },
  );

  test.each(["protect", "retainOnDelete"])(
    "keeps the values with the option %s of the resource",
    async () => {
      const stack = await stackOf({ leaver: { username: own("l"), email: own("l", "email") } });
      stack.kept.set("leaver", { ...stack.kept.get("leaver")!, isProtected: true });

      const failures = await up(stack, { newcomer: { username: own("new"), email: own("l", "email") } });

      expect(failures.get("newcomer")).toContain("The user stays in the pool");
    },
  );
});

describe("an administrator who gives up a username that a newcomer declares", () => {
  const adopt = true;

  test.each(widths)(
    "keeps the account, and the newcomer gets another one (--parallel %i)",
    async (parallel) => {
      const stack = await stackOf({ admin: { username: own("office"), email: own("admin", "email") } });
      const admin = stack.idOf("admin");
      const program = {
        newcomer: { username: own("office"), email: own("new", "email"), nickname: "New", adopt },
        admin: { username: own("head-office"), email: own("admin", "email") },
      };

      await mustUp(stack, program, { parallel });

      expect(stack.idOf("admin")).toBe(admin);
      expect(stack.idOf("newcomer")).not.toBe(admin);
      await expectAsDeclared(stack, program);
      expect((await pool.admin.users.detail(admin)).nickname).toBeNull();
    },
  );

  test("keeps everything where the newcomer may be the administrator and is created first", async () => {
    const stack = await stackOf({ admin: { username: own("office") } });
    const admin = stack.idOf("admin");
    const newcomer = { username: own("office"), phone: own("n", "phone"), adopt };
    const program = { newcomer, admin: { username: own("head-office") } };

    const failures = await up(stack, program, { parallel: 1 });

    expect(failures.get("newcomer")).toContain(`user ${admin} is managed by urn:pulumi:`);
    expect(await valuesOf(admin)).toEqual({ username: own("office") });
    // The way out that the message names.
    await mustUp(stack, { admin: program.admin });
    await mustUp(stack, program);
    await expectAsDeclared(stack, program);
  });
});

describe("a run that ends between the temporary value and the user's own change", () => {
  test.each(uniqueUserFields)("is finished by the next one (%s)", async (field) => {
    const [a, b, c] = ["a", "b", "c"].map((text) => own(text, field));
    const stack = await stackOf({ one: { [field]: a }, other: { [field]: b } });
    const program = { one: { [field]: b }, other: { [field]: c } };
    const before = new Map(stack.kept);
    await mustUp(stack, program, { parallel: 1 });
    // The process ended before the second operation: the pool and the state are as they were at that moment.
    const other = before.get("other")!;
    await pool.admin.users.update(other.id, temporaryOf(other.id, field));
    stack.kept.set("other", other);

    await mustUp(stack, program);

    await expectAsDeclared(stack, program);
    expectNeverNameless();
  });

  test.each(uniqueUserFields)("lets the next one delete a user who leaves (%s)", async (field) => {
    const stack = await stackOf({ leaver: { [field]: own("a", field) } });
    const leaver = stack.idOf("leaver");
    await pool.admin.users.update(leaver, temporaryOf(leaver, field));

    await mustUp(stack, {});

    await expect(pool.admin.users.detail(leaver)).rejects.toThrow();
  });

  test("does not let a user be deleted who has the temporary value of another", async () => {
    const stack = await stackOf({ leaver: { username: own("a") } });
    const leaver = stack.idOf("leaver");
    await pool.admin.users.update(leaver, { username: `moving-0123456789abcdef${stacks}` });

    const failures = await up(stack, {});

    expect(failures.get("leaver")).toContain("is not the user whom the state knows");
  });

  test("is finished by the next one when the temporary username of a phone user could not be cleared", async () => {
    const stack = await stackOf({ one: { phone: own("a", "phone") } });
    const one = stack.idOf("one");
    const program = { one: { phone: own("b", "phone") } };
    await pool.admin.users.update(one, temporaryOf(one, "phone"));
    pool.emulator.faults.add({ operation: "updateUser", kind: "code", code: 500, skip: 1 });

    const failures = await up(stack, program);

    expect(failures.get("one")).toContain("keeps a temporary username");
    await mustUp(stack, program);
    await expectAsDeclared(stack, program);
  });

  test("says of each user what to do", async () => {
    const { pool: userPool } = contextOf(pool, { client });
    userPool.moving.park("u1", { username: "a" });
    userPool.moving.park("u2", { username: "b" });

    await userPool.moving.run("u1", { state: {}, declared: {} }, () => Promise.resolve());

    expect(describeParked(userPool.moving.parked)).toBe(
      "user u2 still has a temporary value, because the run ended before its own change. Run `pulumi up` again. If the " +
        "program keeps the previous values, run `pulumi up --refresh`",
    );
  });

  test("is undone by a refresh where the program keeps the previous value", async () => {
    const program = { one: { phone: own("a", "phone") } };
    const stack = await stackOf(program);
    await pool.admin.users.update(stack.idOf("one"), temporaryOf(stack.idOf("one"), "phone"));

    await stack.refresh();
    await mustUp(stack, program);

    await expectAsDeclared(stack, program);
  });
});

function temporaryOf(id: string, field: (typeof uniqueUserFields)[number]): Record<string, string | null> {
  if (field === "phone") return { phone: null, username: `moving-${id}` };
  return { [field]: field === "email" ? `moving-${id}@approw.invalid` : `moving-${id}` };
}

describe("a unique value that stays where it is", () => {
  test("is refused when the other user cannot get a temporary value", async () => {
    const stack = await stackOf({ a: { username: own("a") }, b: { username: own("b") } });
    const program = { a: { username: own("b") }, b: { username: own("c") } };
    pool.emulator.faults.add({ operation: "updateUser", kind: "code", code: 500, skip: 1 });

    const failures = await up(stack, program, { parallel: 1 });

    expect(failures.get("a")).toContain(`user ${stack.idOf("b")} could not get a temporary username`);
    expect(await valuesOf(stack.idOf("b"))).toEqual({ username: own("b") });
    await mustUp(stack, program, { parallel: 1 });
    await expectAsDeclared(stack, program);
  });

  test("fails a resource that is compared after its value passed to another user", async () => {
    const stack = await stackOf({ b: { username: own("b") } });
    const { id, outs, inputs } = stack.kept.get("b")!;
    const { pool: userPool, session } = contextOf(pool, { client });
    userPool.moving.park(id, { username: own("b") });

    session.noteChecked("User", undefined, inputs, inputs);

    expect(() => session.diff("User", id, outs, inputs)).toThrow("also declares");
  });

  test("is refused to the successor of a user in a replacement that creates first", async () => {
    const stack = await stackOf({ b: { username: own("b") } });
    const { id, outs, inputs } = stack.kept.get("b")!;
    const { session } = contextOf(pool, { client });
    session.noteChecked("User", undefined, inputs, inputs);
    session.diff("User", id, outs, inputs);
    session.noteChecked("User", undefined, {}, inputs);

    await expect(session.create("User", inputs)).rejects.toThrow("set deleteBeforeReplace: true");

    expect(await valuesOf(id)).toEqual({ username: own("b") });
  });

  test("is refused when a user outside of the stack has it", async () => {
    const stack = await stackOf({ a: { username: own("a") } });
    const { id } = await pool.admin.users.create({ username: own("outsider") });

    const failures = await up(stack, { a: { username: own("outsider") } });

    const message = failures.get("a");
    expect(message).toContain(`user ${stack.idOf("a")} was not updated: user ${id} has username o***`);
    expect(message).toContain("no resource of this stack manages that user");
    expect(message).not.toMatch(/adopt|alias/u);
  });

  test("is refused when it was set by hand at a user of the stack", async () => {
    const stack = await stackOf({ a: { username: own("a") }, b: { email: own("b", "email") } });
    const b = stack.idOf("b");
    await pool.admin.users.update(b, { username: own("by-hand") });
    const program = { a: { username: own("by-hand") }, b: { email: own("b", "email") } };

    const [inOrder, together] = [await up(stack, program, { parallel: 1 }), await up(stack, program)];

    expect(inOrder.get("a")).toContain("The state does not show that the resource set this value");
    expect(together.get("a")).toContain("User::b in this stack, which never set it");
    expect((await valuesOf(b))["username"]).toBe(own("by-hand"));
  });

  test("is refused while the user who should give it up cannot", async () => {
    const stack = await stackOf({ a: { username: own("a") }, b: { username: own("b") } });
    await pool.admin.users.create({ username: own("outsider") });
    const program = { a: { username: own("b") }, b: { username: own("outsider") } };

    const failures = await up(stack, program);

    expect(failures.get("b")).toContain("no resource of this stack manages that user");
    expect(failures.get("a")).toContain("User::b in this stack, which should give it up but did not");
    expect(await valuesOf(stack.idOf("a"))).toEqual({ username: own("a") });
    expect(await valuesOf(stack.idOf("b"))).toEqual({ username: own("b") });
  });

  test("is refused while the run may leave out the user who has it", async () => {
    const stack = await stackOf({ a: { username: own("a") }, b: { username: own("b") } });
    stack.kept.set("b", { ...stack.kept.get("b")!, isLeftOut: true });

    const failures = await up(stack, { a: { username: own("b") } });

    expect(failures.get("a")).toContain("Include both in the selection");
    expect(await valuesOf(stack.idOf("b"))).toEqual({ username: own("b") });
  });

  test("is refused when the state does not show who set it, and when the state cannot be read", async () => {
    const stack = await stackOf({ a: { username: own("a") }, b: { username: own("b") } });
    const before = await valuesOf(stack.idOf("b"));
    const program = { a: { username: own("b") }, b: { username: own("c") } };
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "v1:",
    };
    const manager = { urn: "urn:pulumi:b", state: { username: secret }, isKept: false, mayBeLeftOut: false };

    const unknown = await up(stack, program, {
      parallel: 1,
      context: { stack: { managerOf: () => Promise.resolve(manager) } },
    });
    const unreadable = await up(stack, program, {
      parallel: 1,
      context: { stack: { managerOf: () => Promise.reject(new Error("spawn pulumi ENOENT")) } },
    });

    expect(unknown.get("a")).toContain("The state does not show that the resource set this value");
    expect(unreadable.get("a")).toContain("the state of this stack could not be read");
    expect(await valuesOf(stack.idOf("b"))).toEqual(before);
  });
});

describe("a value that is free again when the service has refused it", () => {
  test.each([
    [1, "is asked for once more", new Map()],
    [2, "is not asked for a third time", new Map([["a", expect.stringContaining("was refused") as string]])],
  ])("%i times %s by an existing user", async (times, _what, failures) => {
    const stack = await stackOf({ a: { username: own("a") } });
    // Whoever had the value gave it up between the refusal and the look, and the answer to that is still on its way.
    pool.emulator.faults.add({ operation: "updateUser", kind: "code", code: 2026, times });

    expect(await up(stack, { a: { username: own("b") } })).toEqual(failures);

    expect(await valuesOf(stack.idOf("a"))).toEqual({ username: own(times === 1 ? "b" : "a") });
    expect(pool.emulator.faults.pending()).toBe(0);
  });
});

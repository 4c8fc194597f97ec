import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createEmulator, type Emulator, type EmulatorOptions } from "../../../../emulator/index.js";
import { readRoster } from "../../../../roster/read-roster.js";
import { declarationsOn } from "../../../../roster/declaring/declarations.js";
import { readRosterFiles } from "../../../../roster/read-roster-files.js";
import { ManagementClient } from "../../../../sdk/index.js";
import { type Ended, runProgram, type SurroundingsOptions } from "../../run-program.js";

type Seed = NonNullable<EmulatorOptions["seed"]>;

const seed: Seed = {
  namespaces: [{ code: "hr" }],
  customFields: [{ key: "school", dataType: "STRING", label: "School" }],
  policies: [
    { code: "read-books", statements: [{ resource: "book:*", actions: ["book:read"], effect: "ALLOW" }] },
  ],
  groups: [
    { code: "staff", name: "Staff", policies: ["read-books"] },
    { code: "research", name: "Research" },
  ],
  roles: [{ code: "author" }, { code: "recruiter", namespace: "hr" }],
  users: [
    {
      username: "ada",
      email: "ada@example.com",
      password: "a-secret-of-ada",
      oauth: '{"token":"a-secret-of-oauth"}',
      groups: ["staff", "research"],
      roles: ["author", { code: "recruiter", namespace: "hr" }],
      customData: { school: "007" },
      policies: ["read-books"],
    },
    { username: "no", groups: ["staff"] },
    { username: "eve", blocked: true },
    { username: "gone", status: "Archived" },
  ],
};

const many = (count: number): Seed => ({
  groups: [{ code: "staff" }],
  users: Array.from({ length: count }, (_, index) => ({ username: `user-${index}`, groups: ["staff"] })),
});

let emulator: Emulator;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "approw-export-"));
});

afterEach(async () => {
  await emulator.close();
  await rm(directory, { recursive: true });
});

async function start(content: Seed): Promise<void> {
  emulator = await createEmulator({ seed: content });
}

async function exported(flags: readonly string[] = [], options: SurroundingsOptions = {}): Promise<Ended> {
  const { url, userPoolId, secret } = emulator;
  return await runProgram(["export", "--out", "pool", ...flags], {
    cwd: directory,
    env: { APPROW_HOST: url, APPROW_USERPOOL_ID: userPoolId, APPROW_USERPOOL_SECRET: secret },
    ...options,
  });
}

async function files(): Promise<string[]> {
  const entries = await readdir(join(directory, "pool"), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(directory, "pool").length + 1))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

const text = async (file: string): Promise<string> => await readFile(join(directory, "pool", file), "utf8");

/** The names of what the exported roster declares; fails if it has mistakes. */
function declared(): string[] {
  const { roster, mistakes } = readRoster(readRosterFiles(["roster"], join(directory, "pool")));
  expect(mistakes).toEqual([]);
  return declarationsOn(roster, "2026-11-27").map(({ kind, name }) => `${kind} ${name}`);
}

describe("pulumi-approw export", () => {
  test("writes a project whose roster declares the pool", async () => {
    await start(seed);

    const { code, stdout, stderr } = await exported();

    expect(stderr).toBe("");
    expect(stdout).toBe("3 users, 2 groups, 2 roles, 1 policy and 1 custom field exported to pool\n");
    expect(code).toBe(0);
    expect(await files()).toEqual([
      ".gitignore",
      "Pulumi.yaml",
      "README.md",
      "import.json",
      "package.json",
      "roster/custom-fields.yaml",
      "roster/groups.yaml",
      "roster/people.yaml",
      "roster/policies.yaml",
      "roster/roles.yaml",
    ]);
    expect(declared()).toEqual([
      "UserField school",
      "Policy read-books",
      "Group research",
      "Group staff",
      "Role author",
      "Role hr/recruiter",
      "User ada",
      "User eve",
      "User no",
      "PolicyAssignment user/ada/default",
      "PolicyAssignment group/staff/default",
    ]);
    expect(await text("roster/people.yaml")).toBe(
      [
        "people:",
        "  ada:",
        "    username: ada",
        "    email: ada@example.com",
        "    groups: [research, staff]",
        "    roles: [author, hr/recruiter]",
        "    customData:",
        '      school: "007"',
        "    policies: [read-books]",
        "  eve:",
        "    username: eve",
        "    blocked: true",
        '  "no":',
        '    username: "no"',
        "    groups: [staff]",
        "",
      ].join("\n"),
    );
    expect(await text("Pulumi.yaml")).toContain(
      "main: node_modules/pulumi-approw/dist/provider/programs/roster.js",
    );
    expect(await readdir(directory)).toEqual(["pool"]);
  });

  test("contains no secret, and neither do the pages that it keeps", async () => {
    await start(seed);
    emulator.faults.add({ operation: "policyAssignments", kind: "status", status: 403, times: Infinity });
    await exported();
    const kept = await files();
    expect(kept.length).toBeGreaterThan(0);
    const beforehand = await Promise.all(kept.map(text));
    for (const file of kept) expect((await stat(join(directory, "pool", file))).mode & 0o077).toBe(0);
    emulator.faults.clear();

    await exported();

    for (const content of [...beforehand, ...(await Promise.all((await files()).map(text)))])
      expect(content).not.toMatch(/a-secret|password|oauth/u);
  });

  test("puts people into files by group", async () => {
    await start(seed);

    await exported(["--layout", "by-group"]);

    expect((await files()).filter((file) => file.includes("people"))).toEqual([
      "roster/people/others.yaml",
      "roster/people/research.yaml",
      "roster/people/staff.yaml",
    ]);
    expect(declared()).toContain("User ada");
  });

  test("leaves out blocked users, and users of other groups", async () => {
    await start(seed);

    await exported(["--exclude-blocked"]);
    expect(declared().filter((name) => name.startsWith("User "))).toEqual(["User ada", "User no"]);
    await rm(join(directory, "pool"), { recursive: true });

    const { stdout } = await exported(["--group", "research"]);
    expect(stdout).toBe("1 user, 0 groups, 0 roles, 0 policies and 0 custom fields exported to pool\n");
    expect(declared()).toEqual(["User ada", "PolicyAssignment user/ada/default"]);
    expect(await text("roster/groups.yaml")).toContain("  staff:\n    external: true\n");
  });

  test("refuses a group that does not exist, and writes nothing", async () => {
    await start(seed);

    const { code, stderr } = await exported(["--group", "sales"]);

    expect(code).toBe(1);
    expect(stderr).toContain("--group sales: the pool has no such group");
    expect((await files()).every((file) => file.startsWith(".approw-export/"))).toBe(true);
  });

  test("refuses a directory with files, without a request", async () => {
    await start(seed);
    await mkdir(join(directory, "pool"));
    await writeFile(join(directory, "pool", "mine.txt"), "");
    emulator.counters.reset();

    const { code, stderr } = await exported();

    expect(code).toBe(1);
    expect(stderr).toBe("pulumi-approw: --out pool must be a new or empty directory: it contains mine.txt\n");
    expect(emulator.counters.total()).toBe(0);
    expect(await files()).toEqual(["mine.txt"]);
    const here = await exported(["--out", "."]);
    expect(here.stderr).toContain("--out must not be the current directory or one above it");
  });

  test("says what cannot be declared, on the terminal and in a file", async () => {
    await start({
      orgs: [{ code: "acme" }],
      customFields: [{ key: "size", dataType: "SELECT" }],
      users: [{ username: "sue", status: "Suspended" }],
    });

    const { stderr } = await exported();

    expect(await text("not-exported.txt")).toMatch(
      /^not exported: custom field size: type cannot be declared\nnot exported: status of user sue \(\w+\): a roster cannot say that the user is suspended\n$/u,
    );
    expect(stderr).toContain("pulumi-approw: not exported: custom field size");
  });

  test("reads 100 users per request, and little else", async () => {
    await start(many(1000));
    emulator.counters.reset();

    await exported();

    expect(emulator.counters.total()).toBeLessThanOrEqual(10 + 16);
    expect(declared().filter((name) => name.startsWith("User ")).length).toBe(1000);
  });

  test("continues an interrupted export where it ended, and says so", async () => {
    await start(many(1000));
    emulator.faults.add({ operation: "users", kind: "status", status: 403, skip: 9, times: Infinity });
    expect((await exported()).code).toBe(1);
    emulator.faults.clear();
    const kept = (await files()).filter((file) => file.startsWith(".approw-export/users-100-"));
    expect(kept.length).toBe(5);
    emulator.counters.reset();

    const { code, stderr } = await exported();

    expect(code).toBe(0);
    expect(stderr).toMatch(/continuing an interrupted export: 400 users were read since 20/u);
    // First contact, fields, page 1 twice, the last kept page, the end, and the five pages that were missing.
    expect(emulator.counters.byOperation()["users"]).toBe(11);
    expect(declared().filter((name) => name.startsWith("User ")).length).toBe(1000);
    expect(await files()).not.toContain(".approw-export");
  });

  test.each([
    [
      "another number of users",
      async (admin: ManagementClient) => await admin.users.create({ username: "new" }),
    ],
    [
      "another user on the last page",
      async (admin: ManagementClient) => {
        const found = await admin.users.find({ username: "user-7" });
        await admin.users.delete(found?.id ?? "");
        await admin.users.create({ username: "new" });
      },
    ],
    ["pages of two hours ago", () => undefined],
  ])("reads all again where it finds %s", async (reason, change) => {
    await start(many(1000));
    emulator.faults.add({ operation: "users", kind: "status", status: 403, skip: 9, times: Infinity });
    await exported();
    emulator.faults.clear();
    const { url: host, userPoolId, secret } = emulator;
    await change(new ManagementClient({ host, userPoolId, secret }));
    emulator.counters.reset();
    const laterMs = reason.startsWith("pages") ? 2 * 60 * 60 * 1000 : 0;

    const { code, stderr } = await exported([], { now: () => new Date(Date.now() + laterMs) });

    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(emulator.counters.byOperation()["users"]).toBeGreaterThanOrEqual(14);
    const names = declared().filter((name) => name.startsWith("User "));
    expect(names.includes("User new")).toBe(!reason.startsWith("pages"));
    expect(names.includes("User user-7")).toBe(!reason.includes("last page"));
  });

  test("never exports an inconsistent list: it is read again, and then an error", async () => {
    await start(many(300));
    emulator.faults.add({ operation: "users", kind: "cutPage", skip: 5 });
    expect((await exported()).code).toBe(0);
    expect(declared().filter((name) => name.startsWith("User ")).length).toBe(300);
    await rm(join(directory, "pool"), { recursive: true });
    emulator.faults.add({ operation: "users", kind: "cutPage", skip: 3, times: Infinity });

    const { code, stderr } = await exported();

    expect(code).toBe(1);
    expect(stderr).toContain("the list was still inconsistent after 3 attempts");
    expect((await files()).every((file) => file.startsWith(".approw-export/"))).toBe(true);
  });

  test("again into the same directory changes only what differs in the roster", async () => {
    await start(seed);
    await exported();
    const before = `# Who works here\n${await text("roster/people.yaml")}`;
    await writeFile(join(directory, "pool", "roster", "people.yaml"), before);
    const unchanged = await exported();
    expect(unchanged).toMatchObject({ code: 0, stdout: "no difference in the roster of pool\n", stderr: "" });
    expect(await text("roster/people.yaml")).toBe(before);

    const { url: host, userPoolId, secret } = emulator;
    const admin = new ManagementClient({ host, userPoolId, secret });
    const [first] = (await admin.users.list(1, 10)).list;
    await admin.users.update(first?.id ?? "", { nickname: "By hand", username: "renamed" });
    await admin.users.update(first?.id ?? "", { city: "Not declared" });
    await admin.users.create({ username: "newcomer" });
    const { code, stdout, stderr } = await exported();

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain('username becomes "renamed"');
    expect(stdout).toContain("newcomer is added");
    const after = await text("roster/people.yaml");
    expect(after.startsWith("# Who works here\n")).toBe(true);
    expect(after).toContain("username: renamed");
    expect(after).not.toContain("Not declared");
    expect(declared()).toContain("User newcomer");
    expect(await exported()).toMatchObject({ stdout: "no difference in the roster of pool\n" });
  });

  test.each([["--group", "staff"], ["--exclude-blocked"], ["--format", "typescript"]])(
    "with %s does not update a roster, because people would be removed from it",
    async (...flags) => {
      await start(seed);
      await exported();

      const { code, stderr } = await exported(flags);

      expect(code).toBe(1);
      expect(stderr).toContain("name another one with --out");
    },
  );

  test("writes a program", async () => {
    await start(seed);

    const { code } = await exported(["--format", "typescript", "--layout", "by-group"]);

    expect(code).toBe(0);
    expect(await files()).toEqual([
      ".gitignore",
      "Pulumi.yaml",
      "README.md",
      "custom-fields.ts",
      "groups.ts",
      "import.json",
      "index.ts",
      "package.json",
      "people/others.ts",
      "people/research.ts",
      "people/staff.ts",
      "policies.ts",
      "roles.ts",
      "tsconfig.json",
    ]);
  });
});

import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
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

function management(): ManagementClient {
  const { url: host, userPoolId, secret } = emulator;
  return new ManagementClient({ host, userPoolId, secret });
}

async function edit(file: string, change: (before: string) => string): Promise<void> {
  await writeFile(join(directory, "pool", file), change(await text(file)));
}

/** Of a file or of everything in a folder. */
async function contentsBelow(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [await readFile(path, "utf8")];
  const below = (await readdir(path)).sort().map((name) => contentsBelow(join(path, name)));
  return (await Promise.all(below)).flat();
}

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
        "# yaml-language-server: $schema=../node_modules/pulumi-approw/roster/roster.schema.json",
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

  test("contains no secret", async () => {
    await start(seed);

    await exported();

    for (const content of await Promise.all((await files()).map(text)))
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
    expect(await readdir(directory)).toEqual([]);
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

  test("begins again after an interruption, so that it declares no access that was revoked meanwhile", async () => {
    await start(many(1000));
    emulator.faults.add({ operation: "users", kind: "status", status: 403, skip: 9, times: Infinity });
    expect((await exported()).code).toBe(1);
    expect(await readdir(directory)).toEqual([]);
    emulator.faults.clear();
    const admin = management();
    const [first, second] = (await admin.users.list(1, 2)).list;
    await admin.groups.removeUsers("staff", [first?.id ?? ""]);
    await admin.users.update(second?.id ?? "", { blocked: true });

    expect((await exported()).code).toBe(0);

    const written = await text("roster/people.yaml");
    expect(written.match(/groups: \[staff\]/gu)?.length).toBe(999);
    expect(written.match(/blocked: true/gu)?.length).toBe(1);
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
    expect(await readdir(directory)).toEqual([]);
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

  test("again adds access of people whose entries do not speak of it", async () => {
    await start({ ...seed, users: [...(seed.users ?? []), { username: "cy" }] });
    await exported();
    await edit("roster/people.yaml", (before) =>
      before.replace("    groups: [research, staff]\n", "").replace("    policies: [read-books]\n", ""),
    );
    await edit("roster/people.yaml", (before) => before.replace("    blocked: true\n", ""));
    const admin = management();
    const cy = await admin.users.find({ username: "cy" });
    await admin.roles.assign({ roles: ["author"], userIds: [cy?.id ?? ""] });

    const { stdout } = await exported();

    expect(stdout.split("\n").slice(0, -1)).toEqual([
      "ada: the group staff is added",
      "ada: the group research is added",
      "ada: the policy read-books is added",
      "cy: the role author is added",
      "eve: blocked becomes true",
      "5 changes in the roster of pool",
    ]);
    expect(await text("roster/people.yaml")).toContain("  cy:\n    username: cy\n    roles: [author]\n");
    expect(await exported()).toMatchObject({ stdout: "no difference in the roster of pool\n" });
  });

  test("again marks what is new, so that the stack takes it over", async () => {
    await start(seed);
    await exported();
    const admin = management();
    await admin.groups.create({ code: "press", name: "Press" });
    await admin.users.create({ username: "newcomer" });

    await exported();

    expect(await text("roster/people.yaml")).toContain(
      "  newcomer:\n    username: newcomer\n    adopt: true\n",
    );
    expect(await text("roster/groups.yaml")).toContain("  press:\n    name: Press\n    adopt: true\n");
  });

  test("again from another pool is refused, without a request", async () => {
    await start(seed);
    await exported();
    const before = await text("roster/people.yaml");
    emulator.counters.reset();

    const { code, stderr } = await exported([], {
      env: {
        APPROW_HOST: emulator.url,
        APPROW_USERPOOL_ID: "59f86b4832eb28071bdd9214",
        APPROW_USERPOOL_SECRET: emulator.secret,
      },
    });

    expect(code).toBe(1);
    expect(stderr).toBe(
      `pulumi-approw: pool was exported from the user pool ${emulator.userPoolId}, and the settings name 59f86b4832eb28071bdd9214: name the pool ${emulator.userPoolId}, or another directory with --out\n`,
    );
    expect(emulator.counters.total()).toBe(0);
    expect(await text("roster/people.yaml")).toBe(before);
  });

  test.each([
    { users: 3, gone: 2 },
    { users: 100, gone: 11 },
  ])("again does not remove $gone of $users people unless that is allowed", async ({ users, gone }) => {
    await start(many(users));
    await exported();
    const before = await text("roster/people.yaml");
    const admin = management();
    const found = (await admin.users.list(1, gone)).list;
    await admin.users.deleteMany(found.map(({ id }) => id));

    const refused = await exported();

    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      `pulumi-approw: refused: ${gone} of the ${users} people in the roster of pool are not in the pool and would be removed. Nothing was changed. If this is intended, add --allow-removals\n`,
    );
    expect(await text("roster/people.yaml")).toBe(before);
    const { code, stdout } = await exported(["--allow-removals"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${gone} changes in the roster of pool`);
  });

  test.each(["file", "folder", "roster"])("again does not write through a link: %s", async (what) => {
    await start(seed);
    await exported(what === "folder" ? ["--layout", "by-group"] : []);
    const path = { file: "roster/people.yaml", folder: "roster/people", roster: "roster" }[what] ?? "";
    await rename(join(directory, "pool", path), join(directory, "elsewhere"));
    await symlink(join(directory, "elsewhere"), join(directory, "pool", path));
    const admin = management();
    await admin.users.create({ username: "newcomer" });
    const all = await contentsBelow(join(directory, "elsewhere"));

    const { code, stderr } = await exported();

    expect(code).toBe(1);
    expect(stderr).toMatch(/link that leaves/u);
    expect(await contentsBelow(join(directory, "elsewhere"))).toEqual(all);
  });

  test("refuses a directory that cannot be written, without a request", async () => {
    await start(seed);
    await writeFile(join(directory, "file"), "");
    await symlink("nowhere", join(directory, "link"));
    await mkdir(join(directory, "copied", "roster"), { recursive: true });
    emulator.counters.reset();
    const failure = async (out: string): Promise<string> => {
      const { code, stderr } = await exported(["--out", out]);
      expect(code).toBe(1);
      return stderr.replace(/^pulumi-approw: /u, "").trim();
    };

    expect(await failure("file")).toBe("--out file must be a directory, and it is a file");
    expect(await failure("file/below")).toBe(
      `--out file/below cannot be created: ${join(directory, "file")} is not a directory`,
    );
    expect(await failure("link")).toBe("--out link must not be a link: name the directory itself");
    expect(await failure("copied")).toBe(
      "--out copied must be a new or empty directory: it contains roster, but no Pulumi.yaml. To update a roster, --out must name its project",
    );
    expect(emulator.counters.total()).toBe(0);
    expect((await readdir(directory)).sort()).toEqual(["copied", "file", "link"]);
  });

  test.skipIf(process.platform !== "linux")("ends where nothing can be created", async () => {
    await start(seed);

    expect((await exported(["--out", "/proc/x/y"])).stderr).toMatch(
      /^pulumi-approw: --out \/proc\/x\/y: cannot write to \/proc: /u,
    );
  });

  test.each([
    ["--group", "staff"],
    ["--exclude-blocked"],
    ["--format", "typescript"],
    ["--layout", "by-group"],
  ])(
    "with %s does not update a roster, because people would be removed from it or nothing would happen",
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

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import { driftReport, type DriftReport } from "../../../../drift/report/report.js";
import { createEmulator, type Seed } from "../../../../emulator/index.js";
import { ManagementClient } from "../../../../sdk/index.js";
import { ExportedState } from "../../../drift/states/exported-state.js";
import { type Ended, runProgram } from "../../run-program.js";

const rosterType = "approw:index:Roster";

const seed: Seed = {
  namespaces: [{ code: "hr" }],
  customFields: [{ key: "badge", dataType: "STRING" }],
  policies: [{ code: "read", statements: [{ resource: "books:*", actions: ["books:read"] }] }],
  groups: [{ code: "staff", name: "Staff" }, { code: "on-call" }],
  roles: [{ code: "author" }, { code: "admin" }, { code: "clerk", namespace: "hr" }],
  users: [
    {
      username: "ada",
      city: "London",
      nickname: "Countess",
      customData: { badge: "2" },
      groups: ["on-call"],
      roles: ["author", "admin", { code: "clerk", namespace: "hr" }],
      policies: ["read"],
    },
    { username: "bob", city: "Rome" },
    { username: "carl", name: "Carl", groups: ["staff"] },
  ],
};

const roster = `# Who works here
people:
  # Ada founded it
  ada:
    username: ada
    city: 'Paris' # she moved
    nickname: Ada
    customData: { badge: "1" }
    groups: [staff]
    roles: [author]
  gone: { username: gone }
`;

interface Opened {
  readonly ids: Readonly<Record<string, string>>;
  readonly admin: ManagementClient;
  readonly drift: (...flags: string[]) => Promise<Ended>;
  readonly report: () => Promise<DriftReport>;
  /** The id of the finding of a kind about a user or object. */
  readonly idOf: (kind: string, detail?: string) => Promise<string>;
  readonly text: (file?: string) => Promise<string>;
  readonly write: (file: string, text: string) => Promise<void>;
  readonly directory: string;
}

type Declare = (state: ExportedState, id: (name: string) => string) => ExportedState;

const declareUsual: Declare = (state, id) =>
  state
    .user("ada", id("ada"), {
      username: "ada",
      city: "Paris",
      nickname: "Ada",
      customData: { badge: "1" },
      groups: ["staff"],
      roles: ["author"],
    })
    .user("gone", id("gone"), { username: "gone" });

async function open(
  files: Readonly<Record<string, string>> = { "people.yaml": roster },
  declare: Declare = declareUsual,
  parent: string | undefined = rosterType,
): Promise<Opened> {
  const emulator = await createEmulator({ seed });
  onTestFinished(() => emulator.close());
  const { url: host, userPoolId, secret } = emulator;
  const admin = new ManagementClient({ host, userPoolId, secret });
  const ids: Record<string, string> = { gone: "5f0000000000000000000000" };
  for await (const { id, username } of admin.users.listAll()) ids[username ?? ""] = id;
  const directory = await mkdtemp(join(tmpdir(), "approw-write-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  await mkdir(join(directory, "people"));
  const write = async (file: string, text: string): Promise<void> => {
    await writeFile(join(directory, "people", file), text);
  };
  for (const [file, text] of Object.entries(files)) await write(file, text);
  const state = declare(new ExportedState("prod", userPoolId, parent), (name) => ids[name] ?? "");
  await writeFile(join(directory, "prod.json"), state.toString());
  const env = { APPROW_HOST: host, APPROW_USERPOOL_ID: userPoolId, APPROW_USERPOOL_SECRET: secret };
  const drift = async (...flags: string[]): Promise<Ended> =>
    await runProgram(["drift", "--state", "prod.json", ...flags], {
      cwd: directory,
      env,
      now: () => new Date("2026-06-15T12:00:00Z"),
    });
  const report = async (): Promise<DriftReport> =>
    driftReport.parse(JSON.parse((await drift("--format", "json")).stdout));
  return {
    ids,
    admin,
    directory,
    drift,
    report,
    idOf: async (kind, detail = "") => {
      const found = (await report()).findings.filter(
        (each) => each.kind === kind && JSON.stringify(each).includes(detail),
      );
      expect(found.map(({ id }) => id)).toHaveLength(1);
      return found[0]?.id ?? "";
    },
    text: async (file = "people.yaml") => await readFile(join(directory, "people", file), "utf8"),
    write,
  };
}

const inRoster = ["--roster", "people", "--write"];

describe("pulumi-approw drift --write", () => {
  test("changes what one finding says, and nothing else: comments and quotes stay", async () => {
    const { drift, idOf, text, ids } = await open();

    const ended = await drift(...inRoster, await idOf("field-changed", '"city"'));

    expect(ended).toMatchObject({ code: 2, stderr: "" });
    expect(ended.stdout).toMatch(/ada: city becomes "London"\n1 change in the roster people\n$/u);
    expect(await text()).toBe(roster.replace("'Paris'", "'London'"));
    expect(ids["ada"]).toBeDefined();
  });

  test.each([
    ["field-changed", '"nickname"', "nickname: Ada\n", "nickname: Countess\n"],
    ["field-changed", "customData.badge", 'badge: "1"', 'badge: "2"'],
    ["group-removed", "", "groups: [staff]", "groups: []"],
    ["group-foreign", "", "[staff]", "[staff, on-call]"],
    ["role-foreign", '"admin"', "[author]", "[author, admin]"],
    ["role-foreign", '"clerk"', "[author]", "[author, hr/clerk]"],
    ["user-gone", "", "  gone: { username: gone }\n", ""],
  ])("takes %s %s over", async (kind, detail, before, after) => {
    const { drift, idOf, text } = await open();

    const { stderr } = await drift(...inRoster, await idOf(kind, detail));

    expect(stderr).toBe("");
    expect(await text()).toBe(roster.replace(before, after));
  });

  test("takes access over of which the roster says nothing so far", async () => {
    const people = "people:\n  ada: { username: ada }\n";
    const { drift, idOf, text } = await open({ "people.yaml": people }, (state, id) =>
      state.user("ada", id("ada"), { username: "ada" }),
    );

    await drift(...inRoster, await idOf("role-foreign", '"author"'));

    expect(await text()).toBe("people:\n  ada: { username: ada, roles: [author] }\n");
  });

  test("adds an unmanaged user as a new person", async () => {
    const { drift, idOf, text } = await open();

    const { stdout } = await drift(...inRoster, await idOf("user-unmanaged", "carl"));

    expect(stdout).toContain("person carl is added to people.yaml");
    expect(await text()).toBe(`${roster}  carl:\n    username: carl\n    name: Carl\n    groups: [staff]\n`);
  });

  test("with all, the roster has all that the pool has, and then nothing is left to write", async () => {
    const { drift, text } = await open();

    const first = await drift(...inRoster, "all");
    const after = await text();
    const second = await drift(...inRoster, "all");

    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(after).toContain("city: 'London' # she moved");
    expect(after).toContain("bob:");
    expect(after).not.toContain("gone");
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(second.stdout).toContain("the roster already has the value of the pool");
    expect(second.stdout).toMatch(/no difference in the roster people\n$/u);
    expect(await text()).toBe(after);
  });

  test.each([
    ["a kind", "user-unmanaged", ["carl is added", "bob is added"]],
    ["a rule", "field-changed.city", ['city becomes "London"']],
    ["a severity", "low", ['city becomes "London"', 'nickname becomes "Countess"']],
  ])("takes the findings of %s over", async (_, word, expected) => {
    const { drift } = await open();

    const ended = await drift(...inRoster, word);

    for (const each of expected) expect(ended.stdout).toContain(each);
    expect(ended.stdout).not.toContain("gone is removed");
  });

  test("with --dry-run shows the changes and writes none", async () => {
    const { drift, text } = await open();

    const ended = await drift(...inRoster, "user-gone", "--dry-run");

    expect(ended.stdout).toMatch(
      /person gone is removed, because it is not in the pool\n1 change in the roster people, not written because of --dry-run\n$/u,
    );
    expect(await text()).toBe(roster);
  });

  test("an accepted finding is only taken over by its id", async () => {
    const { drift, idOf, text, directory } = await open();
    const id = await idOf("user-gone");
    const policy = `accepted:\n  - finding: ${id}\n    reason: on leave\n    until: 2026-12-31\n`;
    await writeFile(join(directory, "approw-drift.yaml"), policy);

    await drift(...inRoster, "all");
    expect(await text()).toContain("gone");
    await drift(...inRoster, id);
    expect(await text()).not.toContain("gone");
  });

  test("keeps a JSON report on stdout valid", async () => {
    const { drift } = await open();

    const { stdout, stderr } = await drift(...inRoster, "user-gone", "--format", "json");

    expect(() => driftReport.parse(JSON.parse(stdout))).not.toThrow();
    expect(stderr).toContain("1 change in the roster people");
  });

  test("an id that no finding has ends before anything is written, and names the one that it is now", async () => {
    const { drift, idOf, text, admin, ids } = await open();
    const [gone, city] = [await idOf("user-gone"), await idOf("field-changed", '"city"')];
    await admin.users.update(ids["ada"] ?? "", { city: "Oslo" });

    const ended = await drift(...inRoster, gone, "--write", city);

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(
      `${city} matches no finding; it is now field-changed/${ids["ada"] ?? ""}/city/`,
    );
    expect(await text()).toBe(roster);
  });

  test.each([
    [["--write", "all"], "--write needs --roster"],
    [["--dry-run"], "--dry-run needs --write"],
    [["--roster", "people", "--write", "user-gon"], "Did you mean user-gone?"],
    [["--roster", "people", "--write", "user-gone/"], "It is incomplete: copy the whole id from a report."],
    [["--roster", "nowhere", "--write", "all"], "nowhere does not exist"],
  ])("refuses %j", async (flags, message) => {
    const { drift } = await open();

    expect(await drift(...flags)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  });

  test("a folder without files is named as it is given", async () => {
    const { drift } = await open({});

    const { code, stderr } = await drift(...inRoster, "all");

    expect(code).toBe(1);
    expect(stderr).toContain("people contains no .yaml or .yml file");
  });

  test("a roster with mistakes ends with all of them, and names the files as they are given", async () => {
    const { drift } = await open({ "people.yaml": "people:\n  ada: { usernam: ada }\n" });

    const { code, stderr } = await drift(...inRoster, "all");

    expect(code).toBe(1);
    expect(stderr).toContain('people/people.yaml:2:10: unknown field "usernam"');
  });

  test("an incomplete review with --require-complete writes nothing", async () => {
    const { drift, text } = await open(undefined, (state, id) =>
      declareUsual(state, id).interrupted("creating", "User", "eve"),
    );

    const { code } = await drift(...inRoster, "all", "--require-complete");

    expect(code).toBe(1);
    expect(await text()).toBe(roster);
  });
});

describe("what drift --write refuses", () => {
  test("a finding of a program without the roster", async () => {
    const { drift, text, idOf } = await open(undefined, undefined, "my:index:Team");

    const { code, stderr } = await drift(...inRoster, await idOf("field-changed", '"city"'));

    expect(code).toBe(1);
    expect(stderr).toMatch(/it is also about urn:\S+::ada, which is not a resource of a roster\n$/u);
    expect(await text()).toBe(roster);
  });

  test("a person whom the roster does not have", async () => {
    const people = "people:\n  eve: { username: eve }\n";
    const { drift, text } = await open({ "people.yaml": people });

    const { code, stderr, stdout } = await drift(...inRoster, "field-changed", "--write", "user-gone");

    expect(code).toBe(1);
    expect(stderr).toContain("this user is not in the roster");
    expect(stdout).toContain("the roster no longer has gone");
    expect(await text()).toBe(people);
  });

  test("a key that is another person in this roster", async () => {
    const people = "people:\n  ada: { username: ada-lovelace, city: Paris }\n";
    const { drift, text } = await open({ "people.yaml": people });

    const { code, stderr } = await drift(...inRoster, "field-changed.city");

    expect(code).toBe(1);
    expect(stderr).toContain("the roster declares other unique fields for ada than the state");
    expect(await text()).toBe(people);
  });

  test("a person for whom the states have several users", async () => {
    const people = "people:\n  ada: { username: ada, city: Paris, previously: bob }\n";
    const { drift, text } = await open({ "people.yaml": people }, (state, id) =>
      state
        .user("ada", id("ada"), { username: "ada", city: "Paris" })
        .user("bob", id("bob"), { username: "bob", city: "Oslo" }),
    );

    const { code, stderr } = await drift(...inRoster, "field-changed.city");

    expect(code).toBe(1);
    expect(stderr).toContain("the states have several users for ada: ");
    expect(await text()).toBe(people);
  });

  test("a value that somebody else has edited since the last pulumi up", async () => {
    const edited = roster.replace("'Paris'", "Oslo").replace("    nickname: Ada\n", "");
    const { drift, text } = await open({ "people.yaml": edited });

    const { code, stderr } = await drift(...inRoster, "low");

    expect(code).toBe(1);
    expect(stderr).toContain("since the last `pulumi up`: it declares another value for city");
    expect(stderr).toContain("since the last `pulumi up`: it does not declare nickname");
    expect(await text()).toBe(edited);
  });

  test("a key that was renamed is the same person", async () => {
    const people = "people:\n  countess: { username: ada, city: Paris, previously: ada }\n";
    const { drift, text } = await open({ "people.yaml": people });

    expect((await drift(...inRoster, "field-changed.city")).stderr).toBe("");

    expect(await text()).toContain("city: London");
  });

  test("an unmanaged user whom the roster has already needs no change", async () => {
    const people = `${roster}  bobby: { username: bob }\n`;
    const { drift, text, idOf } = await open({ "people.yaml": people });

    const { stdout, code } = await drift(...inRoster, await idOf("user-unmanaged", '"bob"'));

    expect(code).toBe(2);
    expect(stdout).toContain("the roster has this user as bobby; `pulumi up` takes the user over");
    expect(await text()).toBe(people);
  });

  test("access that ended", async () => {
    const people = roster.replace("[author]", "[author, { role: admin, until: 2026-06-14 }]");
    const { drift, text, idOf } = await open({ "people.yaml": people });

    const { code, stderr } = await drift(...inRoster, await idOf("role-foreign", '"admin"'));

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /it ended on 2026-06-14 \(people\/people\.yaml:10:21\); to keep it, change the day there/u,
    );
    expect(await text()).toBe(people);
  });

  test("what several resources manage", async () => {
    const { drift, text } = await open(undefined, (state, id) =>
      declareUsual(state, id).user("ada2", id("ada"), { username: "ada" }),
    );

    const { code, stderr } = await drift(...inRoster, "user-conflict");

    expect(code).toBe(1);
    expect(stderr).toContain("several resources manage it; decide which one, and remove it from the others");
    expect(await text()).toBe(roster);
  });

  test("a user who has the name of one who is gone", async () => {
    const people = roster.replace(
      "gone: { username: gone }",
      "gone: { username: gone, email: g@example.com }",
    );
    const { drift, text, admin, idOf } = await open({ "people.yaml": people });
    await admin.users.create({ username: "gone" });

    const { code, stderr } = await drift(...inRoster, await idOf("user-gone"));

    expect(code).toBe(1);
    expect(stderr).toMatch(/people\/people\.yaml:11:3: gone: it is not certain which user this is/u);
    expect(await text()).toBe(people);
  });

  test("a value that comes from defaults and is missing in the pool, with the place", async () => {
    const people = "defaults: { company: ACME }\npeople:\n  ada: { username: ada }\n";
    const { drift, text } = await open({ "people.yaml": people }, (state, id) =>
      state.user("ada", id("ada"), { username: "ada", company: "ACME" }),
    );

    const { code, stderr } = await drift(...inRoster, "field-changed");

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /people\/people\.yaml:1:\d+: ada: company is declared, and the pool has no value/u,
    );
    expect(await text()).toBe(people);
  });
});

describe("groups, roles and policies in drift --write", () => {
  const people = `# Access
groups:
  staff: { name: All } # everybody
  left: { name: Left }
people:
  ada: { username: ada, groups: [staff, left] }
`;
  const declare: Declare = (state, id) =>
    state
      .object("Group", "staff", { code: "staff", name: "All" })
      .object("Group", "left", { code: "left", name: "Left" })
      .user("ada", id("ada"), { username: "ada", groups: ["staff", "left"] });

  test.each([
    ["object-changed", "name: All", "name: Staff"],
    ["object-gone", "  left: { name: Left }\n", ""],
  ])("%s is taken over", async (kind, before, after) => {
    const { drift, text, idOf } = await open({ "people.yaml": people }, declare);

    const { stderr } = await drift(...inRoster, await idOf(kind));

    expect(stderr).toBe("");
    const gone = kind === "object-gone" ? "[staff]" : "[staff, left]";
    expect(await text()).toBe(people.replace(before, after).replace("[staff, left]", gone));
  });

  test("object-unmanaged is added", async () => {
    const { drift, text, idOf } = await open({ "people.yaml": people }, declare);

    const { stdout } = await drift(...inRoster, await idOf("object-unmanaged", "on-call"));

    expect(stdout).toContain("group on-call is added to people.yaml");
    expect(await text()).toContain("\n  on-call:");
  });

  test("what refers to an object that was not chosen is refused, with what to choose as well", async () => {
    const { drift, text, idOf } = await open({ "people.yaml": people }, declare);
    const finding = await idOf("group-foreign", "on-call");

    const { code, stderr } = await drift(...inRoster, finding);
    expect(code).toBe(1);
    expect(stderr).toContain("write this as well: group on-call is added to people.yaml");
    expect(await text()).toBe(people);

    await drift(...inRoster, finding, "--write", await idOf("object-unmanaged", "on-call"));
    expect(await text()).toContain("groups: [staff, left, on-call]");
  });

  test("the policy of a user, and of a group, is taken over", async () => {
    const before =
      "groups:\n  staff: { name: Staff, policies: [write] }\npeople:\n  ada: { username: ada }\n";
    const { drift, text, idOf } = await open({ "people.yaml": before }, (state, id) =>
      state
        .object("Group", "staff", { code: "staff", name: "Staff" })
        .policies("group staff", { group: "staff" }, ["write"])
        .user("ada", id("ada"), { username: "ada" }),
    );

    const { stderr } = await drift(
      ...inRoster,
      await idOf("policy-foreign"),
      "--write",
      await idOf("object-policy-removed"),
    );

    expect(stderr).toBe("");
    expect(await text()).toBe(
      "groups:\n  staff: { name: Staff, policies: [] }\npeople:\n  ada: { username: ada, policies: [read] }\n",
    );
  });

  test("a group that is marked external is refused", async () => {
    const external = "groups:\n  staff: { external: true }\npeople:\n  ada: { username: ada }\n";
    const { drift, text } = await open({ "people.yaml": external }, declare);

    const { code, stderr } = await drift(...inRoster, "object-changed");

    expect(code).toBe(1);
    expect(stderr).toContain("the roster marks the group staff as external");
    expect(await text()).toBe(external);
  });

  test("a new person of a group that decides who its members are stands there", async () => {
    const exhaustive =
      "groups:\n  staff: { name: Staff, members: [ada], exhaustive: true }\npeople:\n  ada: { username: ada }\n";
    const { drift, text, idOf } = await open({ "people.yaml": exhaustive }, (state, id) =>
      state
        .object("Group", "staff", { code: "staff", name: "Staff" })
        .user("ada", id("ada"), { username: "ada" })
        .members("staff", "staff", [id("ada")], { exhaustive: true }),
    );
    const added = await idOf("group-added", "carl");
    const alone = await drift(...inRoster, added);
    expect(alone.code).toBe(1);
    expect(alone.stderr).toContain("this user is not in the roster");

    const { stderr } = await drift(...inRoster, "user-unmanaged", "--write", added);

    expect(stderr).toBe("");
    expect(await text()).toContain("members: [ada, carl]");
    expect(await text()).toContain("  carl:\n");
  });
});

describe("where drift --write puts what is new", () => {
  test("a folder gets a file, and single files do not", async () => {
    const files = {
      "a.yaml": "defaults: { city: Paris }\npeople:\n  ada: { username: ada }\n",
      "b.yaml": "defaults: { city: Oslo }\npeople:\n  gone: { username: gone }\n",
    };
    const { drift, idOf, directory } = await open(files);
    const id = await idOf("user-unmanaged", "carl");
    const asFiles = ["--roster", "people/a.yaml", "--roster", "people/b.yaml"];

    const refused = await drift(...asFiles, "--write", id);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`the user ${id.split("/")[1] ?? ""} cannot be added`);
    expect(await readdir(join(directory, "people"))).toEqual(["a.yaml", "b.yaml"]);

    await drift(...inRoster, id);
    expect(await readdir(join(directory, "people"))).toEqual(["a.yaml", "b.yaml", "people.yaml"]);
  });

  test("files of a roster that is given as files are changed where they are", async () => {
    const { drift, text } = await open();

    await drift("--roster", "people/people.yaml", "--write", "all");

    expect(await text()).toContain("bob:");
  });
});

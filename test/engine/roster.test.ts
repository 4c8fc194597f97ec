import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import type { RunResult } from "../../tools/engine/run.js";
import { step } from "./step.js";
import { passwordMark, Trial } from "./trial.js";

const program = (day: string): string =>
  `import { join } from "node:path";
new approw.Roster("roster", { path: join(__dirname, "people"), day: ${JSON.stringify(day)} });`;

const groups = `
groups:
  staff: { name: Staff, deletionPolicy: delete, force: true }
  research: { members: [ada, { person: grace, until: 2026-11-30 }], exhaustive: true }
roles:
  author: { description: Writes }
  billing/clerk: {}
policies:
  read: { statements: [{ resource: "books:*", actions: ["books:read"], effect: ALLOW }] }
customFields:
  badge: { type: string, label: Badge, deletionPolicy: delete, force: true }
`;

const people = `
defaults:
  company: ACME
  groups: [staff]
people:
  ada:
    username: ada
    phone: 0049151123
    roles: [author, { role: billing/clerk, until: 2026-11-30, reason: T-1 }]
    policies: [read]
    password: { env: PASSWORD_OF_ADA }
    customData: { badge: 0017 }
  grace: { username: no, leaves: 2026-11-30 }
`;

const said = ({ stdout, stderr }: RunResult): string => stdout + stderr;

test("a roster: people, groups, roles, policies and custom fields from YAML, and their ends", async () => {
  const trial = await Trial.open(program("2026-11-27"), {
    isEmpty: true,
    emulator: { seed: { namespaces: [{ code: "billing" }] } },
  });
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const folder = join(trial.program.directory, "people");
  const write = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text);
  await mkdir(folder);
  await write("groups.yaml", groups);
  await write("people.yaml", people);
  const userNamed = async (username: string) => await admin.users.find({ username });
  const idOf = async (username: string): Promise<string> => (await userNamed(username))?.id ?? "";
  const members = async (group: string): Promise<string[]> =>
    (await admin.groups.listUsers(group)).list.map(({ username }) => username ?? "").sort();

  await step("a missing secret and mistakes end the run before it changes anything", async () => {
    const missing = await trial.run("up", "--skip-preview");
    expect(said(missing)).toContain(
      'people/people.yaml:6:3: password of User "ada": the environment variable PASSWORD_OF_ADA is not set',
    );
    process.env["PASSWORD_OF_ADA"] = `${passwordMark}ada`;
    onTestFinished(() => {
      delete process.env["PASSWORD_OF_ADA"];
    });
    await write("more.yaml", "people:\n  alan: { emial: alan@example.com, groups: [stuff] }\n");
    const failed = await trial.run("up", "--skip-preview");
    expect(said(failed)).toContain('people/more.yaml:2:11: unknown field "emial", did you mean "email"?');
    expect(said(failed)).toContain("stuff");
    expect(emulator.counters.total()).toBe(0);
    await rm(join(folder, "more.yaml"));
  });

  await step("up creates everything, as the fields read it and not as YAML does", async () => {
    await trial.must("up", "--skip-preview");
    expect(await userNamed("ada")).toMatchObject({ phone: "0049151123", company: "ACME" });
    expect((await admin.udf.values("USER", await idOf("ada"))).get("badge")).toBe("0017");
    expect(await userNamed("no")).toMatchObject({ blocked: false });
    expect([await members("staff"), await members("research")]).toEqual([
      ["ada", "no"],
      ["ada", "no"],
    ]);
    const roles = await admin.users.listRoles(await idOf("ada"), "billing");
    expect(roles.list.map(({ code }) => code)).toEqual(["clerk"]);
    expect(await admin.policies.useOfMany(["read"])).toMatchObject([{ assignments: 1 }]);
  });

  await step("other files, another order, another key and another username change one field", async () => {
    const id = await idOf("ada");
    const [defaults = "", everybody = ""] = people.split("people:\n");
    const [ada = "", grace = ""] = everybody.split(/(?=^ {2}grace)/mu);
    await write("people.yaml", `${defaults}people:\n${grace}`);
    await write(
      "z-lovelace.yml",
      `${defaults}people:\n${ada.replace("  ada:", "  lovelace:\n    previously: ada").replace("username: ada", "username: lovelace")}`,
    );
    await write("groups.yaml", groups.replace("[ada,", "[lovelace,"));
    const { changeSummary } = await trial.must("up", "--skip-preview");
    expect(changeSummary).toMatchObject({ update: 1 });
    expect(Object.keys(changeSummary).sort()).toEqual(["same", "update"]);
    expect(await idOf("lovelace")).toBe(id);
  });

  await step("after the last day, access is not declared and the person is blocked", async () => {
    await trial.write(program("2026-12-01"));
    const output = said(await trial.must("up", "--skip-preview"));
    expect(output).toContain("lovelace: role clerk in namespace billing ended on 2026-11-30 (T-1)");
    expect(output).toContain("grace left on 2026-11-30");
    expect(await members("research")).toEqual(["lovelace"]);
    expect((await admin.users.listRoles(await idOf("lovelace"), "billing")).list).toEqual([]);
    expect(await userNamed("no")).toMatchObject({ blocked: true });
    expect(await members("staff")).toEqual(["lovelace", "no"]);
  });

  await step("the next up changes nothing, and destroy leaves the pool empty", async () => {
    emulator.counters.reset();
    await trial.must("up", "--expect-no-changes", "--skip-preview");
    expect(emulator.counters.total()).toBe(0);
    await trial.must("destroy", "--skip-preview");
    expect((await admin.groups.list()).totalCount).toBe(0);
    expect((await admin.users.list()).list.map(({ username, blocked }) => [username, blocked])).toEqual([
      ["no", true],
    ]);
  });
});

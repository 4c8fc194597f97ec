import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { importFileOf } from "../../provider/import-file.js";
import { declarationsOn, readRoster, withPlainValues } from "../../roster/index.js";
import { step } from "./step.js";
import { Trial } from "./trial.js";

const day = "2026-11-27";
const text = `
people:
  ada:
    username: ada
    groups: [staff]
    roles: [author, billing/clerk]
    policies: [read]
    customData: { badge: B-17 }
  staff: { email: staff@example.com, phone: 0049 151-123, signedUp: 2017-06-07T14:34:08.700Z }
groups:
  staff: { name: Staff, policies: [read] }
  research: { members: [ada, staff], exhaustive: true }
roles:
  author: { description: Writes }
  editor: { parent: author }
  billing/clerk: {}
policies:
  read: { statements: [{ resource: "books:*", actions: ["books:read", "books:a"], effect: ALLOW }] }
customFields:
  badge: { type: string, label: Badge }
`;

test("an import file holds what up would have written, and the next up neither changes nor asks anything", async () => {
  const trial = await Trial.open(
    `import { join } from "node:path";
new approw.Roster("roster", { path: join(__dirname, "people"), day: "${day}" });`,
    { isEmpty: true, emulator: { seed: { namespaces: [{ code: "billing" }] } } },
  );
  onTestFinished(() => trial.close());
  const { emulator } = trial.pool;
  const folder = join(trial.program.directory, "people");
  await mkdir(folder);
  await writeFile(join(folder, "all.yaml"), text);
  await trial.must("up", "--skip-preview");
  const written = (await trial.state()).resources.filter(({ type }) => type.includes("approw:"));
  const nameOf = ({ type, urn }: { type: string; urn: string }): string =>
    `${type.split(":").at(-1) ?? ""} ${urn.split("::").at(-1) ?? ""}`;
  const ids = new Map(written.map((resource) => [nameOf(resource), resource.id ?? ""]));
  const { roster } = readRoster([{ file: "all.yaml", text }]);
  const idOf = (key: string): string => ids.get(`User ${key}`) ?? "";
  const declared = withPlainValues(declarationsOn(roster, day), idOf).map((one) => ({
    ...one,
    userId: idOf(one.name),
  }));
  const file = importFileOf(declared, {
    userPoolId: emulator.userPoolId,
    component: { type: "approw:index:Roster", name: "roster" },
  });

  await step("the file has the ids, inputs and outputs of the state", () => {
    const imported = file.resources.flatMap(({ id, inputs, outputs = {}, name }) => {
      const { __approw: notes, ...others } = outputs;
      const isObject = /^(?:User|Group|Role|Policy|UserField) /u.test(name);
      expect(notes).toEqual(isObject ? { adopted: true } : undefined);
      return id === undefined ? [] : [{ name, id, inputs, outputs: others }];
    });
    const known = written
      .filter(({ type }) => type.includes("dynamic/approw:"))
      .map(({ id, inputs, outputs, ...resource }) => ({ name: nameOf(resource), id, inputs, outputs }));
    const sorted = <Named extends { name: string }>(all: Named[]): Named[] =>
      all.sort((one, other) => one.name.localeCompare(other.name));
    expect(sorted(imported)).toEqual(sorted(known));
    expect(known).toHaveLength(12);
  });

  await step("after the import, up has nothing to do and a refresh finds no difference", async () => {
    await trial.stack.must(["state", "delete", "--all", "--yes"]);
    const path = join(trial.program.directory, "import.json");
    await writeFile(path, JSON.stringify(file));
    emulator.counters.reset();
    await trial.stack.must(["import", "--file", path, "--generate-code=false", "--protect=false", "--yes"]);
    const up = await trial.must("up", "--expect-no-changes", "--skip-preview");
    expect(up.changeSummary).toEqual({ same: 14 });
    expect(emulator.counters.total()).toBe(0);
    await trial.must("refresh", "--expect-no-changes", "--skip-preview");
  });
});

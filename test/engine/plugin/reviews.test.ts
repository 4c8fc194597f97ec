import { expect, onTestFinished } from "vitest";

import { accessReport } from "../../../drift/access/access-report.js";
import { planReport } from "../../../drift/report/plan-report.js";
import { driftReport } from "../../../drift/report/report.js";
import { runCompiled } from "../../../tools/engine/compiled-program.js";
import { factsBetween, factsIn } from "../../plan/facts.js";
import { openPool, type Pool } from "../../support/start-pool.js";
import { yamlTest } from "../../support/yaml-test.js";
import { step } from "../step.js";
import { passwordMark, Trial } from "../trial.js";

const seed = { users: [{ username: "kay", city: "Oslo" }] };

/** People of the stack's pool, of whom one is imported, and a customer in a pool of its own, which adopts. */
function declare(customers: Pool, kay: string, version: "first" | "second"): string {
  const is = (first: string, second: string): string => (version === "first" ? first : second);
  const { userPoolId, secret, url } = customers.emulator;
  return `resources:
  customers:
    type: pulumi:providers:approw
    properties: { userPoolId: ${userPoolId}, secret: ${secret}, host: "${url}", adopt: true }
  ada:
    type: approw:User
    properties:
      username: ada
      name: ${is("Ada", "Countess")}
      password: ${passwordMark}ada
      groups: [engineering${is("", ", on-call")}]
  roles-of-ada:
    type: approw:UserRoleAssignment
    properties: { userId: "\${ada.id}", roles: [author] }
  kay:
    type: approw:User
    properties: { username: kay, city: Oslo${is("", ", name: Kay")} }
    options: { import: ${kay} }
  customer:
    type: approw:User
    properties: { username: cid, name: ${is("Cid", "El Cid")} }
    options: { provider: "\${customers}" }
${is(
  "",
  `  zoe:
    type: approw:User
    properties: { username: zoe }
  roles-of-zoe:
    type: approw:UserRoleAssignment
    properties: { userId: "\${zoe.id}", roles: [reviewer] }
  guest:
    type: approw:User
    properties: { username: guest, groups: [research] }
    options: { provider: "\${customers}" }
`,
)}`;
}

yamlTest("the stack of a program in YAML is reviewed, planned and listed", async () => {
  const customers = await openPool({
    userPoolId: "0123456789abcdef01234567",
    secret: "0123456789abcdef0123456789abcdef",
  });
  onTestFinished(() => customers.emulator.close());
  const trial = await Trial.open("", { plugin: "yaml", emulator: { seed } });
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const idOf = async ({ admin: of }: Pool, username: string): Promise<string> =>
    (await of.users.find({ username }))?.id ?? "";
  const report = async (command: string, code: number): Promise<unknown> => {
    const args = [command, "--stack", trial.stack.name, "--format", "json"];
    const ended = await runCompiled(args, { cwd: trial.program.directory, env: trial.stack.env });
    expect(ended.code, ended.stderr).toBe(code);
    const { secret } = customers.emulator;
    expect(ended.stdout + ended.stderr).not.toMatch(
      new RegExp(`${emulator.secret}|${secret}|${passwordMark}`, "u"),
    );
    return JSON.parse(ended.stdout);
  };
  const kay = await idOf(trial.pool, "kay");
  await trial.write(declare(customers, kay, "first"));

  await step(
    "drift finds what was done by hand, in the pool of each provider, and names the lines",
    async () => {
      await trial.must("up");
      await admin.users.update(await idOf(trial.pool, "ada"), { name: "By hand" });
      await admin.users.update(kay, { city: "Paris" });
      await customers.admin.users.addGroup(await idOf(customers, "cid"), "engineering");

      const { findings, pools, completeness } = driftReport.parse(await report("drift", 2));

      expect(pools.map(({ userPoolId }) => userPoolId)).toEqual([
        emulator.userPoolId,
        customers.emulator.userPoolId,
      ]);
      expect(completeness.complete).toBe(true);
      const shown = findings.map(({ kind, owners, origins = [], ...rest }) => [
        kind,
        "field" in rest ? rest.field : "",
        owners.map(({ urn }) => urn.split("::").slice(2).join(" ")),
        origins.map(({ file, line }) => `${file}:${line}`),
      ]);
      expect(shown.sort()).toEqual([
        ["field-changed", "city", ["approw:index:User kay"], ["Main.yaml:15"]],
        ["field-changed", "name", ["approw:index:User ada"], ["Main.yaml:5"]],
        ["group-foreign", "", ["approw:index:User customer"], []],
      ]);
    },
  );

  await step("access names the line behind each", async () => {
    const { users } = accessReport.parse(await report("access", 0));

    const lines = users.flatMap(({ username, access }) =>
      access.map(({ code, source, origins }) => [username, code, source, origins.map(({ line }) => line)]),
    );
    expect(lines).toEqual([
      ["ada", "engineering", "program", [5]],
      ["ada", "author", "program", [12]],
      ["cid", "engineering", "hand", []],
    ]);
  });

  await step("a plan announces what up then does", async () => {
    await admin.users.update(kay, { city: "Oslo" });
    await customers.admin.users.create({ username: "guest" });
    await trial.write(declare(customers, kay, "second"));
    const before = [emulator.content(), customers.emulator.content()] as const;

    const { changes, people, verdict } = planReport.parse(await report("plan", 0));

    expect(verdict).toBe("changes");
    await trial.must("up");
    const facts = [
      ...factsBetween(before[0], emulator.content()),
      ...factsBetween(before[1], customers.emulator.content()),
    ];
    expect(factsIn(changes)).toEqual(facts.sort());
    expect(people).toMatchObject({ created: 1, adopted: 1, deleted: 0, changed: 3 });
  });
});

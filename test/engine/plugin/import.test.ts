import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import type { EmulatorOptions } from "../../../emulator/index.js";
import type { Pool } from "../../support/start-pool.js";
import { yamlTest } from "../../support/yaml-test.js";
import { step } from "../step.js";
import { namesOf, Trial } from "../trial.js";
import { writesIn } from "./writes-in.js";

const names = Array.from({ length: 40 }, (_name, index) => `person-${index}`);

const seed: NonNullable<EmulatorOptions["seed"]> = {
  customFields: [
    { key: "badge", dataType: "STRING", label: "Badge" },
    { key: "level", dataType: "NUMBER", label: "Level" },
  ],
  users: [
    ...["ada", "bob"].map((username) => ({
      username,
      email: `${username}@example.com`,
      nickname: "Nick",
      city: "London",
      gender: "F" as const,
      groups: ["engineering", "research"],
      roles: ["author", "reviewer"],
    })),
    ...names.map((username) => ({ username, nickname: "Nick", city: "London" })),
  ],
};

const idOf = async ({ admin }: Pool, username: string): Promise<string> =>
  (await admin.users.find({ username }))?.id ?? "";

/** Everything about a user that an import could lose. */
async function contentOf(pool: Pool, username: string): Promise<object> {
  const { admin } = pool;
  const id = await idOf(pool, username);
  const [user, groups, roles, customData] = await Promise.all([
    admin.users.detail(id),
    admin.users.listGroups(id),
    admin.users.listRoles(id),
    admin.udf.values("USER", id),
  ]);
  const codes = [groups, roles].map(({ list }) => list.map(({ code }) => code).sort());
  return {
    nickname: user.nickname,
    city: user.city,
    gender: user.gender,
    codes,
    customData: [...customData],
  };
}

type Declared = Readonly<Record<"ada" | "bob" | "groups" | "roles" | "design", string>>;

const fewer: Declared = {
  ada: "username: ada, nickname: Nick, customData: { badge: B-17 }",
  bob: "username: bob, nickname: Nick",
  groups: "engineering",
  roles: "author",
  design: "code: design, description: Draws",
};

/** What is left when each declares less than before. */
const least: Declared = {
  ada: "username: ada, customData: {}",
  bob: "username: bob",
  groups: "",
  roles: "",
  design: "code: design",
};

/** A program in YAML that declares less than the imports have brought. The option import takes bob over. */
function declareIn(bobId: string, { ada, bob, groups, roles, design }: Declared): string {
  const people = names.map((name) => `  ${name}: { type: "approw:User", properties: { username: ${name} } }`);
  return `
resources:
${people.join("\n")}
  ada:
    type: approw:User
    properties: { ${ada} }
  groups-of-ada:
    type: approw:UserGroupMembership
    properties: { userId: "\${ada.id}", groups: [${groups}] }
  roles-of-ada:
    type: approw:UserRoleAssignment
    properties: { userId: "\${ada.id}", roles: [${roles}] }
  design:
    type: approw:Group
    properties: { ${design} }
  bob:
    type: approw:User
    properties: { ${bob} }
    options: { import: ${bobId} }
`;
}

yamlTest("pulumi import, and a program in YAML that declares less", async () => {
  const trial = await Trial.open("resources: {}", { plugin: "yaml", emulator: { seed } });
  onTestFinished(() => trial.close());
  const { pool } = trial;
  const { admin, emulator } = pool;
  const [adaId, bobId] = [await idOf(pool, "ada"), await idOf(pool, "bob")];
  await admin.udf.setMany("USER", [
    { targetId: adaId, key: "badge", value: "B-17" },
    { targetId: adaId, key: "level", value: 3 },
  ]);
  await admin.groups.create({ code: "design", name: "Design", description: "Draws" });
  const contents = (): Promise<object[]> =>
    Promise.all(["ada", "bob", "person-7"].map((name) => contentOf(pool, name)));
  const before = await contents();

  await step("of a user who does not exist fails, and names the pool", async () => {
    const importing = trial.stack.must(["import", "approw:index:User", "eve", "username:eve", "--yes"]);

    await expect(importing).rejects.toThrow(
      `no user with username e*** exists in user pool ${emulator.userPoolId}`,
    );
  });

  await step("by a unique value prints the code that declares the user", async () => {
    const flags = ["--protect=false", "--yes"];
    const { stdout } = await trial.stack.must([
      "import",
      "approw:index:User",
      "ada",
      "username:ada",
      ...flags,
    ]);

    const printed = stdout.slice(stdout.indexOf("resources:"));
    for (const line of ["type: approw:User", "city: London", "gender: F", "badge: B-17", "username: ada"])
      expect(printed).toContain(line);
    expect(printed).not.toMatch(/groups|roles|userPoolId|createdAt|loginsCount/u);
  });

  await step("of a file reads 40 users in a few requests, in its preview and once more", async () => {
    const users = await Promise.all(names.map(async (name) => ["User", name, await idOf(pool, name)]));
    const others = [
      ["UserGroupMembership", "groups-of-ada", adaId],
      ["UserRoleAssignment", "roles-of-ada", `${adaId}/default`],
      ["Group", "design", "design"],
    ];
    const resources = [...users, ...others].map(([kind, name, id]) => ({
      type: `approw:index:${String(kind)}`,
      name,
      id,
    }));
    const path = join(trial.program.directory, "import.json");
    await writeFile(path, JSON.stringify({ resources }));
    emulator.counters.reset();

    await trial.stack.must(["import", "--file", path, "--generate-code=false", "--protect=false", "--yes"]);

    const { accessToken, group = 0, groups = 0, ...reads } = emulator.counters.byOperation();
    expect([accessToken, group + groups]).toEqual([2, 2]);
    // In each of the two: custom fields, two batches of users, a page of the pool once it is clear that many are read, and
    // another batch for groups and roles.
    expect(Object.values(reads).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(10);
  });

  await step(
    "then up changes nothing, and the option import brings another user without a write",
    async () => {
      await trial.write(declareIn(bobId, fewer));

      const result = await trial.must("up");

      expect(namesOf(result, "import", "User")).toEqual(["bob"]);
      expect(result.changeSummary).toEqual({ import: 1, same: 45 });
      expect(writesIn(pool)).toEqual([]);
    },
  );

  await step("nor does it after a refresh", async () => {
    await trial.must("refresh");

    await trial.must("up", "--expect-no-changes");

    expect(writesIn(pool)).toEqual([]);
    expect(await contents()).toEqual(before);
  });

  await step("what the program declared and removes is cleared, and nothing else", async () => {
    await trial.write(declareIn(bobId, least));

    const { changeSummary } = await trial.must("up");

    expect(changeSummary).toEqual({ update: 5, same: 41 });
    const [ada, bob, person] = before;
    expect(await contents()).toEqual([
      { ...ada, nickname: null, codes: [["research"], ["reviewer"]], customData: [["level", 3]] },
      { ...bob, nickname: null },
      person,
    ]);
    expect(await admin.groups.detail("design")).toMatchObject({ name: "Design", description: "" });
  });
});

test("User.get and the option import of the plugin's classes, and the way back", async () => {
  const trial = await Trial.open("", { plugin: "nodejs", emulator: { seed } });
  onTestFinished(() => trial.close());
  const { pool } = trial;
  const before = await contentOf(pool, "bob");
  const [adaId, bobId] = [await idOf(pool, "ada"), await idOf(pool, "bob")];
  const declareBob = (rest: string): string => `
    import * as pulumi from "@pulumi/pulumi";
    import * as plugin from "pulumi-approw/plugin";
    ${rest}
  `;

  await step("get reads the user, and import takes over what is declared only", async () => {
    await trial.write(
      declareBob(`
      export const ada = plugin.User.get("ada", "${adaId}").city;
      new plugin.User("bob", { username: "bob", nickname: "Nick" }, { import: "${bobId}" });
      `),
    );

    await trial.must("up");

    expect((await trial.state()).resources[0]?.outputs).toEqual({ ada: "London" });
    expect(writesIn(pool)).toEqual([]);
  });

  await step("a user who does not exist is an error", async () => {
    await trial.write(declareBob('plugin.User.get("eve", "5f702fcc913544e358cef3ab");'));

    const { code, stdout } = await trial.run("preview");

    expect(code).not.toBe(0);
    expect(stdout).toContain("User 5f702fcc913544e358cef3ab does not exist in user pool");
  });

  await step("dynamic resources clear nothing that the import brought", async () => {
    await trial.write(
      declareBob(`
      pulumi.runtime.registerStackTransformation(approw.movedFromPlugin);
      new approw.User("bob", { username: "bob", nickname: "Nick" });
      `),
    );

    await trial.must("up");

    expect(writesIn(pool)).toEqual([]);
    await trial.must("refresh", "--expect-no-changes");
    expect(await contentOf(pool, "bob")).toEqual(before);
  });
});

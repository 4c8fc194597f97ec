import { expect, onTestFinished } from "vitest";

import { step } from "../step.js";
import { passwordMark, Trial } from "../trial.js";
import { allKinds, isDrift, kindsOf } from "./kinds-of.js";
import { yamlTest } from "../../support/yaml-test.js";

const secrets = {
  "trial:password": `${passwordMark}engine`,
  "trial:oauth": `${passwordMark}oauth`,
  "trial:pin": `${passwordMark}pin`,
};

/** At least one resource of each kind. The second version changes one of each, and renames a group. */
function declare(version: "first" | "second"): string {
  const is = (first: string, second: string): string => (version === "first" ? first : second);
  return `
config:
  password: { type: string, secret: true }
  oauth: { type: string, secret: true }
  pin: { type: string, secret: true }
resources:
  engineering:
    type: approw:Group
    properties: { code: ${is("engineering", "platform")}, name: Engineering }
  on-call:
    type: approw:Group
    properties: { code: on-call }
  author:
    type: approw:Role
    properties: { code: author, description: ${is("May write", "Writes")} }
  editor:
    type: approw:Role
    properties: { code: editor, parent: "\${author.code}" }
  badge:
    type: approw:UserField
    properties: { key: badge, type: string, label: ${is("Badge", "Number of the badge")}, force: true }
  pin-field:
    type: approw:UserField
    properties: { key: pin, type: string, force: true }
  publish:
    type: approw:Policy
    properties:
      code: publish
      description: ${is("Publish drafts", "Publish all drafts")}
      statements: [{ resource: "drafts:*", actions: ["drafts:publish"] }]
  policies-of-author:
    type: approw:PolicyAssignment
    properties: { role: "\${author.code}", policies: ["\${publish.code}"${is("", ", AdministratorAccess")}] }
  ada:
    type: approw:User
    properties:
      username: ada
      email: Ada@Example.com
      nickname: ${is("Ada", "Countess")}
      password: \${password}
      oauth: \${oauth}
      groups: ["\${engineering.code}"]
      roles: ["\${author.code}"]
      customData: { badge: ${is("B-1", "B-2")}, pin: "\${pin}" }
    options: { dependsOn: ["\${badge}", "\${pin-field}"] }
  alan:
    type: approw:User
    properties: { username: alan }
  groups-of-alan:
    type: approw:UserGroupMembership
    properties: { userId: "\${alan.id}", groups: ["\${engineering.code}"${is("", ', "${on-call.code}"')}] }
  roles-of-alan:
    type: approw:UserRoleAssignment
    properties: { userId: "\${alan.id}", roles: ["\${${is("author", "editor")}.code}"] }
  grace:
    type: approw:User
    properties: { username: grace }
  members-of-on-call:
    type: approw:GroupMembers
    properties: { group: "\${on-call.code}", users: ["\${ada.id}"${is("", ', "${grace.id}"')}] }
outputs:
  id: \${ada.id}
`;
}

/** What \`preview --diff\` shows of the second version. */
const changes = [
  '~ code: "engineering" => "platform"',
  '~ description: "May write" => "Writes"',
  '~ label: "Badge" => "Number of the badge"',
  '~ description: "Publish drafts" => "Publish all drafts"',
  '+ [1]: "AdministratorAccess"',
  "~ customData: [secret] => [secret]",
  '~ nickname  : "Ada" => "Countess"',
  '+ [1]: "on-call"',
  '~ [0]: "author" => "editor"',
  "~ users: [",
];

yamlTest("the life of each kind in a program in YAML", async () => {
  const trial = await Trial.open(declare("first"), { plugin: "yaml", isEmpty: true, secrets });
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const { counters } = emulator;
  const idOf = async (username: string): Promise<string> => (await admin.users.find({ username }))?.id ?? "";
  const accessOf = async (username: string): Promise<string[]> => {
    const id = await idOf(username);
    const [groups, roles] = await Promise.all([admin.users.listGroups(id), admin.users.listRoles(id)]);
    return [...groups.list, ...roles.list].map(({ code }) => code).sort();
  };
  const customDataOf = async (username: string): Promise<Record<string, unknown>> =>
    Object.fromEntries(await admin.udf.values("USER", await idOf(username)));

  await step("a preview plans each creation and calls nothing", async () => {
    expect((await trial.must("preview", "--diff")).changeSummary).toEqual({ create: 15 });
    expect(counters.total()).toBe(0);
  });

  await step("up creates all of it", async () => {
    await trial.must("up");

    const ada = await idOf("ada");
    expect(await admin.users.detail(ada)).toMatchObject({ email: "ada@example.com", nickname: "Ada" });
    expect(emulator.hasPassword(ada, secrets["trial:password"])).toBe(true);
    expect(await customDataOf("ada")).toEqual({ badge: "B-1", pin: secrets["trial:pin"] });
    expect(await accessOf("ada")).toEqual(["author", "engineering", "on-call"]);
    expect(await accessOf("alan")).toEqual(["author", "engineering"]);
    expect(await admin.policies.useOfMany(["publish"])).toMatchObject([{ assignments: 1 }]);
  });

  await step("the next up changes nothing and calls nothing", async () => {
    counters.reset();

    await trial.must("up", "--expect-no-changes");

    expect(counters.total()).toBe(0);
  });

  await step("a preview shows each property that is to change, and calls nothing", async () => {
    await trial.write(declare("second"));

    const { stdout, changeSummary } = await trial.must("preview", "--diff");

    expect(changeSummary).toEqual({ update: 9, same: 6 });
    for (const change of changes) expect(stdout).toContain(change);
    expect(counters.total()).toBe(0);
  });

  await step("up changes each in place, and a renamed group keeps its members", async () => {
    const { createdAt } = await admin.groups.detail("engineering");

    const { steps } = await trial.must("up");

    expect(kindsOf(steps.filter(({ op }) => op === "update"))).toEqual(allKinds);
    expect(await admin.groups.detail("platform")).toMatchObject({ createdAt, name: "Engineering" });
    expect(await accessOf("ada")).toEqual(["author", "on-call", "platform"]);
    expect(await accessOf("alan")).toEqual(["editor", "on-call", "platform"]);
    expect(await accessOf("grace")).toEqual(["on-call"]);
    expect(await customDataOf("ada")).toEqual({ badge: "B-2", pin: secrets["trial:pin"] });
    expect(counters.of("addUserToGroup")).toBe(2);
    expect(counters.of("removeUserFromGroup")).toBe(0);
  });

  await step("a refresh finds a change by hand in each kind", async () => {
    const [ada, alan, grace] = await Promise.all(["ada", "alan", "grace"].map(idOf));
    await admin.users.update(ada ?? "", { nickname: "By hand", company: "not declared" });
    await admin.udf.set("USER", { key: "badge", dataType: "STRING", label: "By hand" });
    await admin.udf.setMany("USER", [{ targetId: ada ?? "", key: "pin", value: `${passwordMark}by-hand` }]);
    await admin.groups.update("platform", { name: "By hand" });
    await admin.groups.removeUsers("on-call", [alan ?? "", grace ?? ""]);
    await admin.roles.update("author", { description: "By hand" });
    await admin.roles.revoke({ roles: ["editor"], userIds: [alan ?? ""] });
    await admin.policies.update("publish", { description: "By hand" });
    await admin.policies.unassign({
      policies: ["publish"],
      targetType: "ROLE",
      targetIdentifiers: ["author"],
    });

    const { steps, stdout } = await trial.must("refresh");

    expect(kindsOf(steps.filter(isDrift))).toEqual(allKinds);
    expect(stdout).not.toContain("not declared");
  });

  await step("up repairs exactly that", async () => {
    const { steps } = await trial.must("up");

    expect(kindsOf(steps.filter(({ op }) => op === "update"))).toEqual(allKinds);
    expect(await admin.users.detail(await idOf("ada"))).toMatchObject({
      nickname: "Countess",
      company: "not declared",
    });
    expect(await customDataOf("ada")).toEqual({ badge: "B-2", pin: secrets["trial:pin"] });
    expect(await admin.groups.detail("platform")).toMatchObject({ name: "Engineering" });
    expect(await accessOf("alan")).toEqual(["editor", "on-call", "platform"]);
    expect(await accessOf("grace")).toEqual(["on-call"]);
    expect(await admin.roles.detail("author")).toMatchObject({ description: "Writes" });
    expect(await admin.policies.useOfMany(["publish"])).toMatchObject([{ assignments: 1 }]);
    await trial.must("up", "--refresh", "--expect-no-changes");
  });

  await step("destroy leaves the pool empty", async () => {
    await trial.must("destroy");

    expect((await admin.users.list()).totalCount).toBe(0);
    expect((await admin.groups.list()).totalCount).toBe(0);
    expect((await admin.roles.list()).totalCount).toBe(0);
    expect(await admin.udf.list("USER")).toEqual([]);
    await expect(admin.policies.detail("publish")).rejects.toThrow("publish");
  });
});

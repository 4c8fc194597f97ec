import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import manifest from "../../package.json";
import { must } from "./support/must.js";
import { repository } from "./support/pack.js";
import { Project, templateOptions } from "./support/project.js";

let project: Project;

beforeAll(async () => {
  project = await Project.fromTemplate(inject("packed").tarball, { jest: "30.5.2" });
  // What the package needs and does not declare stays hidden.
  await project.installWithPnpm();
});

afterAll(() => project.remove());

const resources = "{ User, UserGroupMembership, UserRoleAssignment }";
const client = "{ ManagementClient }";
const emulator = "{ createEmulator }";

/** Makes a person in an emulated pool, and tells who is there. */
const story = `
  const emulator = await createEmulator();
  const { userPoolId, secret, url: host } = emulator;
  const client = new ManagementClient({ userPoolId, secret, host });
  await client.users.create({ username: "ada" });
  for await (const { username } of client.users.listAll()) console.log(username);
  await emulator.close();
`;

describe("a JavaScript program", () => {
  test.each([
    [
      "an ES module",
      "program.mjs",
      `import ${resources} from "pulumi-approw";
      import ${client} from "pulumi-approw/sdk";
      import ${emulator} from "pulumi-approw/emulator";
      ${story}
      console.log(User.name, UserGroupMembership.name, UserRoleAssignment.name);`,
    ],
    [
      "a CommonJS module",
      "program.cjs",
      `const ${resources} = require("pulumi-approw");
      const ${client} = require("pulumi-approw/sdk");
      const ${emulator} = require("pulumi-approw/emulator");
      (async () => { ${story} })();
      console.log(User.name, UserGroupMembership.name, UserRoleAssignment.name);`,
    ],
  ])("that is %s finds every entry", async (_kind, file, text) => {
    await project.write(file, text);

    const { code, lines } = await project.node(file);

    expect(code, lines.join("\n")).toBe(0);
    expect(lines.sort()).toEqual(["User UserGroupMembership UserRoleAssignment", "ada"]);
  });

  test("loads no Pulumi for the client alone", async () => {
    await project.write(
      "client.cjs",
      `require("pulumi-approw/sdk");
      console.log(Object.keys(require.cache).filter((path) => path.includes(require("node:path").join("node_modules", "@pulumi"))).length);`,
    );

    expect((await project.node("client.cjs")).lines).toEqual(["0"]);
  });
});

/** The same story as a test of a program, for test runners that agree on `test` and `expect`. */
const testOfProgram = `
  test("ada is made", async () => {
    const emulator = await createEmulator();
    const { userPoolId, secret, url: host } = emulator;
    const client = new ManagementClient({ userPoolId, secret, host });
    const { id } = await client.users.create({ username: "ada", password: "secret-1" });
    expect(emulator.hasPassword(id, "secret-1")).toBe(true);
    expect((await client.users.find({ username: "ada" })).id).toBe(id);
    await emulator.close();
  });
`;

describe("a test of a program", () => {
  test("passes with jest, whose own require loads no ES modules", async () => {
    await project.write(
      "people.jest.cjs",
      `const ${client} = require("pulumi-approw/sdk");
      const ${emulator} = require("pulumi-approw/emulator");
      ${testOfProgram}`,
    );

    const { code, lines } = await project.node(
      "node_modules/jest/bin/jest.js",
      "--testMatch=**/*.jest.cjs",
      "--transform={}",
    );

    expect(code, lines.join("\n")).toBe(0);
  });

  test("passes with vitest", async () => {
    await project.write(
      "people.vitest.test.mjs",
      `import ${client} from "pulumi-approw/sdk";
      import ${emulator} from "pulumi-approw/emulator";
      ${testOfProgram}`,
    );

    const vitest = join(repository, "node_modules/vitest/vitest.mjs");
    const { code, lines } = await project.node(vitest, "run", "--globals");

    expect(code, lines.join("\n")).toBe(0);
  });
});

const declarations = `
  import * as approw from "pulumi-approw";
  const ada = new approw.User("ada", { username: "ada", gender: "F", registerSource: ["import:manual"] });
  new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering"] });
  new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["author"], exhaustive: true });
  export const nickname: import("@pulumi/pulumi").Output<string | undefined> = ada.nickname;
  export const company: typeof nickname = approw.getUserOutput({ id: ada.id }).company;
  export const members: Promise<approw.GetUsersResult> = approw.getUsers({ group: "engineering" });
  // @ts-expect-error The argument is not known.
  approw.getUser({ usrname: "ada" });
  // @ts-expect-error The field is not known.
  new approw.User("alan", { usrname: "alan" });
  // @ts-expect-error A user is asked for by id.
  new approw.UserGroupMembership("alan", { userId: 1, groups: [] });
`;
const calls = `
  import { ManagementClient, type User } from "pulumi-approw/sdk";
  import { createEmulator } from "pulumi-approw/emulator";
  export async function find(): Promise<User | null> {
    const { userPoolId, secret, url: host } = await createEmulator({ seed: { users: [{ username: "ada" }] } });
    // @ts-expect-error A pool has an id.
    new ManagementClient({ secret });
    return new ManagementClient({ userPoolId, secret, host }).users.find({ username: "ada" });
  }
`;

const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: "es2022",
  module: "nodenext",
};

describe("a TypeScript program", () => {
  test.each([
    ["of Pulumi's template", { "index.ts": declarations }, templateOptions],
    // The declarations of zod, which those of the client and the emulator refer to, want `esModuleInterop` else.
    [
      "of Pulumi's template with skipLibCheck",
      { "index.ts": calls },
      { ...templateOptions, skipLibCheck: true },
    ],
    ["of today", { "index.mts": declarations + calls, "index.cts": declarations }, strictest],
  ])("%s compiles", async (_kind, sources, compilerOptions) => {
    await Promise.all(Object.entries(sources).map(([file, text]) => project.write(file, text)));
    // The declarations of the language itself are TypeScript's to check.
    const options = { ...compilerOptions, skipDefaultLibCheck: true };
    await project.writeJson("tsconfig.json", { compilerOptions: options, files: Object.keys(sources) });

    const { code, lines } = await project.node(
      "node_modules/typescript/bin/tsc",
      "--noEmit",
      "--pretty",
      "false",
    );

    expect(lines).toEqual([]);
    expect(code).toBe(0);
  });

  test("without a compiler of its own is read by the one that Pulumi brings", async () => {
    // That one does not know the newer comment.
    await project.write("index.ts", declarations.replaceAll("@ts-expect-error", "@ts-ignore"));
    await project.write(
      "old-compiler.cjs",
      `const ts = require("@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js");
      const { options } = ts.convertCompilerOptionsFromJson(${JSON.stringify(templateOptions)}, __dirname);
      const program = ts.createProgram(["index.ts"], { ...options, noEmit: true });
      const ours = program.getSourceFiles().filter(({ fileName }) => /pulumi-approw|index\\.ts/.test(fileName));
      const mistakes = ours.flatMap((file) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ]);
      for (const { file, messageText } of mistakes)
        console.log(file.fileName, ts.flattenDiagnosticMessageText(messageText, " "));
      console.log(ours.some(({ fileName }) => fileName.endsWith("resources/user.d.ts")));`,
    );

    expect((await project.node("old-compiler.cjs")).lines).toEqual(["true"]);
  });
});

describe("the command pulumi-approw", () => {
  test("runs in a project that has the package", async () => {
    const { version } = manifest;

    const { stdout } = await must(project.npm("exec", "--no", "--", "pulumi-approw", "--version"));

    expect(stdout).toEqual([version]);
  });
});

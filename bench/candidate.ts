import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { writeProgram, type TemporaryProgram } from "../tools/engine/program.js";

/** What is measured: our provider, the engine alone, and what a team would write itself. */
export type Candidate = "approw" | "floor" | "naive" | "plugin";

/** What a program declares. */
export interface Roster {
  readonly users: number;
  /** Whether each user has two groups and a role: three resources instead of one. */
  readonly withAssignments: boolean;
  /** The number of teams; each user is in one of them and in the group of all. Default 1. */
  readonly teams?: number;
}

export const everyone = "everyone";
export const role = "author";

export function teamOf(index: number, { teams = 1 }: Roster): string {
  return `team-${index % teams}`;
}

export function resourceCount({ users, withAssignments }: Roster): number {
  return withAssignments ? users * 3 : users;
}

/** Writes the program that declares the roster, or something else, with the resources of the candidate. */
export async function writeCandidate(
  candidate: Candidate,
  roster: Roster,
  declaration = declare(roster),
): Promise<TemporaryProgram> {
  const program = await writeProgram(`${classesOf(candidate)}\n${declaration}`, {
    projectName: "bench",
    plugin: candidate === "plugin",
  });
  if (candidate === "floor" || candidate === "naive") await placeHandlers(candidate, program.directory);
  return program;
}

function classesOf(candidate: Candidate): string {
  const names = ["User", "UserGroupMembership", "UserRoleAssignment"];
  if (candidate === "plugin") return `import { ${names.join(", ")} } from "pulumi-approw/plugin";`;
  if (candidate === "approw") return `import { ${names.join(", ")} } from "pulumi-approw";`;
  const classes = names.map(
    (name) => `class ${name} extends pulumi.CustomResource {
  constructor(name, args) {
    super("pulumi-nodejs:dynamic/approw:${name}", name, { ...args, __provider: ${providerText(candidate, name)} });
  }
}`,
  );
  return ['import * as pulumi from "@pulumi/pulumi";', ...classes].join("\n");
}

/** As long as ours: the state of every resource holds it twice. */
function providerText(candidate: Candidate, name: string): string {
  const search = "module.paths.push(...require.main?.paths??[])";
  return JSON.stringify(`exports.handler=()=>(${search},require("${modulePath(candidate)}").${name})`);
}

function modulePath(candidate: Candidate): string {
  return `./${candidate}`.padEnd("pulumi-approw/runtime".length, "-");
}

function declare({ users, withAssignments, teams = 1 }: Roster): string {
  const assignments = `
  new UserGroupMembership(\`person-\${index}\`, { userId: user.id, groups: ["${everyone}", \`team-\${index % ${teams}}\`] });
  new UserRoleAssignment(\`person-\${index}\`, { userId: user.id, roles: ["${role}"] });`;
  return `
for (let index = 0; index < ${users}; index += 1) {
  const user = new User(\`person-\${index}\`, {
    username: \`person-\${index}\`,
    email: \`person-\${index}@example.com\`,
    name: \`Person Number \${index}\`,
  });${withAssignments ? assignments : ""}
}
`;
}

/** The host of dynamic resources runs plain JavaScript. */
async function placeHandlers(candidate: Candidate, directory: string): Promise<void> {
  const source = await readFile(join(__dirname, `${candidate}.ts`), "utf8");
  const { outputText } = transpileModule(source, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
  });
  await writeFile(join(directory, `${modulePath(candidate)}.js`), outputText);
}

import { stringify } from "yaml";

import { describeOmission } from "../../../roster/write/omission.js";
import type { RosterPlan, WrittenFile } from "../../../roster/write/plan.js";
import { writeProgram } from "../../../roster/write/typescript/write-program.js";
import { writeRoster } from "../../../roster/write/write-roster.js";
import { packageVersion } from "../../version.js";

export const projectFormats = ["yaml", "typescript"] as const;
export type ProjectFormat = (typeof projectFormats)[number];

/** The folder of the roster in a project. */
export const rosterFolder = "roster";

/** Versions of what a project needs beside this package. */
const versions = {
  "@pulumi/pulumi": "^3.216.0",
  "@types/node": "^20.19.43",
  tsx: "^4.23.15",
  typescript: "^6.0.3",
};

/** The files of a project that declares a pool, and what it needs to run. */
export function projectFiles(plan: RosterPlan, name: string, format: ProjectFormat): WrittenFile[] {
  const isYaml = format === "yaml";
  const declared = isYaml
    ? writeRoster(plan).map(({ path, text }) => ({
        path: `${rosterFolder}/${path}`,
        text: `${schemaLine(path)}\n${text}`,
      }))
    : [...writeProgram(plan), { path: "tsconfig.json", text: toJson(compilerSettings) }];
  return [
    ...declared,
    { path: "Pulumi.yaml", text: stringify(isYaml ? rosterProject(name) : programProject(name)) },
    { path: "package.json", text: toJson(manifest(name, format)) },
    { path: ".gitignore", text: "node_modules/\n" },
    { path: "README.md", text: readme(name, format) },
    ...(plan.omissions.length === 0
      ? []
      : [
          {
            path: "not-exported.txt",
            text: plan.omissions.map((each) => `${describeOmission(each)}\n`).join(""),
          },
        ]),
  ];
}

/** Tells editors which fields there are. */
function schemaLine(path: string): string {
  const up = "../".repeat(path.split("/").length);
  return `# yaml-language-server: $schema=${up}node_modules/pulumi-approw/roster/roster.schema.json`;
}

function rosterProject(name: string): object {
  return {
    name,
    description: "The people of a user pool",
    main: "node_modules/pulumi-approw/dist/provider/programs/roster.js",
    runtime: { name: "nodejs", options: { typescript: false } },
    config: { roster: { type: "string", default: `${rosterFolder}/` } },
  };
}

function programProject(name: string): object {
  return {
    name,
    description: "The people of a user pool",
    main: "index.ts",
    // tsx loads index.ts as it is; `npx tsc` checks its types.
    runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } },
  };
}

function manifest(name: string, format: ProjectFormat): object {
  const { "@pulumi/pulumi": pulumi, ...tools } = versions;
  return {
    name,
    private: true,
    dependencies: { "@pulumi/pulumi": pulumi, "pulumi-approw": `^${packageVersion()}` },
    ...(format === "typescript" && { devDependencies: tools }),
  };
}

const compilerSettings = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["**/*.ts"],
};

function readme(name: string, format: ProjectFormat): string {
  const where =
    format === "yaml" ? `the files in \`${rosterFolder}/\`` : "`index.ts` and the modules beside it";
  return `# ${name}

The users, groups, roles and policies of a user pool, exported by \`pulumi-approw export\` to ${where}.
If the registry does not have \`pulumi-approw\`, pack a checkout of it (\`npm pack ./pulumi-approw\`) and run
\`npm install ../pulumi-approw-${packageVersion()}.tgz\` in place of \`npm install\`.

Set \`APPROW_USERPOOL_ID\` and \`APPROW_USERPOOL_SECRET\`, and \`APPROW_HOST\` for your own host. Then:

    npm install
    pulumi stack init pool
    pulumi import --file import.json --generate-code=false --protect=false
    pulumi up

For many users, first set \`PULUMI_EXPERIMENTAL=true\` and \`PULUMI_SKIP_CHECKPOINTS=true\`, which makes the import faster.
The import writes the state of the stack and sends nothing. After it, \`pulumi up\` finds no change. If \`not-exported.txt\`
exists, read it first.
`;
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

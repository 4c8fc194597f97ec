import { readFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import type { LookupFunction, ResultTable } from "../../../model/functions/lookup-function.js";
import {
  groupResult,
  poolResult,
  roleResult,
  userCustomData,
  userResult,
} from "../../../model/functions/results.js";
import type { Field } from "../../../model/schema/field.js";
import {
  argumentsOf,
  type Kind,
  type Option,
  pluginToken,
  typeToken,
  userPoolIdDoc,
} from "../../../model/schema/kind.js";
import { isDigest, isRequired, outputType } from "../classes.js";
import { membersOf, type Member } from "./interface-members.js";
import { pulumiType, type PulumiType } from "./pulumi-type.js";

const manifest = z.object({
  version: z.string(),
  homepage: z.string(),
  license: z.string(),
  repository: z.object({ url: z.string() }),
});

/** The schema of the package in the languages of Pulumi: from the same descriptions as the classes for Node.js. */
export async function renderPluginSchema(
  root: string,
  kinds: readonly Kind[],
  functions: readonly LookupFunction[],
): Promise<{ file: string; text: string }> {
  const { version, homepage, license, repository } = manifest.parse(
    JSON.parse(await readFile(path.join(root, "package.json"), "utf8")),
  );
  const settings = await membersOf(path.join(root, "provider/resources/provider.ts"), "ProviderArgs");
  const schema = {
    name: "approw",
    displayName: "Approw",
    version,
    description: "Users, groups, roles and policies of an Approw or Authing user pool, as code.",
    keywords: ["pulumi", "approw", "authing", "identity", "users", "category/infrastructure", "kind/native"],
    homepage,
    license,
    repository: repository.url.replace(/^git\+|\.git$/gu, ""),
    publisher: "pulumi-approw",
    pluginDownloadURL: "github://api.github.com/pulumi-approw/pulumi-approw",
    meta: { moduleFormat: "(.*)" },
    language: languages,
    config: {
      variables: Object.fromEntries(settings.map((setting) => [setting.name, settingProperty(setting)])),
    },
    provider: {
      description: "A user pool, and the settings with which it is managed.",
      inputProperties: Object.fromEntries(
        settings.map((setting) => [setting.name, settingProperty(setting)]),
      ),
    },
    types: {
      "approw:index:RoleInNamespace": objectType(
        "A role by its code and namespace.",
        await membersOf(path.join(root, "provider/resources/role-in-namespace.ts"), "RoleInNamespace"),
      ),
      "approw:index:PolicyStatement": objectType(
        "A statement of a policy: it allows or denies actions on a resource.",
        await membersOf(path.join(root, "provider/resources/policy-statement.ts"), "PolicyStatementArgs"),
      ),
      "approw:index:PolicyCondition": objectType(
        "A condition of a statement.",
        await membersOf(path.join(root, "provider/resources/policy-statement.ts"), "PolicyConditionArgs"),
      ),
      "approw:index:FoundUser": resultType("A user of the pool.", {
        ...userResult,
        ...userCustomData,
        ...poolResult,
      }),
      "approw:index:FoundGroup": resultType("A group of the pool.", { ...groupResult, ...poolResult }),
      "approw:index:FoundRole": resultType("A role of the pool.", { ...roleResult, ...poolResult }),
    },
    resources: Object.fromEntries(kinds.map((kind) => [pluginToken(kind), resource(kind)])),
    functions: Object.fromEntries(functions.map((each) => [`approw:index:${each.name}`, lookup(each)])),
  };
  return { file: path.join(root, "schema.json"), text: JSON.stringify(schema) };
}

const languages = {
  nodejs: { packageName: "@pulumi-approw/approw", respectSchemaVersion: true },
  python: { packageName: "pulumi_approw", respectSchemaVersion: true, pyproject: { enabled: true } },
  go: {
    importBasePath: "github.com/pulumi-approw/pulumi-approw/sdk/go/approw",
    generateResourceContainerTypes: true,
    respectSchemaVersion: true,
  },
  csharp: { namespaces: { approw: "Approw" }, respectSchemaVersion: true },
  java: { basePackage: "com.pulumi", buildFiles: "gradle", gradleNexusPublishPluginVersion: "2.0.0" },
};

function settingProperty({ name, doc, type }: Member): PulumiType {
  return { description: doc, ...pulumiType(type), ...(name === "secret" && { secret: true }) };
}

function objectType(description: string, members: readonly Member[]): PulumiType {
  return {
    description,
    type: "object",
    properties: Object.fromEntries(
      members.map(({ name, doc, type }) => [name, { description: doc, ...pulumiType(type) }]),
    ),
    required: members.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
  };
}

function resultType(description: string, table: ResultTable): PulumiType {
  return { description, type: "object", ...resultProperties(table) };
}

function resultProperties(table: ResultTable): PulumiType {
  const rows = Object.entries(table);
  return {
    properties: Object.fromEntries(
      rows.map(([name, { doc, type }]) => [name, { description: doc, ...pulumiType(type) }]),
    ),
    required: rows.filter(([, { isPresent }]) => isPresent).map(([name]) => name),
  };
}

type Row = [name: string, row: Field | Option];

function resource(kind: Kind): PulumiType {
  const rows = Object.entries(argumentsOf(kind));
  const required = rows.filter(([, row]) => isRequired(row)).map(([name]) => name);
  const outputs = rows.filter(([name]) => !isDigest(kind, name));
  return {
    description: descriptionOf(kind),
    inputProperties: Object.fromEntries(rows.map((row) => [row[0], property(row, inputTypeOf(row[1]))])),
    requiredInputs: required,
    properties: {
      ...Object.fromEntries(outputs.map((row) => [row[0], property(row, pulumiType(outputType(row[1])))])),
      userPoolId: { description: userPoolIdDoc, type: "string" },
    },
    required: [...required, "userPoolId"],
    ...listInputs(kind),
    // A stack of dynamic resources moves to the plugin, and back, without a write.
    aliases: [{ type: typeToken(kind) }],
  };
}

/** Users, and objects that have codes, can be listed: `pulumi do approw:index:User list`. */
function listInputs({ fields, subject }: Kind): PulumiType {
  if (subject.is === "user") return { listInputs: { type: "object", properties: {} } };
  if (subject.is !== "coded") return {};
  const scope = Object.entries(fields).filter(([name]) => name === subject.scope);
  const properties = scope.map(([name, { doc }]) => [name, { description: doc, type: "string" }] as const);
  return { listInputs: { type: "object", properties: Object.fromEntries(properties) } };
}

function inputTypeOf(row: Field | Option): PulumiType {
  return pulumiType(row.inputType);
}

function property([, row]: Row, type: PulumiType): PulumiType {
  const isSecret = "secret" in row && row.secret;
  const isReplacing = "onChange" in row && row.onChange === "replace";
  return {
    description: row.doc,
    ...type,
    ...(isSecret && { secret: true }),
    ...(isReplacing && { willReplaceOnChanges: true }),
  };
}

function descriptionOf({ name, doc, example, id }: Kind): string {
  return [
    doc,
    "## Example",
    `\`\`\`typescript\n${example}\n\`\`\``,
    "## Import",
    `The id is ${id.doc}.`,
    `\`\`\`sh\npulumi import approw:index:${name} <name> ${id.example}\n\`\`\``,
  ].join("\n\n");
}

function lookup({ doc, args, required = [], result, errors }: LookupFunction): PulumiType {
  const fails =
    errors.length === 0
      ? ""
      : `\n\nThe call fails in these cases:\n\n${errors.map((each) => `- ${each}`).join("\n")}`;
  const entries = Object.entries(args);
  return {
    description: doc + fails,
    inputs: {
      type: "object",
      properties: Object.fromEntries(
        entries.map(([name, row]) => [name, { description: row.doc, ...pulumiType(row.inputType) }]),
      ),
      required: [...required],
    },
    outputs: { type: "object", ...resultProperties(result) },
  };
}

import type { Argument, LookupFunction } from "../../model/functions/lookup-function.js";
import { outputType } from "./classes.js";
import { isWithoutArguments } from "./functions.js";

/** The reference page of all functions. */
export function renderFunctionsPage(functions: readonly LookupFunction[]): string {
  return [
    "# Functions",
    "",
    "<!-- Generated from the functions in model/functions by `npm run generate`: edit those. -->",
    "",
    introduction,
    "",
    ...functions.flatMap((described) => [...section(described), ""]),
  ].join("\n");
}

const introduction = `Functions read the user pool while the program runs, also in a preview. They change nothing, and their results are not part of
the state. To manage an object that exists, [adopt it](../adopting-people.md).

\`\`\`ts
const { users } = await approw.getUsers({ group: "engineering" });
for (const { id, username = id } of users) {
  new approw.UserRoleAssignment(username, { userId: id, roles: ["deployer"] });
}
\`\`\`

## Two forms

Each function has two forms:

- \`getX(args, opts?)\` takes plain values and returns a promise. It returns no secrets, because a promise cannot mark
  them.
- \`getXOutput(args, opts?)\` also takes outputs and returns an output. It waits for its arguments and for the resources
  in \`dependsOn\`. In a preview, the result is unknown while one of these resources does not exist.

Use the second form to read what your own resources change. Its result is read after these resources are created or
updated:

\`\`\`ts
const staff = new approw.Group("staff", { code: "staff" });
const membership = new approw.UserGroupMembership("ada", { userId: ada.id, groups: [staff.code] });
const members = approw.getUsersOutput({ group: staff.code }, { dependsOn: membership });
\`\`\`

## Which pool

A function reads the pool that a resource with the same options belongs to: the pool of the \`provider\` option, of the
provider of \`parent\`, or of the stack. It uses the same settings as resources, including \`approw:debug\` and
\`approw:stats\`. In unit tests with Pulumi's mocks, functions still send requests: configure the emulator there.

## Requests

Concurrent calls share requests: 100 users by id take two. In one run, the same call is sent once, unless it depends on
resources. To read many users, start all calls before you wait for the first:

\`\`\`ts
const people = await Promise.all(usernames.map((username) => approw.getUser({ username })));
\`\`\`

## Errors

A function fails if the service does not respond or if a list stays incomplete; a failed read never counts as "does not
exist". If the service says that an object does not exist, functions for one object fail, and \`isNotFound\` from
\`pulumi-approw/sdk\` recognizes the error. Functions for several objects leave it out. Messages mask the names of users
unless the stack sets \`approw:debug\`.`;

function section(described: LookupFunction): string[] {
  const { name, doc, example, args, oneOf, result, errors } = described;
  const optional = isWithoutArguments(described) ? "?" : "";
  return [
    `## ${name}`,
    "",
    `\`approw.${name}(args${optional}, opts?)\` · \`approw.${name}Output(args${optional}, opts?)\``,
    "",
    doc,
    "",
    "```ts",
    example,
    "```",
    "",
    oneOf === undefined
      ? "Arguments:"
      : `Arguments, of which exactly one of ${quoted(oneOf)} must be declared:`,
    "",
    ...Object.entries(args).map(([argument, row]) => item(described, argument, row)),
    "",
    "Result:",
    "",
    ...Object.entries(result).map(
      ([value, { type, doc: meaning, isPresent }]) =>
        `- \`${value}\` (\`${type}${isPresent ? "" : " | undefined"}\`): ${meaning}`,
    ),
    "",
    ...(errors.length === 0 ? [] : ["It also fails if:", "", ...errors.map((error) => `- ${error}`), ""]),
  ];
}

function item({ required = [], onlyWith = {} }: LookupFunction, name: string, row: Argument): string {
  const beside = onlyWith[name];
  const facts = [
    `\`${outputType(row)}\``,
    ...(required.includes(name) ? ["**required**"] : []),
    ...(beside === undefined ? [] : [`only with \`${beside}\``]),
  ];
  return `- \`${name}\` (${facts.join(", ")}): ${row.doc}`;
}

function quoted(names: readonly string[]): string {
  const codes = names.map((name) => `\`${name}\``);
  return `${codes.slice(0, -1).join(", ")} and ${codes.slice(-1).join("")}`;
}

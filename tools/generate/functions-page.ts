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

const introduction = `Functions read the user pool while the program runs, also in a preview. They change nothing, and the state holds nothing of
them. To manage an object that exists, adopt it; to refer to one resource of another stack, use its \`get\`.

\`\`\`ts
const { users } = await approw.getUsers({ group: "engineering" });
for (const { id, username = id } of users) {
  new approw.UserRoleAssignment(username, { userId: id, roles: ["deployer"] });
}
\`\`\`

## Two forms

Each function has two forms:

- \`getX(args, opts?)\` takes plain values and returns a promise. It cannot return secrets, because a promise cannot mark
  them.
- \`getXOutput(args, opts?)\` takes outputs as well and returns an output. It asks the service when all arguments are known
  and every resource exists on which they depend, or that \`dependsOn\` names. Until then, the result is unknown in a
  preview.

A program that reads what its own resources change must use the second form. The result then is what the pool holds after
these resources:

\`\`\`ts
const staff = new approw.Group("staff", { code: "staff" });
const membership = new approw.UserGroupMembership("ada", { userId: ada.id, groups: [staff.code] });
const members = approw.getUsersOutput({ group: staff.code }, { dependsOn: membership });
\`\`\`

## Which pool

A function asks the pool that a resource with the same options belongs to: that of the option \`provider\`, that of the
provider of \`parent\`, or that of the stack. Its settings are those of resources, \`approw:debug\` and \`approw:stats\`
included. In unit tests with Pulumi's mocks, functions still ask the service: configure the emulator there.

## Requests

Calls that are made together share requests: 100 users by id take 2. The same question is asked once in a run, unless it
depends on resources. To find out about many users, start all calls before you wait for the first:

\`\`\`ts
const people = await Promise.all(usernames.map((username) => approw.getUser({ username })));
\`\`\`

## Errors

A function fails if the service cannot be asked, or if a list stays incomplete. Only the service's own answer means that
something does not exist. The functions for one object then fail, and \`isNotFound\` of \`pulumi-approw/sdk\` recognizes the
error; the functions for several leave out what does not exist. Messages mask names of users unless the stack sets
\`approw:debug\`.`;

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
        `- \`${value}\` (\`${type}\`${isPresent ? "" : ", if it is set"}): ${meaning}`,
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

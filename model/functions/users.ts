import { z } from "zod";

import { code, identifier } from "../schema/field.js";
import { userFields } from "../schema/user.js";
import { argument, listOf, namespaceOf } from "./arguments.js";
import type { Argument, LookupFunction } from "./lookup-function.js";
import { poolResult, present, secretUserFields, userCustomData, userResult, userSecrets } from "./results.js";

const noSuchUser = "No user has the id.";

const userId = argument(identifier("Id of the user."));

const withCustomData: Argument = {
  schema: z.boolean({ error: "must be true or false" }),
  inputType: "boolean",
  default: undefined,
  doc: "Whether to read the values of custom fields too. Default: false.",
};

const secrets = secretUserFields.map((name) => `\`${name}\``).join(", ");

export const getUser = {
  name: "getUser",
  doc: `Reads one user by id or by one unique field.

The call fails if the user does not exist. To check which users exist, call \`getUsers\` with their ids.`,
  example: `const ada = await approw.getUser({ email: "ada@example.com" });`,
  args: {
    id: argument(identifier("Id of the user.")),
    username: argument(userFields.username, "Login name, case-sensitive."),
    email: argument(userFields.email, "Email address, not case-sensitive."),
    phone: argument(userFields.phone, "Phone number, as declared and without spaces, dashes and brackets."),
    externalId: argument(userFields.externalId, "Id of the user in another system."),
    withCustomData,
    withSecrets: {
      schema: z.boolean({ error: "must be true or false" }),
      inputType: "boolean",
      default: undefined,
      isOutputOnly: true,
      doc:
        `Whether to read the secret fields too: ${secrets}. Pulumi then treats the whole result as a secret. Only ` +
        "`getUserOutput` takes this argument, because a promise cannot mark secrets. Default: false.",
    },
  },
  oneOf: ["id", "username", "email", "phone", "externalId"],
  result: { ...userResult, ...userCustomData, ...userSecrets, ...poolResult },
  errors: [
    "No user has the value.",
    "Two users have the value in different spellings, or the service answers with a user who has another value.",
  ],
} as const satisfies LookupFunction;

export const getUsers = {
  name: "getUsers",
  doc: `Reads users: those with some ids, those that match a search, the members of a group, the holders of a role, or all users
of the pool.

Every page is read, and a list that stays incomplete is an error. Users who do not exist are left out, so the list can be
empty.`,
  example: `const { users } = await approw.getUsers({ group: "engineering" });`,
  args: {
    ids: listOf("user ids", "Ids of users."),
    search: argument(
      identifier("A string to search for in usernames, names, emails and phone numbers. The match is fuzzy."),
    ),
    group: argument(code("Code of the group whose members to read.")),
    role: argument(code("Code of the role whose holders to read.")),
    namespace: namespaceOf("role"),
    all: {
      schema: z.literal(true, { error: "must be true" }),
      inputType: "true",
      default: undefined,
      doc: "Reads all users of the pool.",
    },
    withCustomData,
  },
  oneOf: ["ids", "search", "group", "role", "all"],
  onlyWith: { namespace: "role" },
  result: { users: present("GetUserResult[]", "The users, each once."), ...poolResult },
  errors: ["The group or the role does not exist."],
} as const satisfies LookupFunction;

export const getUserGroups = {
  name: "getUserGroups",
  doc: "Reads the codes of all groups that a user is in. To read a group itself, use `getGroup`.",
  example: `const { groups } = await approw.getUserGroups({ userId: "5f702fcc913544e358cef3ab" });`,
  args: { userId },
  required: ["userId"],
  result: {
    userId: present("string", "Id of the user."),
    groups: present("string[]", "Codes of the groups."),
    ...poolResult,
  },
  errors: [noSuchUser],
} as const satisfies LookupFunction;

export const getUserRoles = {
  name: "getUserRoles",
  doc: "Reads the codes of all roles that a user holds in one namespace. To read a role itself, use `getRole`.",
  example: `const { roles } = await approw.getUserRoles({ userId: "5f702fcc913544e358cef3ab" });`,
  args: { userId, namespace: namespaceOf("roles") },
  required: ["userId"],
  result: {
    userId: present("string", "Id of the user."),
    namespace: present("string", "Namespace of the roles."),
    roles: present("string[]", "Codes of the roles."),
    ...poolResult,
  },
  errors: [noSuchUser],
} as const satisfies LookupFunction;

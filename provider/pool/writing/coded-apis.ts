import { type CodedKey, codedKeyOf } from "../../../model/rules/coded.js";
import type { Properties } from "../../../model/rules/record.js";
import { group, policy, role } from "../../../model/schema/index.js";
import type { CodedSubject } from "../../../model/schema/kind.js";
import { writtenStatement } from "../../../model/schema/policy-statement.js";
import {
  defaultNamespace,
  type Group,
  type ManagementClient,
  type Policy,
  type PolicyStatement,
  type Role,
} from "../../../sdk/index.js";
import type { Page } from "../../../sdk/page.js";
import { type Definitions, definitionsOf, userFieldApi } from "./user-field-api.js";

/** How an object is used, as far as its deletion is concerned. */
export interface Use {
  /** How many users have it, or how many users, groups and roles a policy is assigned to; "unknown" where nothing counts them. */
  readonly count: number | "unknown";
  /** The service's own. */
  readonly isSystem: boolean;
  /** The service's own, and never deleted. */
  readonly isBuiltIn: boolean;
}

/** The service's operations on one type of objects that have codes. Objects are seen by the fields of their kind. */
export interface CodedApi {
  /** What identifies an object that the service answered. */
  readonly keyOf: (object: Properties) => CodedKey;
  /** Whether an object that the service answered is built in: it cannot be created, changed or deleted. */
  readonly isBuiltIn: (object: Properties) => boolean;
  /** One page of all objects in the scope. */
  readonly list: (page: number, limit: number, scope: string | undefined) => Promise<Page<Properties>>;
  /** All objects in the scope, page by page. */
  readonly listAll: (scope: string | undefined) => AsyncGenerator<Properties, void, undefined>;
  /** Several objects in one request, in the order of the codes. Null: there is none with the code. */
  readonly readMany: (codes: readonly string[], scope: string | undefined) => Promise<(Properties | null)[]>;
  readonly usesOf: (codes: readonly string[], scope: string | undefined) => Promise<(Use | null)[]>;
  /** The ids of the users who have it, page by page. Missing where only a read of all users could tell. */
  readonly usersOf?: (key: CodedKey) => AsyncGenerator<string, void, undefined>;
  readonly create: (key: CodedKey, declared: Properties) => Promise<Properties>;
  /** `updates` may hold another code. */
  readonly update: (key: CodedKey, updates: Properties) => Promise<Properties>;
  readonly deleteMany: (codes: readonly string[], scope: string | undefined) => Promise<unknown>;
}

/** The operations of the service on each type of objects. */
export function codedApis(
  { groups, roles, policies, udf }: ManagementClient,
  userFields: Definitions = definitionsOf(udf),
): Record<CodedSubject["object"], CodedApi> {
  return {
    userField: userFieldApi(userFields),
    group: {
      keyOf: (found) => codedKeyOf(group, found),
      isBuiltIn: () => false,
      list: async (page, limit) => mapPage(await groups.list(page, limit), fieldsOfGroup),
      listAll: () => mapEach(groups.listAll(), fieldsOfGroup),
      readMany: async (codes) =>
        (await groups.detailMany(codes)).map((found) => found && fieldsOfGroup(found)),
      usesOf: async (codes) =>
        (await groups.countUsersOfMany(codes)).map((count) =>
          count === null ? null : { count, isSystem: false, isBuiltIn: false },
        ),
      usersOf: ({ code }) => groups.listAllUserIds(code),
      create: async ({ code }, declared) =>
        fieldsOfGroup(
          await groups.create({
            ...texts(declared, "description"),
            code,
            name: text(declared, "name") ?? code,
          }),
        ),
      update: async ({ code }, updates) =>
        fieldsOfGroup(
          await groups.update(code, {
            ...texts(updates, "name", "description"),
            newCode: text(updates, "code"),
          }),
        ),
      deleteMany: (codes) => groups.deleteMany(codes),
    },
    role: {
      keyOf: (found) => codedKeyOf(role, found),
      isBuiltIn: () => false,
      list: async (page, limit, scope) => mapPage(await roles.list(page, limit, scope), fieldsOfRole),
      listAll: (scope = defaultNamespace) => mapEach(roles.listAll({ namespace: scope }), fieldsOfRole),
      readMany: async (codes, scope) =>
        (await roles.detailMany(codes, scope)).map((found) => found && fieldsOfRole(found)),
      usesOf: async (codes, scope) =>
        (await roles.useOfMany(codes, scope)).map(
          (use) => use && { count: use.users, isSystem: use.isSystem, isBuiltIn: false },
        ),
      usersOf: ({ code, scope = defaultNamespace }) => roles.listAllUserIds(code, { namespace: scope }),
      create: async ({ code, scope }, declared) =>
        fieldsOfRole(
          await roles.create({ ...texts(declared, "description", "parent"), code, namespace: scope }),
        ),
      update: async ({ code, scope }, updates) =>
        fieldsOfRole(
          await roles.update(code, {
            ...texts(updates, "description"),
            newCode: text(updates, "code"),
            namespace: scope,
          }),
        ),
      deleteMany: (codes, scope) => roles.deleteMany(codes, scope),
    },
    policy: {
      keyOf: (found) => codedKeyOf(policy, found),
      isBuiltIn: (found) => found["isDefault"] === true,
      list: async (page, limit, namespace) =>
        mapPage(await policies.list(page, limit, { namespace }), fieldsOfPolicy),
      listAll: (scope) => mapEach(policies.listAll({ namespace: scope }), fieldsOfPolicy),
      readMany: async (codes, scope) =>
        (await policies.detailMany(codes, scope)).map((found) => found && fieldsOfPolicy(found)),
      usesOf: async (codes, scope) =>
        (await policies.useOfMany(codes, scope)).map(
          (use) => use && { count: use.assignments, isSystem: false, isBuiltIn: use.isDefault },
        ),
      usersOf: async function* ({ code, scope = defaultNamespace }) {
        for await (const target of policies.listAllAssignments(code, { namespace: scope }))
          if (target.targetType === "USER") yield target.targetIdentifier;
      },
      create: async ({ code, scope }, declared) =>
        fieldsOfPolicy(
          await policies.create({
            ...texts(declared, "description"),
            code,
            namespace: scope,
            statements: statementsIn(declared) ?? [],
          }),
        ),
      update: async ({ code, scope }, updates) =>
        fieldsOfPolicy(
          await policies.update(code, {
            ...texts(updates, "description"),
            statements: statementsIn(updates),
            newCode: text(updates, "code"),
            namespace: scope,
          }),
        ),
      deleteMany: (codes, scope) => policies.deleteMany(codes, scope),
    },
  };
}

function fieldsOfGroup({ code, name, description }: Group): Properties {
  return { code, name, description };
}

function fieldsOfRole({ code, namespace, description, parent }: Role): Properties {
  return { code, namespace, description, parent: parent?.code ?? null };
}

function fieldsOfPolicy({ code, namespace, description, statements, isDefault }: Policy): Properties {
  return { code, namespace, description, statements: statements.map(writtenStatement), isDefault };
}

function statementsIn({ statements }: Properties): PolicyStatement[] | undefined {
  return statements === undefined ? undefined : policy.fields.statements.schema.parse(statements);
}

function mapPage<Entry>(
  { totalCount, list }: Page<Entry>,
  map: (entry: Entry) => Properties,
): Page<Properties> {
  return { totalCount, list: list.map(map) };
}

async function* mapEach<Entry>(
  entries: AsyncIterable<Entry>,
  map: (entry: Entry) => Properties,
): AsyncGenerator<Properties, void, undefined> {
  for await (const entry of entries) yield map(entry);
}

/** The named strings that are there. */
function texts<Name extends string>(
  properties: Properties,
  ...names: readonly Name[]
): Partial<Record<Name, string>> {
  const found = names.flatMap((name) => {
    const value = text(properties, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found) as Partial<Record<Name, string>>;
}

function text(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return typeof value === "string" ? value : undefined;
}

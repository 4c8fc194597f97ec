import { z } from "zod";
import { hashPassword } from "./credentials/password-hash.js";
import { ManagementError } from "./errors.js";
import { addUsersToGroup, createGroup } from "./operations/groups.js";
import { createNamespace } from "./operations/namespaces.js";
import { assignRoles, createRole } from "./operations/roles.js";
import type { Service } from "./operations/service.js";
import { addUser } from "./operations/users.js";
import { userFields } from "./state/user-fields.js";

const code = z.string().min(1);
const named = z.strictObject({ code, name: z.string().optional(), description: z.string().optional() });
const role = z.strictObject({ code, namespace: code.optional(), description: z.string().optional() });
const roleReference = z.union([code, z.strictObject({ code, namespace: code.optional() })]);
const user = userFields.partial().extend({
  password: z.string().min(6).optional(),
  groups: z.array(code).optional(),
  roles: z.array(roleReference).optional(),
});

const seedSchema = z.strictObject({
  namespaces: z.array(named).optional(),
  groups: z.array(named).optional(),
  roles: z.array(role).optional(),
  users: z.array(user).optional(),
});

/**
 * The initial content of a pool. The name of a group or namespace defaults to its code. The namespace `default` always
 * exists. A user can have every field that the API can write, a password of at least 6 characters in plain text, the
 * codes of groups, and roles: codes, or codes with a namespace.
 */
export type Seed = z.input<typeof seedSchema>;

/** A seed is invalid. */
export class InvalidSeedError extends Error {
  override readonly name = "InvalidSeedError";

  constructor(
    /** The path of the first mistake, such as `users[3].email`. */
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Checks the shape of a seed, for example from a file.
 *
 * @throws InvalidSeedError with the path of each mistake
 */
export function parseSeed(value: unknown): z.output<typeof seedSchema> {
  const parsed = seedSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => ({
    path: formatPath(issue.path),
    message: issue.message,
  }));
  throw new InvalidSeedError(
    mistakes[0]?.path ?? "",
    mistakes.map(({ path, message }) => `seed${path && `.${path}`}: ${message}`).join("\n"),
  );
}

/**
 * Fills an empty pool.
 *
 * @throws InvalidSeedError for an invalid shape, a duplicate code or unique key, and an unknown group, role or namespace
 */
export function plantSeed(service: Service, value: Seed): void {
  const seed = parseSeed(value);
  seed.namespaces?.forEach((namespace, index) => {
    at(`namespaces[${index}]`, () =>
      createNamespace(service, { ...namespace, name: namespace.name ?? namespace.code }),
    );
  });
  seed.groups?.forEach((group, index) => {
    at(`groups[${index}]`, () => createGroup(service, { ...group, name: group.name ?? group.code }));
  });
  seed.roles?.forEach((entry, index) => {
    at(`roles[${index}]`, () => createRole(service, entry));
  });
  seed.users?.forEach(({ groups, roles, password, ...fields }, index) => {
    const path = `users[${index}]`;
    const { id } = at(path, () =>
      addUser(service, fields, password === undefined ? undefined : hashPassword(password)),
    );
    groups?.forEach((group, position) => {
      at(`${path}.groups[${position}]`, () => addUsersToGroup(service, [id], group));
    });
    roles?.forEach((reference, position) => {
      const { code: roleCode, namespace } =
        typeof reference === "string" ? { code: reference, namespace: undefined } : reference;
      at(`${path}.roles[${position}]`, () => assignRoles(service, { roleCode, namespace, userIds: [id] }));
    });
  });
}

function at<T>(path: string, add: () => T): T {
  try {
    return add();
  } catch (error) {
    if (error instanceof ManagementError) throw new InvalidSeedError(path, `seed.${path}: ${error.message}`);
    throw error;
  }
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

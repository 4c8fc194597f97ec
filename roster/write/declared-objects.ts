import { codedLabel } from "../../model/rules/coded.js";
import { isSame } from "../../model/rules/same.js";
import { writtenStatement } from "../../model/schema/policy-statement.js";
import { customTypes } from "../../model/schema/user-field.js";
import { mistakeIn } from "./declared-person.js";
import type { Omission } from "./omission.js";
import type { PoolContents, PoolRole } from "./pool-contents.js";
import { kinds, mistakeInName, type Named, nameOf } from "./references.js";

/** A group, role, policy or custom field of the pool, as a roster would declare it. */
export interface DeclaredObject extends Named {
  /** Undefined: it cannot be declared, or it comes with the service. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly omissions: readonly Omission[];
}

/** Everything that has a code, in the order of the pool. */
export function declareObjects({ groups, roles, policies, customFields }: PoolContents): DeclaredObject[] {
  const circular = rolesInCircles(roles);
  return [
    ...groups.map((found) =>
      declare({ section: "groups", code: found.code, namespace: undefined }, { ...found }),
    ),
    ...roles.map((found) => declareRole(found, circular.has(nameOf(roleNamed(found))))),
    ...policies.map(({ isDefault, statements, code, namespace, description }) => {
      const named: Named = { section: "policies", code, namespace };
      if (isDefault) return builtIn(named);
      return declare(named, { code, namespace, description, statements: statements.map(writtenStatement) });
    }),
    ...customFields.map(({ key, label, dataType }) =>
      declare(
        { section: "customFields", code: key, namespace: undefined },
        { key, label, type: typeOf(dataType) },
      ),
    ),
  ];
}

/** How a report names a group, role, policy or custom field. */
export function labelOf({ section, code, namespace: scope }: Named): string {
  const kind = kinds[section];
  return codedLabel(kind, { object: kind.subject.object, code, scope });
}

export function roleNamed({ code, namespace }: { readonly code: string; readonly namespace: string }): Named {
  return { section: "roles", code, namespace };
}

function builtIn(named: Named): DeclaredObject {
  return { ...named, values: undefined, omissions: [] };
}

function declareRole(
  { isSystem, parent, code, namespace, description }: PoolRole,
  isCircular: boolean,
): DeclaredObject {
  const named = roleNamed({ code, namespace });
  if (isSystem) return builtIn(named);
  const reason = parent === null ? undefined : mistakeInParent(namespace, parent, isCircular);
  const declared = declare(named, {
    code,
    namespace,
    description,
    parent: reason === undefined ? parent?.code : undefined,
  });
  if (reason === undefined) return declared;
  return {
    ...declared,
    omissions: [...declared.omissions, { subject: labelOf(named), part: "parent", reason }],
  };
}

/** A parent is looked up in the namespace of the role. */
function mistakeInParent(
  namespace: string,
  parent: NonNullable<PoolRole["parent"]>,
  isCircular: boolean,
): string | undefined {
  if (isCircular) return "the role inherits from itself";
  if (parent.namespace !== namespace) return `the parent is in another namespace, ${parent.namespace}`;
  return mistakeInName(roleNamed(parent));
}

/** Roles that are their own ancestors. */
function rolesInCircles(roles: readonly PoolRole[]): Set<string> {
  const parents = new Map(
    roles.map((found) => [nameOf(roleNamed(found)), found.parent && nameOf(roleNamed(found.parent))]),
  );
  const circular = new Set<string>();
  for (const start of parents.keys()) {
    const line = new Set<string>();
    let next = parents.get(start);
    while (next && next !== start && !line.has(next)) {
      line.add(next);
      next = parents.get(next);
    }
    if (next === start) circular.add(start);
  }
  return circular;
}

function declare(named: Named, observed: Readonly<Record<string, unknown>>): DeclaredObject {
  const subject = labelOf(named);
  const omissions: Omission[] = [];
  const values: Record<string, unknown> = {};
  const without = (reason: string): DeclaredObject => ({
    ...named,
    values: undefined,
    omissions: [{ subject, part: undefined, reason }],
  });
  const inName = mistakeInName(named);
  if (inName !== undefined) return without(inName);
  for (const [name, field] of Object.entries(kinds[named.section].fields)) {
    const value = observed[name];
    if (isSame(field, value, field.unset) && !field.required) continue;
    const mistake = value === undefined ? "cannot be declared" : mistakeIn(field, value);
    if (mistake === undefined) values[name] = value;
    else if (field.required) return without(`${name} ${mistake}`);
    else omissions.push({ subject, part: name, reason: mistake });
  }
  return { ...named, values, omissions };
}

function typeOf(dataType: string): string | undefined {
  return Object.entries(customTypes).find(([, type]) => type === dataType)?.[0];
}

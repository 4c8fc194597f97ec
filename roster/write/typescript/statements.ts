import type { Properties } from "../../../model/rules/record.js";
import { user as userKind } from "../../../model/schema/index.js";
import { defaultNamespace } from "../../../sdk/index.js";
import { groupedBy } from "../order.js";
import type { ObjectSection, PlannedObject, PlannedPerson } from "../plan.js";
import type { Scope } from "./names.js";
import { Expression, quoted, sourceOf } from "./source.js";

const classes: Readonly<Record<ObjectSection, string>> = {
  customFields: "UserField",
  groups: "Group",
  policies: "Policy",
  roles: "Role",
};

/** The statements that declare an object, and the policies that are assigned to it. */
export function objectStatements(object: PlannedObject, scope: Scope): string[] {
  const { section, key, code, namespace, values, policies, isExternal } = object;
  const resource = scope.resource(section, key);
  const holderType = section === "groups" ? "group" : "role";
  const holder = { [holderType]: resource ? new Expression(`${resource.source}.code`) : code };
  const assignments = assignmentStatements(`${holderType}/${key}`, holder, policies, scope);
  if (isExternal || resource === undefined) return assignments;
  const { parent } = values;
  const args =
    section === "roles" && typeof parent === "string"
      ? { ...values, parent: scope.codeOfRole(parent, namespace) }
      : values;
  return [
    `export const ${resource.source} = ${construction(classes[section], key, args)};\n`,
    ...assignments,
  ];
}

/** The statements that declare a user with groups, roles and policies. The variable is needed for policies only. */
export function personStatements(person: PlannedPerson, variable: string, scope: Scope): string[] {
  const { key, values, groups, roles, policies } = person;
  const lists: Properties = {
    groups: listOf("groups", groups, scope),
    roles: listOf("roles", roles, scope),
  };
  const args = Object.keys(userKind.fields)
    .map((name) => [name, values[name] ?? lists[name]] as const)
    .filter(([, value]) => value !== undefined);
  const data = values[userKind.subject.customData] ?? {};
  const dependencies = Object.keys(data).flatMap((field) => scope.customField(field) ?? []);
  const options = dependencies.length === 0 ? undefined : { dependsOn: dependencies };
  const created = construction("User", key, Object.fromEntries(args), options);
  if (policies.length === 0) return [`${created};\n`];
  const holder = { userId: new Expression(`${variable}.id`) };
  return [
    `const ${variable} = ${created};\n`,
    ...assignmentStatements(`user/${key}`, holder, policies, scope),
  ];
}

/** One resource for the policies of each namespace. */
function assignmentStatements(
  name: string,
  holder: Properties,
  policies: readonly string[],
  scope: Scope,
): string[] {
  const byNamespace = groupedBy(policies, (key) => scope.namespaceOf("policies", key) ?? defaultNamespace);
  return [...byNamespace].map(([namespace, keys]) => {
    const isUsual = namespace === defaultNamespace;
    const args = {
      ...holder,
      policies: keys.map((key) => scope.reference("policies", key)),
      ...(isUsual ? {} : { namespace }),
    };
    // As a roster names it.
    return `${construction("PolicyAssignment", `${name}/${namespace}`, args)};\n`;
  });
}

function listOf(section: ObjectSection, keys: readonly string[], scope: Scope): unknown {
  return keys.length === 0 ? undefined : keys.map((key) => scope.reference(section, key));
}

function construction(className: string, name: string, args: Properties, options?: Properties): string {
  const parts = [quoted(name), sourceOf(args), ...(options === undefined ? [] : [sourceOf(options)])];
  return `new approw.${className}(${parts.join(", ")})`;
}

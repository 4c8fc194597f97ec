import { codedNouns } from "../../model/rules/coded.js";
import { isSame } from "../../model/rules/same.js";
import { group, policy, role, userField } from "../../model/schema/index.js";
import type { CodedKind } from "../../model/schema/kind.js";
import { writtenStatement } from "../../model/schema/policy-statement.js";
import { customTypes } from "../../model/schema/user-field.js";
import { mistakeIn } from "./declared-person.js";
import type { Omission } from "./omission.js";
import type { ObjectSection } from "./plan.js";
import type { PoolContents } from "./pool-contents.js";

/** A group, role, policy or custom field of the pool, as a roster would declare it. */
export interface DeclaredObject {
  readonly section: ObjectSection;
  readonly code: string;
  readonly namespace: string | undefined;
  /** Undefined: it cannot be declared, or it comes with the service. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly omissions: readonly Omission[];
}

/** Everything that has a code, in the order of the pool. */
export function declareObjects(contents: PoolContents): DeclaredObject[] {
  return [
    ...contents.groups.map((found) => declare("groups", group, found.code, undefined, { ...found })),
    ...contents.roles.map(({ isSystem, parent, ...found }) =>
      isSystem
        ? builtIn("roles", found)
        : declare("roles", role, found.code, found.namespace, { ...found, ...parentOf(found, parent) }),
    ),
    ...contents.policies.map(({ isDefault, statements, ...found }) =>
      isDefault
        ? builtIn("policies", found)
        : declare("policies", policy, found.code, found.namespace, {
            ...found,
            statements: statements.map(writtenStatement),
          }),
    ),
    ...contents.customFields.map(({ key, label, dataType }) =>
      declare("customFields", userField, key, undefined, { key, label, type: typeOf(dataType) }),
    ),
  ];
}

function builtIn(section: ObjectSection, { code, namespace }: Place): DeclaredObject {
  return { section, code, namespace, values: undefined, omissions: [] };
}

interface Place {
  readonly code: string;
  readonly namespace: string;
}

function declare(
  section: ObjectSection,
  kind: CodedKind,
  code: string,
  namespace: string | undefined,
  observed: Readonly<Record<string, unknown>>,
): DeclaredObject {
  const noun = codedNouns[kind.subject.object];
  const subject = `${noun} ${namespace === undefined ? code : `${namespace}/${code}`}`;
  const omissions: Omission[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    const value = observed[name];
    if (isSame(field, value, field.unset) && !field.required) continue;
    const mistake = mistakeIn(field, value);
    if (mistake === undefined) values[name] = value;
    else if (field.required) {
      const reason = `${name} ${mistake}`;
      return {
        section,
        code,
        namespace,
        values: undefined,
        omissions: [{ subject, part: undefined, reason }],
      };
    } else omissions.push({ subject, part: name, reason: mistake });
  }
  return { section, code, namespace, values, omissions };
}

/** A parent is looked up in the namespace of the role. */
function parentOf(
  { namespace }: Place,
  parent: PoolContents["roles"][number]["parent"],
): { readonly parent?: string } {
  return parent?.namespace === namespace ? { parent: parent.code } : {};
}

function typeOf(dataType: string): string | undefined {
  return Object.entries(customTypes).find(([, type]) => type === dataType)?.[0];
}

import type { Finding } from "../../../../drift/finding/finding.js";
import { kindOfObject, type ObjectType } from "../../../../drift/finding/objects.js";
import type { Scoped } from "../../../../roster/reading/scoped.js";
import type { Roster, RosterObject } from "../../../../roster/roster.js";
import type { Subject } from "../../../../roster/update/change.js";
import { defaultNamespace } from "../../../../sdk/index.js";
import { changing, done, type Intent, refused } from "./intent.js";
import { intentOfAccess } from "./intent-of-access.js";
import { intentOfField } from "./intent-of-field.js";
import type { Surveyed } from "./surveyed.js";

type AboutObject = Extract<Finding, { object: unknown }>;

/** What is found of a group, role, policy or custom field. */
export function intentOfObject(finding: AboutObject, surveyed: Surveyed): Intent {
  const { type, code, namespace = defaultNamespace } = finding.object;
  const { name } = kindOfObject(type);
  const subject = subjects[type];
  const known = surveyed.roster.objects[name as keyof Roster["objects"]];
  const object = [...known.values()].find((each) => each.code === code && each.namespace === namespace);
  if (finding.kind === "object-unmanaged") return newObject(subject, { code, namespace }, object);
  if (object === undefined) {
    const reason = `the roster has no ${subject} with the code ${code}`;
    return finding.kind === "object-gone" ? done(reason) : refused(reason);
  }
  if (object.isExternal && !finding.kind.startsWith("object-policy-"))
    return refused(`the roster marks the ${subject} ${object.key} as external`);
  const about = { subject, key: object.key };
  switch (finding.kind) {
    case "object-gone":
      return changing("removed", about);
    case "object-changed": {
      const row = kindOfObject(type).fields[finding.field];
      if (row === undefined) throw new Error(`a finding is about the field ${finding.field}`);
      const written = object.arguments.get(finding.field)?.value;
      return intentOfField(
        { ...about, field: finding.field },
        row,
        written,
        finding.declared,
        finding.observed,
      );
    }
    case "object-conflict":
      throw new Error("a conflict has been refused");
    default:
      return intentOfAccess(finding, about, object.grants, surveyed.today);
  }
}

const subjects: Readonly<Record<ObjectType, Subject>> = {
  group: "group",
  role: "role",
  policy: "policy",
  userField: "custom field",
};

function newObject(subject: Subject, { code, namespace }: Scoped, object: RosterObject | undefined): Intent {
  if (object?.isExternal === true)
    return refused(`the roster marks the ${subject} ${object.key} as external`);
  if (object !== undefined)
    return done(`the roster has this ${subject} as ${object.key}; \`pulumi up\` takes the ${subject} over`);
  return changing("added", { subject, id: code, namespace });
}

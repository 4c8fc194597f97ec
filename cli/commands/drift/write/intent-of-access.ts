import type { Finding } from "../../../../drift/finding/finding.js";
import { isInForce } from "../../../../roster/declaring/ends.js";
import type { Scoped } from "../../../../roster/reading/scoped.js";
import type { Grant } from "../../../../roster/roster.js";
import { defaultNamespace } from "../../../../sdk/index.js";
import { textOf } from "./about.js";
import { changing, done, type EntryOf, type Intent } from "./intent.js";

/** @param grants what the entry has, from all sides of the roster */
export function intentOfAccess(
  finding: Finding,
  { subject, key }: EntryOf,
  grants: readonly Grant[],
  today: string,
): Intent {
  const { edge, target } = accessIn(finding);
  const isTarget = (other: Scoped): boolean => textOf(other) === textOf(target);
  const grant = grants.find((each) => each.edge === edge && isTarget(each.target) && isInForce(each, today));
  const isRemoved = finding.kind.endsWith("-removed");
  if (isRemoved && grant === undefined) return done(`the roster no longer gives the ${edge} ${target.code}`);
  if (!isRemoved && grant !== undefined) return done(`the roster already gives the ${edge} ${target.code}`);
  return changing(isRemoved ? "taken" : "given", { subject, key, edge, target });
}

function accessIn(finding: Finding): { readonly edge: Grant["edge"]; readonly target: Scoped } {
  if ("group" in finding)
    return { edge: "group", target: { namespace: defaultNamespace, code: finding.group } };
  if ("role" in finding)
    return { edge: "role", target: { namespace: finding.namespace, code: finding.role } };
  if ("policy" in finding)
    return { edge: "policy", target: { namespace: finding.namespace, code: finding.policy } };
  throw new Error(`${finding.kind} is not about access`);
}

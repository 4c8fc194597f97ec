import { printable } from "../../model/rules/printable.js";
import type { Finding } from "../finding/finding.js";
import { wordOfObject } from "./ignore.js";
import { placeholderReason } from "./policy.js";

/** An acceptance ends after so many days, unless the team renews it. */
const acceptedDays = 90;

/** An entry for the list `accepted` of the policy file, as YAML. The reader writes the reason. */
export function acceptanceFor({ id }: Finding, generatedAt: string): string {
  const until = new Date(Date.parse(generatedAt) + acceptedDays * 86_400_000).toISOString().slice(0, 10);
  return [`- finding: ${id}`, `  reason: "${placeholderReason}"`, `  until: ${until}`].join("\n");
}

/** The rule that leaves out exactly what was found; undefined where no rule can. */
export function ignoreRuleFor(finding: Finding): string | undefined {
  if (finding.kind === "group-foreign") return exactRule("group", finding.group);
  // A rule for a group would also leave out users and memberships, which are not what was found.
  if (finding.kind === "object-unmanaged")
    return finding.object.type === "group"
      ? undefined
      : exactRule(finding.object.type, wordOfObject(finding.object));
  // What a program declares is never left out.
  if (finding.kind !== "user-unmanaged" || finding.owners.length > 0) return undefined;
  return finding.user.username === undefined ? undefined : exactRule("username", finding.user.username);
}

/** Words that the syntax of the rules changes have no rule of their own. */
function exactRule(type: string, word: string): string | undefined {
  const isExact = !/[*]|\s#|^[\s@]|\s$/u.test(word) && word !== "" && printable(word) === word;
  return isExact ? `${type}:${word}` : undefined;
}

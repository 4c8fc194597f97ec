import { printable } from "../../model/rules/printable.js";
import type { Entry } from "../finding/entry.js";
import { wordOfObject } from "./ignore.js";
import { placeholderReason } from "./policy.js";

/** An acceptance ends after so many days, unless the team renews it. */
const acceptedDays = 90;

/** An entry for the list `accepted` of the policy file, as YAML. The reader writes the reason. */
export function acceptanceFor({ id }: Entry, generatedAt: string): string {
  const until = new Date(Date.parse(generatedAt) + acceptedDays * 86_400_000).toISOString().slice(0, 10);
  return [`- finding: ${id}`, `  reason: "${placeholderReason}"`, `  until: ${until}`].join("\n");
}

/** The rule that leaves out exactly what was found; undefined where no rule can. */
export function ignoreRuleFor(entry: Entry): string | undefined {
  if (entry.kind === "group-foreign") return exactRule("group", entry.group);
  // A rule for a group would also leave out users and memberships, which are not what was found.
  if (entry.kind === "object-unmanaged")
    return entry.object.type === "group"
      ? undefined
      : exactRule(entry.object.type, wordOfObject(entry.object));
  // What a program declares is never left out.
  if (entry.kind !== "user-unmanaged" || entry.owners.length > 0) return undefined;
  return entry.user.username === undefined ? undefined : exactRule("username", entry.user.username);
}

/** Words that the syntax of the rules changes have no rule of their own. */
function exactRule(type: string, word: string): string | undefined {
  const isExact = !/[*]|\s#|^[\s@]|\s$/u.test(word) && word !== "" && printable(word) === word;
  return isExact ? `${type}:${word}` : undefined;
}

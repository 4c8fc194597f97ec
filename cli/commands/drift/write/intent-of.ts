import type { Finding } from "../../../../drift/finding/finding.js";
import { type Intent, refused } from "./intent.js";
import { intentOfObject } from "./object-intents.js";
import { intentOfPerson, intentOfUnmanaged } from "./person-intents.js";
import { isOfRoster } from "./roster-resources.js";
import type { Surveyed } from "./surveyed.js";

/** What a finding means for a roster. Where that is not certain, it is refused. */
export function intentOf(finding: Finding, surveyed: Surveyed): Intent {
  if (finding.kind.endsWith("-conflict"))
    return refused("several resources manage it; decide which one, and remove it from the others");
  if ("ended" in finding && finding.ended !== undefined)
    return refused(
      `it ended on ${finding.ended.until} (${finding.ended.place}); to keep it, change the day there`,
    );
  const other = finding.owners.find((owner) => !isOfRoster(owner));
  if (other !== undefined)
    return refused(`it is also about ${other.urn}, which is not a resource of a roster`);
  if (finding.kind === "user-unmanaged") return intentOfUnmanaged(finding, surveyed);
  return "user" in finding ? intentOfPerson(finding, surveyed) : intentOfObject(finding, surveyed);
}

import type { Planned } from "../../drift/finding/planned.js";
import { accessChanges } from "./access-changes.js";
import type { Story } from "./cast.js";
import { objectChanges } from "./object-changes.js";
import { refusals } from "./refusals.js";
import { userChanges } from "./user-changes.js";

/** What a run does to a pool, as far as it can, and what it would refuse. */
export function effectsOf(story: Story): Planned[] {
  return [...refusals(story), ...userChanges(story), ...accessChanges(story), ...objectChanges(story)];
}

import { defaultNamespace } from "../sdk/roles/role.js";
import type { Ending } from "./declaring/endings.js";
import { describePlace } from "./place.js";

/** `ada: role admin ended on 2026-12-31 (TICKET-1) (people/eng.yaml:12:5)`, or `ends on` where the day is not over. */
export function describeEnding(ending: Ending, today: string): string {
  const { what, person, holder = "", code, namespace, until, reason, place } = ending;
  const isOver = until < today;
  const where = namespace === undefined || namespace === defaultNamespace ? "" : ` in namespace ${namespace}`;
  const subject =
    what === "person"
      ? `${code} ${isOver ? "left" : "leaves"}`
      : `${person ?? holder}: ${what} ${code}${where} ${isOver ? "ended" : "ends"}`;
  const why = reason === undefined ? "" : ` (${reason})`;
  return `${subject} on ${until}${why} (${describePlace(place)})`;
}

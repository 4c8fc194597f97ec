import type { ManagedPool } from "../../drift/compare/managed-pool.js";
import type { Difference } from "../../drift/finding/finding.js";
import type { Planned } from "../../drift/finding/planned.js";
import type { Provenance } from "./provenance.js";
import { wantedOf } from "./wanted-of.js";

/**
 * Findings or changes, each with the lines behind it.
 *
 * @param leavingIds the users whose resource leaves the program
 */
export async function withOrigins<Entry extends Difference | Planned>(
  differences: readonly Entry[],
  managed: ManagedPool,
  provenance: Provenance,
  leavingIds: ReadonlySet<string> = new Set(),
): Promise<Entry[]> {
  const asked = differences.map((difference) => ({
    ...wantedOf(difference, managed, leavingIds),
    owners: difference.owners,
  }));
  const origins = await provenance.of(asked);
  return differences.map((difference, index) => {
    const own = origins[index] ?? [];
    return own.length === 0 ? difference : { ...difference, origins: own };
  });
}

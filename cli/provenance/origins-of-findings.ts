import type { ManagedPool } from "../../drift/compare/managed-pool.js";
import type { Difference } from "../../drift/finding/finding.js";
import type { Provenance } from "./provenance.js";
import { wantedOf } from "./wanted-of.js";

/** The differences, each with the lines behind it. */
export async function withOrigins(
  differences: readonly Difference[],
  managed: ManagedPool,
  provenance: Provenance,
): Promise<Difference[]> {
  const asked = differences.map((difference) => ({
    ...wantedOf(difference, managed),
    owners: difference.owners,
  }));
  const origins = await provenance.of(asked);
  return differences.map((difference, index) => {
    const own = origins[index] ?? [];
    return own.length === 0 ? difference : { ...difference, origins: own };
  });
}

import type { UserSnapshot } from "../../sdk/index.js";
import { countCodes } from "./compare-codes.js";
import type { Difference } from "./finding.js";
import type { OwnedByCode } from "./managed-pool.js";

/** Counts how much of the pool code owns. Who is ignored is counted apart. */
export class Coverage {
  readonly people = { total: 0, managed: 0 };
  readonly memberships = { total: 0, managed: 0 };
  readonly roles = { total: 0, managed: 0 };
  readonly ignored = { people: 0, peopleWithRoles: 0, memberships: 0 };

  /** `ignored`: what of the person's differences is outside of code on purpose. */
  count(person: UserSnapshot, owned: OwnedByCode, ignored: readonly Difference[]): void {
    const { group, role } = countCodes(owned, person);
    if (ignored.some(({ kind }) => kind === "person-unmanaged")) {
      this.ignored.people += 1;
      if (role.total > 0) this.ignored.peopleWithRoles += 1;
      return;
    }
    this.people.total += 1;
    if (owned.people.length > 0) this.people.managed += 1;
    this.ignored.memberships += ignored.length;
    this.memberships.total += group.total - ignored.length;
    this.memberships.managed += group.managed;
    this.roles.total += role.total;
    this.roles.managed += role.managed;
  }
}

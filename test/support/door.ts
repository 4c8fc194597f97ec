import type { CheckedInputs, CheckFailure } from "../../model/rules/check-inputs.js";
import type { Difference } from "../../model/rules/difference.js";
import type { Properties } from "../../model/rules/record.js";
import type { KindName } from "../../model/schema/index.js";
import { check, type Session } from "../../provider/session.js";

/** What the engine knows of a resource. */
interface KnownResource {
  readonly id: string;
  readonly outs: Properties;
  readonly inputs: Properties;
}

/** How the small engine reaches the handlers: through one of the adapters. */
export interface Door {
  check(
    kind: KindName,
    name: string | undefined,
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: readonly CheckFailure[] }>;
  diff(kind: KindName, known: KnownResource, news: Properties): Promise<Difference>;
  create(kind: KindName, inputs: Properties): Promise<{ id: string; outs: Properties }>;
  read(
    kind: KindName,
    known: KnownResource,
  ): Promise<{ id: string; outs: Properties; inputs?: Properties } | "gone">;
  update(kind: KindName, known: KnownResource, news: Properties): Promise<{ outs: Properties }>;
  delete(kind: KindName, known: KnownResource): Promise<void>;
}

/** The handlers as dynamic resources reach them. */
export function sessionDoor(session: Session): Door {
  return {
    check: (kind, _name, olds, news): Promise<CheckedInputs> =>
      Promise.resolve(check(kind, olds, news, () => session)),
    // eslint-disable-next-line @typescript-eslint/require-await -- a mistake must become a rejection
    diff: async (kind, { id, outs }, news) => session.diff(kind, id, outs, news),
    create: (kind, inputs) => session.create(kind, inputs),
    read: (kind, { id, outs }) => session.read(kind, id, outs),
    update: (kind, { id, outs }, news) => session.update(kind, id, outs, news),
    delete: (kind, { id, outs }) => session.delete(kind, id, outs),
  };
}

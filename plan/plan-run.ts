import type { Planned } from "../drift/finding/planned.js";
import { createEmulator } from "../emulator/index.js";
import { ownedState } from "../model/rules/imported.js";
import { uniqueValueIn } from "../model/rules/user-key.js";
import { schemaOf } from "../model/schema/index.js";
import { UserPool } from "../provider/pool/user-pool.js";
import type { StackState } from "../provider/process/stack-state.js";
import { Session } from "../provider/session.js";
import { ManagementClient, type SnapshotSelection } from "../sdk/index.js";
import { type PoolCopy, readCopy } from "./copy/read-copy.js";
import { neededFor, type Touched } from "./copy/selection.js";
import { effectsOf } from "./effects/effects.js";
import { indexActs } from "./effects/indexed-acts.js";
import { indexPool } from "./effects/indexed-pool.js";
import type { KnownResource, Step } from "./preview/resource.js";
import { type Act, Rehearsal } from "./rehearsal/rehearse.js";
import { type Part, scriptOf } from "./rehearsal/script.js";

/** A run of a program, as far as one user pool is concerned. */
export interface Run {
  /** The stack, as reports name it. */
  readonly source: string;
  readonly resources: readonly KnownResource[];
  readonly steps: readonly Step[];
  /** `approw:adopt`. */
  readonly adopt: boolean;
  /** The `Provider` of the resources, if it is not that of the stack. */
  readonly providerName: string | undefined;
}

export interface PlanOptions {
  /** What to read of users beside what the run needs. */
  readonly also: Pick<SnapshotSelection, "customData" | "fields" | "policyNamespaces">;
  readonly pageSize: number;
  readonly roleNamespaces: readonly string[];
  readonly onProgress: (read: number, total: number) => void;
}

/** What a run would do to one user pool. */
export interface PlannedRun {
  readonly planned: readonly Planned[];
  /** The users whose resource is removed and who are deleted or blocked. */
  readonly removedIds: ReadonlySet<string>;
  readonly acts: readonly Act[];
  readonly copy: PoolCopy;
  /** What the run would say beside its results. */
  readonly warnings: readonly string[];
}

/** In the copy nothing is waited for. */
const quietMs = 20;

/**
 * Reads the pool, makes a copy of it in an emulator, and does with the copy what the run would do with the pool. Nothing is
 * written to the pool.
 */
export async function planRun(client: ManagementClient, run: Run, options: PlanOptions): Promise<PlannedRun> {
  const script = scriptOf(run.resources, run.steps);
  const touched = touchedIn(script);
  const expectedIds = touched.flatMap(({ kind, id }) => (kind === "User" && id !== undefined ? [id] : []));
  const copy = await readCopy(client, neededFor(touched, options.also), { ...options, expectedIds });
  const warnings: string[] = [];
  const emulator = await createEmulator({ userPoolId: client.userPoolId, content: copy.content });
  try {
    const before = indexPool(emulator.content());
    const copyClient = new ManagementClient({
      host: emulator.url,
      userPoolId: emulator.userPoolId,
      secret: emulator.secret,
    });
    const pool = new UserPool(copyClient, unlimited, "auto", quietMs);
    const session = new Session(pool, stackOf(run.resources), noOtherSettings, {
      adopt: run.adopt,
      debug: true,
      providerName: run.providerName,
      warn: (text) => warnings.push(text),
    });
    const rehearsal = new Rehearsal(session, new Map(copy.users.map((user) => [user.id, user])));
    await rehearsal.run(script);
    const { acts, ownedIds, secretFields } = rehearsal;
    const after = indexPool(emulator.content());
    const planned = effectsOf({
      before,
      after,
      acts: indexActs(acts),
      ownedIds,
      secretFields,
      source: run.source,
    });
    return { planned, removedIds: removedIn(acts, planned), acts, copy, warnings };
  } finally {
    await emulator.close();
  }
}

function removedIn(acts: readonly Act[], planned: readonly Planned[]): ReadonlySet<string> {
  const leaving = new Set(acts.filter(({ does }) => does === "delete").map(({ id }) => id));
  return new Set(
    planned.flatMap((change) => {
      const isLoss = change.kind === "user-deleted" || change.kind === "user-blocked";
      return isLoss && leaving.has(change.user.id) ? [change.user.id] : [];
    }),
  );
}

/** The limit of a run is judged by the number of users in the plan, not one after the other. */
const unlimited = { max: undefined, name: "approw:maxDeletions", remedy: "" };

const noOtherSettings = {
  maxDeletions: () => Promise.resolve(undefined),
  maxDeletionsOfStack: () => Promise.resolve(undefined),
  withOtherLogin: () => Promise.resolve(undefined),
};

function touchedIn(script: readonly Part[]): Touched[] {
  return script.flatMap((part): Touched[] => {
    if (part.does === "keep") return [];
    const known = part.known === undefined ? [] : [part.known.inputs, part.known.outputs];
    if (part.does === "delete") return [{ kind: part.known.kind, id: part.known.id, properties: known }];
    const { declared, imports } = part;
    const isNamed = imports !== undefined && uniqueValueIn(imports) !== undefined;
    const id = part.known?.id ?? (isNamed ? undefined : imports);
    return [{ kind: declared.kind, id, properties: [...known, declared.inputs] }];
  });
}

function stackOf(resources: readonly KnownResource[]): StackState {
  const managers = new Map(
    resources
      .filter(({ kind, isPendingDelete }) => kind === "User" && !isPendingDelete)
      .map(({ id, urn, kind, inputs, outputs, isProtected, isRetained }) => [
        id,
        {
          urn,
          state: ownedState(schemaOf(kind), { state: outputs, inputs }),
          isKept: isProtected || isRetained,
          mayBeLeftOut: false,
        },
      ]),
  );
  return { managerOf: (userId) => Promise.resolve(managers.get(userId)) };
}

import { checkInputs } from "../../model/rules/check-inputs.js";
import { differenceOf } from "../../model/rules/difference.js";
import {
  type EdgeSet,
  edgeSetId,
  edgeSetOf,
  holderProperties,
  parseEdgeSetId,
  withOneHolder,
  withPlainCodes,
} from "../../model/rules/edges.js";
import { knownCodes, type KnownCodes, noKnownCodes, ownedCodes } from "../../model/rules/known-codes.js";
import { holderGone } from "../../model/rules/holder.js";
import { projectCodes } from "../../model/rules/project-codes.js";
import { presentProperties, type Properties } from "../../model/rules/record.js";
import type { EdgeKind, GrantKind } from "../../model/schema/kind.js";
import type { Held } from "../pool/reading/held-codes.js";
import type { Outcome } from "../pool/writing/assignment-writer.js";
import type { Handler, HandlerContext } from "./handler.js";
import { reconcileCodes, releaseCodes } from "./reconcile-codes.js";
import { toSetReadResult } from "./set-read-result.js";

/** How to read and change the codes of one holder in the pool. */
interface HolderInPool {
  /** The codes that the holder has. `isFresh`: ask the service now, for a decision that cannot be undone. */
  readonly observe: (isFresh: boolean) => Promise<Held>;
  /** `mayBeHeld`: the holder may have them already, so that reading is worth a request. */
  readonly give: (codes: readonly string[], mayBeHeld: boolean) => Promise<Outcome>;
  readonly take: (codes: readonly string[]) => Promise<Outcome>;
  /** Takes because the resource is removed from the program. */
  readonly release: (codes: readonly string[]) => Promise<Outcome>;
}

type HolderOf = (context: HandlerContext, set: Pick<EdgeSet, "holder" | "scope">) => HolderInPool;

/**
 * The life of a set of codes of one holder. It is additive unless `exhaustive`: it holds the codes that it declares and
 * leaves the others alone. For another holder or scope the resource is replaced: the new codes are given before the
 * previous ones are taken.
 */
export function edgeSetHandler(kind: EdgeKind | GrantKind, holderOf: HolderOf): Handler {
  return {
    check(_olds, news) {
      return withPlainCodes(kind, withOneHolder(kind, checkInputs(kind, news)));
    },

    diff(state, declared) {
      const { changes, changed, replaces } = differenceOf(kind, state, declared);
      return replaces === undefined ? { changes, changed } : { changes, changed, replaces };
    },

    async create(context, declared) {
      const id = edgeSetId(kind, edgeSetOf(kind, declared));
      return { id, outs: await reconcile(context, id, declared) };
    },

    async read(context, id, state) {
      const known = edgeSetOf(kind, state);
      const held = await holderOf(context, known).observe(false);
      if (held === "gone") return "gone";
      const observed = projectCodes(known.codes, held, known.exhaustive);
      return toSetReadResult(id, state, kind.subject.codes, known.codes, observed);
    },

    async lookUp(context, id) {
      const set = parseEdgeSetId(kind, id);
      const held = await holderOf(context, set).observe(true);
      if (held === "gone") return "gone";
      const outs = {
        ...holderProperties(kind, set),
        [kind.subject.codes]: held,
        userPoolId: context.pool.userPoolId,
      };
      return { id, outs };
    },

    async update(context, id, state, declared) {
      const known = knownCodes(state, edgeSetOf(kind, state).codes);
      return { outs: await reconcile(context, id, declared, known) };
    },

    async delete(context, id, state) {
      const known = edgeSetOf(kind, state);
      const { release } = holderOf(context, known);
      await releaseCodes({ id, property: kind.subject.codes, release }, ownedCodes(state, known.codes));
    },
  };

  /**
   * `known`: what the state knows of its codes; undefined for a new resource. An exhaustive resource also decides on those
   * given elsewhere.
   */
  async function reconcile(
    context: HandlerContext,
    id: string,
    declared: Properties,
    known?: KnownCodes,
  ): Promise<Record<string, unknown>> {
    const set = edgeSetOf(kind, declared);
    const holder = holderOf(context, set);
    const observed = set.exhaustive ? await observeExisting(holder, set) : undefined;
    const { owned, unconfirmed } = known ?? noKnownCodes;
    // A program that adopts declares what is there. What is unconfirmed may be there.
    const mayBeHeld = (context.adopt && known === undefined) || unconfirmed.length > 0;
    const give = (codes: readonly string[]): Promise<Outcome> => holder.give(codes, mayBeHeld);
    const target = { id, property: kind.subject.codes, ...holder, give };
    const outs = { ...presentProperties(declared), userPoolId: context.pool.userPoolId };
    return await reconcileCodes(target, { observed, owned, unconfirmed }, set.codes, outs);
  }
}

async function observeExisting(inPool: HolderInPool, { holder, scope }: EdgeSet): Promise<readonly string[]> {
  const held = await inPool.observe(true);
  if (held === "gone") throw holderGone(holder, scope);
  return held;
}

import type { Turn } from "../pool/safety/turn.js";
import type { UserPool } from "../pool/user-pool.js";
import type { Adapter } from "../process/run-peers.js";
import type { Manager } from "../process/stack-state.js";
import type { CheckedInputs } from "../../model/rules/check-inputs.js";
import type { Difference } from "../../model/rules/difference.js";
import type { Properties } from "../../model/rules/record.js";

/** What a handler works with: the user pool, and the stack's settings that change what it does. */
export interface HandlerContext {
  readonly pool: UserPool;
  /** `approw:adopt`: create takes over users who already exist. */
  readonly adopt: boolean;
  /** `approw:debug`: messages show unmasked names. */
  readonly isDebug: boolean;
  /** What manages the resources of this process. One that moves to the other has another type. */
  readonly adapter: Adapter;
  /** This operation, for those who wait for its end. */
  readonly turn: Turn;
  /**
   * The resource that manages a user by the state of the stack; undefined when none does. Throws when the state cannot be
   * read.
   */
  readonly managerOf: (userId: string) => Promise<Manager | undefined>;
  /** Makes a user who already exists the resource's own. Throws when a resource of this run owns the user. */
  readonly takeOver: (userId: string) => void;
  /** Writes a line into the engine's output. */
  readonly warn: (text: string) => void;
}

/** What the service says of an object: its outputs and, where it has drifted, the inputs that would declare it so. */
export interface ReadResult {
  readonly id: string;
  readonly outs: Record<string, unknown>;
  readonly inputs?: Record<string, unknown>;
}

/**
 * The life of one kind of resource. `check` and `diff` do no I/O: the engine calls them one after the other, so every
 * resource would pay for a wait in them. `state` is what create, read or update left as outputs. The session around a
 * handler makes sure that the state belongs to the user pool, and that no other resource owns the same.
 */
export interface Handler {
  check(olds: Properties, news: Properties): CheckedInputs;
  diff(state: Properties, declared: Properties): Difference;
  create(
    context: HandlerContext,
    declared: Properties,
  ): Promise<{ id: string; outs: Record<string, unknown> }>;
  /** "gone" only when the service has said so. */
  read(context: HandlerContext, id: string, state: Properties): Promise<ReadResult | "gone">;
  /** Reads an object by its id alone, which no state knows: everything but secrets. */
  lookUp(context: HandlerContext, id: string): Promise<ReadResult | "gone">;
  update(
    context: HandlerContext,
    id: string,
    state: Properties,
    declared: Properties,
  ): Promise<{ outs: Record<string, unknown> }>;
  delete(context: HandlerContext, id: string, state: Properties): Promise<void>;
}

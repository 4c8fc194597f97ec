import { isDeepStrictEqual } from "node:util";

import type { Properties } from "../../model/rules/record.js";
import type { KindName } from "../../model/schema/index.js";
import { OperationError } from "../../provider/operation-error.js";
import type { Session } from "../../provider/session.js";
import { type Door, sessionDoor } from "./door.js";

/** What the engine keeps of one resource. */
export interface Kept {
  readonly id: string;
  readonly outs: Properties;
  readonly inputs: Properties;
  /** A write was done in part: the next `up` updates even where there is no difference. */
  readonly isUnfinished: boolean;
}

/**
 * The order in which the engine calls the provider for one resource, and what it keeps of the answers, as the real one was
 * seen to do. The engine tests run the real one; this one makes hundreds of lives affordable.
 */
export class SmallEngine {
  kept: Kept | undefined;

  constructor(
    private readonly kind: KindName,
    private readonly context: () => { readonly session: Session },
    private readonly open: (session: Session) => Door = sessionDoor,
  ) {}

  async up(news: Properties): Promise<"create" | "update" | "replace" | "same"> {
    const door = this.#open();
    const { inputs, failures } = await door.check(this.kind, undefined, this.kept?.inputs ?? {}, news);
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
    if (this.kept === undefined) return await this.#create(door, inputs);
    const { kept } = this;
    const { changes, replaces = [], deleteBeforeReplace } = await door.diff(this.kind, kept, inputs);
    if (replaces.length > 0) {
      if (deleteBeforeReplace) await door.delete(this.kind, kept);
      if (deleteBeforeReplace) this.kept = undefined;
      await this.#create(door, inputs);
      if (!deleteBeforeReplace) await door.delete(this.kind, kept);
      return "replace";
    }
    if (!changes && !kept.isUnfinished) {
      this.kept = { ...kept, inputs };
      return "same";
    }
    await this.#keepPartly(inputs, async () => ({
      id: kept.id,
      ...(await door.update(this.kind, kept, inputs)),
    }));
    return "update";
  }

  async refresh(): Promise<"gone" | "changed" | "same"> {
    if (this.kept === undefined) return "same";
    const { outs, inputs } = this.kept;
    const read = await this.#open().read(this.kind, this.kept);
    if (read === "gone") {
      this.kept = undefined;
      return "gone";
    }
    this.kept = { ...this.kept, outs: read.outs, inputs: read.inputs ?? inputs };
    const isSame = isDeepStrictEqual([outs, inputs], [this.kept.outs, this.kept.inputs]);
    return read.inputs === undefined || isSame ? "same" : "changed";
  }

  /** Reads an object that the state does not know, as `pulumi import` does. */
  async import(id: string): Promise<void> {
    const read = await this.#open().read(this.kind, { id, outs: {}, inputs: {} });
    if (read === "gone" || read.inputs === undefined) throw new Error(`${id} cannot be imported`);
    this.kept = { id: read.id, outs: read.outs, inputs: read.inputs, isUnfinished: false };
  }

  async destroy(): Promise<void> {
    if (this.kept === undefined) return;
    await this.#open().delete(this.kind, this.kept);
    this.kept = undefined;
  }

  #open(): Door {
    return this.open(this.context().session);
  }

  async #create(door: Door, inputs: Properties): Promise<"create"> {
    await this.#keepPartly(inputs, () => door.create(this.kind, inputs));
    return "create";
  }

  async #keepPartly(
    inputs: Properties,
    write: () => Promise<{ id: string; outs: Properties }>,
  ): Promise<void> {
    try {
      this.kept = { ...(await write()), inputs, isUnfinished: false };
    } catch (error) {
      if (error instanceof OperationError && error.kept !== undefined) {
        const { id, properties: outs } = error.kept;
        this.kept = { id, outs, inputs, isUnfinished: true };
      }
      throw error;
    }
  }
}

import type { Properties } from "../../model/rules/record.js";
import type { KindName } from "../../model/schema/index.js";
import { OperationError } from "../../provider/operation-error.js";
import { check, type Session } from "../../provider/session.js";

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
  ) {}

  async up(news: Properties): Promise<"create" | "update" | "replace" | "same"> {
    const { session } = this.context();
    const { inputs, failures } = check(this.kind, this.kept?.inputs ?? {}, news, () => session);
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
    if (this.kept === undefined) return await this.#create(session, inputs);
    const { id, outs, isUnfinished } = this.kept;
    const { changes, replaces = [], deleteBeforeReplace } = session.diff(this.kind, id, outs, inputs);
    if (replaces.length > 0) {
      if (deleteBeforeReplace) await session.delete(this.kind, id, outs);
      if (deleteBeforeReplace) this.kept = undefined;
      await this.#create(session, inputs);
      if (!deleteBeforeReplace) await session.delete(this.kind, id, outs);
      return "replace";
    }
    if (!changes && !isUnfinished) {
      this.kept = { ...this.kept, inputs };
      return "same";
    }
    await this.#keepPartly(inputs, async () => ({
      id,
      ...(await session.update(this.kind, id, outs, inputs)),
    }));
    return "update";
  }

  async refresh(): Promise<"gone" | "changed" | "same"> {
    if (this.kept === undefined) return "same";
    const { id, outs } = this.kept;
    const read = await this.context().session.read(this.kind, id, outs);
    if (read === "gone") {
      this.kept = undefined;
      return "gone";
    }
    this.kept = { ...this.kept, outs: read.outs, inputs: read.inputs ?? this.kept.inputs };
    return read.inputs === undefined ? "same" : "changed";
  }

  async destroy(): Promise<void> {
    if (this.kept === undefined) return;
    const { id, outs } = this.kept;
    await this.context().session.delete(this.kind, id, outs);
    this.kept = undefined;
  }

  async #create(session: Session, inputs: Properties): Promise<"create"> {
    await this.#keepPartly(inputs, () => session.create(this.kind, inputs));
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

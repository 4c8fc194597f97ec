import type { Handler, HandlerContext } from "../../provider/handlers/handler.js";
import { PartialWriteError } from "../../model/errors.js";
import type { Properties } from "../../model/rules/record.js";

/** What the engine keeps of one resource. */
export interface Kept {
  readonly id: string;
  readonly outs: Properties;
  readonly inputs: Properties;
  /** A write was done in part: the next `up` updates even where there is no difference. */
  readonly isUnfinished: boolean;
}

/**
 * The order in which the engine calls a handler for one resource, and what it keeps of the answers, as the real one was
 * seen to do. The engine tests run the real one; this one makes hundreds of lives affordable.
 */
export class SmallEngine {
  kept: Kept | undefined;

  constructor(
    private readonly handler: Handler,
    private readonly context: () => HandlerContext,
  ) {}

  async up(news: Properties): Promise<"create" | "update" | "replace" | "same"> {
    const { inputs, failures } = this.handler.check(this.kept?.inputs ?? {}, news);
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
    if (this.kept === undefined) return await this.#create(inputs);
    const { changes, replaces = [], deleteBeforeReplace } = this.handler.diff(this.kept.outs, inputs);
    if (replaces.length > 0) {
      const former = this.kept;
      if (deleteBeforeReplace) await this.destroy();
      await this.#create(inputs);
      if (!deleteBeforeReplace)
        await this.#run((context) => this.handler.delete(context, former.id, former.outs));
      return "replace";
    }
    if (!changes && !this.kept.isUnfinished) {
      this.kept = { ...this.kept, inputs };
      return "same";
    }
    const { id, outs } = this.kept;
    await this.#keepPartly(inputs, async (context) => ({
      id,
      ...(await this.handler.update(context, id, outs, inputs)),
    }));
    return "update";
  }

  async refresh(): Promise<"gone" | "changed" | "same"> {
    if (this.kept === undefined) return "same";
    const { id, outs } = this.kept;
    const read = await this.#run((context) => this.handler.read(context, id, outs));
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
    await this.#run((context) => this.handler.delete(context, id, outs));
    this.kept = undefined;
  }

  async #create(inputs: Properties): Promise<"create"> {
    await this.#keepPartly(inputs, (context) => this.handler.create(context, inputs));
    return "create";
  }

  async #keepPartly(
    inputs: Properties,
    write: (context: HandlerContext) => Promise<{ id: string; outs: Properties }>,
  ): Promise<void> {
    try {
      this.kept = { ...(await this.#run(write)), inputs, isUnfinished: false };
    } catch (error) {
      if (error instanceof PartialWriteError) {
        this.kept = { id: error.id, outs: error.properties, inputs, isUnfinished: true };
      }
      throw error;
    }
  }

  async #run<Result>(operation: (context: HandlerContext) => Promise<Result>): Promise<Result> {
    const context = this.context();
    return await context.pool.activity.run(() => operation(context));
  }
}

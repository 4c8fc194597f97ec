import type { RunOutput } from "../../process/run-log.js";
import type { EngineConnection } from "./engine-connection.js";

/**
 * The lines of a run of the plugin. The engine says when a run ends, by a call that comes once, or twice after an
 * interruption: each line is shown once.
 */
export class RunEnd implements RunOutput {
  readonly #engine: EngineConnection;
  readonly #descriptions: (() => string | undefined)[] = [];
  readonly #sending = new Set<Promise<void>>();
  #isInterrupted = false;

  constructor(engine: EngineConnection) {
    this.#engine = engine;
  }

  write(text: string): void {
    const sending = this.#engine.log(`approw: ${text}`);
    this.#sending.add(sending);
    void sending.then(() => this.#sending.delete(sending));
  }

  atTheEnd(describe: () => string | undefined): void {
    this.#descriptions.push(describe);
  }

  /**
   * Shows what there is to say. The engine waits for the answer of the call, and then takes no more lines.
   *
   * @param interruption why the run goes on: the other lines wait for its end
   */
  async tell(interruption: string | undefined): Promise<void> {
    if (interruption === undefined) {
      for (const describe of this.#descriptions.splice(0)) this.#tell(describe());
    } else if (!this.#isInterrupted) {
      this.#isInterrupted = true;
      this.#tell(interruption);
    }
    await Promise.all(this.#sending);
  }

  #tell(text: string | undefined): void {
    if (text !== undefined) this.write(text);
  }
}

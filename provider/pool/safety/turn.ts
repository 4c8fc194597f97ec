/** One operation of the engine on a user. Others may wait for its end. */
export class Turn {
  /** The operation that this one waits for. */
  #waitsFor: Turn | undefined;
  #end: () => void = () => undefined;
  readonly #ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  end(): void {
    this.#end();
  }

  /** Waits for the end of another operation, which must not wait for this one. */
  async waitFor(other: Turn): Promise<void> {
    this.#waitsFor = other;
    await other.#ended;
    this.#waitsFor = undefined;
  }

  /** Whether this operation is the other one, or waits for it, directly or through others. */
  isHeldUpBy(other: Turn): boolean {
    return this === other || (this.#waitsFor?.isHeldUpBy(other) ?? false);
  }
}

/** Answers by question. The same question is asked once, unless its answer failed. */
export class Once<Answer> {
  readonly #answers = new Map<string, Promise<Answer>>();

  /** @param isFresh whether an earlier answer does not count */
  async answer(question: string, isFresh: boolean, ask: () => Promise<Answer>): Promise<Answer> {
    const known = isFresh ? undefined : this.#answers.get(question);
    if (known !== undefined) return await known;
    const asked = ask();
    this.#answers.set(question, asked);
    try {
      return await asked;
    } catch (error) {
      if (this.#answers.get(question) === asked) this.#answers.delete(question);
      throw error;
    }
  }
}

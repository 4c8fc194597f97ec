/** The characters that are left of a limit which several parts of a report share. The first part to ask gets them. */
export class Space {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  /**
   * The lines that fit, and how many do not. One that is too long does not hide those behind it, because users can
   * choose long names.
   */
  fit(texts: readonly string[]): { readonly shown: readonly string[]; readonly hidden: number } {
    const shown = texts.filter((text) => {
      const needed = text.length + 1;
      if (needed > this.#left) return false;
      this.#left -= needed;
      return true;
    });
    return { shown, hidden: texts.length - shown.length };
  }
}

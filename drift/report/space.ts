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
  fit<Item = string>(
    items: readonly Item[],
    textOf: (item: Item) => string = String,
  ): { readonly shown: readonly Item[]; readonly hidden: number } {
    const shown = items.filter((item) => {
      const needed = textOf(item).length + 1;
      if (needed > this.#left) return false;
      this.#left -= needed;
      return true;
    });
    return { shown, hidden: items.length - shown.length };
  }
}

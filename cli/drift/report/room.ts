/** What is left of a limit that several parts of a report share. The first to ask is the first to be served. */
export class Room {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  /**
   * The texts that there is room for, a line each, and how many there is none for. One that is too long does not hide
   * those behind it: people choose their names.
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

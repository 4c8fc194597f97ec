/**
 * Which resource of this run owns which user. The engine creates and updates before it deletes. A resource that was
 * renamed in the program takes the user over, and then the resource with the previous name is deleted: a user whom the
 * program still declares must not be removed by that.
 */
export class Ownership {
  /** The key of the declaration that owns a user, by the id of the user. */
  readonly #keys = new Map<string, string>();
  /** The user whom a declaration owns, by its key. */
  readonly #ids = new Map<string, string>();
  readonly #compared = new Set<string>();
  /** The keys of the declarations that wanted to create a user, by the id of the user who was there already. */
  readonly #met = new Map<string, Set<string>>();

  /** Gives a user to a declaration; false when the user is owned already. */
  claim(id: string, key: string): boolean {
    if (this.#keys.has(id)) return false;
    this.#keys.set(id, key);
    this.#ids.set(key, id);
    return true;
  }

  /**
   * The engine compares a declaration with the user whom the state knows; it may do so twice. Returns false when another
   * declaration owns the user.
   */
  compare(id: string, key: string): boolean {
    if (!this.claim(id, key)) return this.#keys.get(id) === key;
    this.#compared.add(id);
    return true;
  }

  /**
   * The declaration is checked as a new one. If it was compared before, it is replaced and its previous user is to go:
   * returns the id of that user.
   */
  checkAnew(key: string): string | undefined {
    const id = this.#ids.get(key);
    if (id === undefined || this.#keys.get(id) !== key || !this.#compared.has(id)) return undefined;
    this.#keys.delete(id);
    return id;
  }

  isOwned(id: string): boolean {
    return this.#keys.has(id);
  }

  /** Notes a user whom a declaration of this run wanted to create, and who already exists. */
  meet(id: string, key: string): void {
    this.#met.set(id, (this.#met.get(id) ?? new Set()).add(key));
  }

  /** The user whom a declaration met is someone else for certain. */
  part(id: string, key: string): void {
    this.#met.get(id)?.delete(key);
  }

  /** Whether a resource of this run wanted to create the user. */
  hasMet(id: string): boolean {
    return (this.#met.get(id)?.size ?? 0) > 0;
  }

  /** Whether a resource of this run wanted to create the user, and none owns the user. */
  isContested(id: string): boolean {
    return this.hasMet(id) && !this.isOwned(id);
  }
}

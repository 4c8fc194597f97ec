/** What to add and what to take away so that a set of codes becomes what is declared. */
export interface SetPlan {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export function planSet(held: readonly string[], declared: readonly string[]): SetPlan {
  return { add: without(declared, held), remove: without(held, declared) };
}

/** The members of `codes` that `others` lacks, each once, in their order. */
export function without(codes: readonly string[], others: readonly string[]): string[] {
  const excluded = new Set(others);
  return [...new Set(codes)].filter((code) => !excluded.has(code));
}

/** The members of `codes` that `others` has too, each once, in their order. */
export function intersection(codes: readonly string[], others: readonly string[]): string[] {
  const included = new Set(others);
  return [...new Set(codes)].filter((code) => included.has(code));
}

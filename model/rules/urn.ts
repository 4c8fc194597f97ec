/** What the URN of a resource says. */
export interface Urn {
  /** The types of the resources that it is in, from the outside to the inside. */
  readonly parents: readonly string[];
  readonly type: string;
  /** As the program gave it: it may contain what separates the parts of a URN. */
  readonly name: string;
}

/** Reads `urn:pulumi:<stack>::<project>::<types of the parents$type>::<name>`. */
export function parseUrn(urn: string): Urn {
  const [, , types = "", ...name] = urn.split("::");
  const parents = types.split("$");
  const type = parents.pop() ?? "";
  return { parents, type, name: name.join("::") };
}

/** The name that a program gave to a resource. */
export function nameInUrn(urn: string): string {
  return parseUrn(urn).name;
}

/** A resource as reports name it: `User ada`. */
export function labelOfUrn(urn: string): string {
  const { type, name } = parseUrn(urn);
  return name === "" ? urn : `${type.split(":").at(-1) ?? ""} ${name}`;
}

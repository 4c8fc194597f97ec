import { uniqueUserFields } from "../../sdk/users/user-fields.js";
import { noUniqueField } from "../../model/rules/user-key.js";
import { type Mistakes, quoted } from "../mistakes.js";
import type { Grant, Person } from "../roster.js";
import { people as peopleForm, shared } from "../sections.js";
import type { Suggestions } from "../suggestions.js";
import type { Argument, Block, Word } from "./block.js";
import { grantKey, grantOf, type Linked, linkEntries, reportTwice } from "./grants.js";
import type { BlockReader } from "./read-block.js";
import type { References } from "./references.js";
import type { SectionEntry, Sections } from "./sections-of.js";
import { placeOf, type Spot, type WrittenEntry } from "./written.js";

const { customData } = peopleForm.kind.subject;

/** A block and what its entries lead to. */
interface Layer {
  readonly block: Block;
  readonly linked: ReadonlyMap<string, Linked>;
}

/** A layer of one person. */
interface OwnLayer extends Layer {
  /** Where the person takes over what is written for several people. */
  readonly through: Spot | undefined;
}

/** The membership of a person as the group or role has it. */
export interface Membership extends Linked {
  readonly person: string;
  /** The entry on the side of the group or role. */
  readonly spot: Linked["entry"]["spot"];
}

/** Puts people together: defaults, then templates in their order, then what stands on the person. */
export class PeopleReader {
  /** The keys that each person had before. */
  readonly previousKeys = new Map<string, readonly Word[]>();
  readonly #defaults = new Map<WrittenEntry, Layer>();
  readonly #templates = new Map<string, Layer>();
  #templateNames: readonly string[] = [];

  constructor(
    readonly reader: BlockReader,
    readonly references: References,
    readonly mistakes: Mistakes,
    readonly suggestions: Suggestions,
    readonly isComplete: boolean,
  ) {}

  read(sections: Sections, memberships: ReadonlyMap<string, readonly Membership[]>): Map<string, Person> {
    const form = { ...shared, isShared: true };
    for (const entry of sections.defaults)
      this.#defaults.set(entry, this.#layer(this.reader.read(entry.value, entry.key, form)));
    for (const [name, { value, key }] of sections.named.templates)
      this.#templates.set(name, this.#layer(this.reader.read(value, key, form)));
    this.#templateNames = [...this.#templates.keys()];
    const people = new Map<string, Person>();
    for (const [key, entry] of sections.named.people)
      people.set(key, this.#person(key, entry, memberships.get(key) ?? []));
    return people;
  }

  #layer(block: Block): Layer {
    return { block, linked: linkEntries(block, this.references, this.mistakes) };
  }

  #person(key: string, entry: SectionEntry, memberships: readonly Membership[]): Person {
    const own = this.#layer(this.reader.read(entry.value, entry.key, peopleForm));
    const { block } = own;
    this.previousKeys.set(key, block.previously);
    const layers: OwnLayer[] = [...this.#layersBelow(entry, block), { ...own, through: undefined }];
    const declared = new Map<string, Argument>();
    for (const { block: layer, through } of layers)
      for (const [name, written] of layer.arguments) {
        const argument = takenOver(written, through);
        declared.set(name, name === customData ? addedUp(declared.get(name), argument) : argument);
      }
    const person = {
      key,
      spot: block.spot,
      previously: block.previously.map(({ text }) => text).sort(),
      arguments: declared,
      lists: new Set(layers.flatMap((layer) => [...layer.block.lists.keys()])),
      grants: this.#grants(key, layers, own, memberships),
      leaves: block.leaves,
    };
    // An entry without any fields is a mistake already.
    if (entry.value.is === "map") this.#check(person, block);
    return person;
  }

  #layersBelow({ defaults }: SectionEntry, { templates, spot: person }: Block): OwnLayer[] {
    const shared = defaults && this.#defaults.get(defaults);
    const layers: OwnLayer[] = shared === undefined ? [] : [{ ...shared, through: person }];
    for (const { text, spot } of templates) {
      const layer = this.#templates.get(text);
      if (layer !== undefined) layers.push({ ...layer, through: spot });
      if (layer === undefined && this.isComplete) {
        const hint = this.suggestions.hint(text, this.#templateNames);
        this.mistakes.add(spot, `unknown template ${quoted(text)}${hint}`);
      }
    }
    return layers;
  }

  /** What stands on the person or on the other side counts more than what people have in common. */
  #grants(key: string, layers: readonly OwnLayer[], own: Layer, memberships: readonly Membership[]): Grant[] {
    const all = new Map<string, Linked & Pick<OwnLayer, "through">>();
    for (const { linked, through } of layers)
      for (const [grant, found] of linked) all.set(grant, { ...found, through });
    const explicit = new Map<string, Linked>(own.linked);
    for (const membership of memberships) {
      const grant = grantKey(membership.entry.edge, membership.target);
      const former = explicit.get(grant);
      if (former !== undefined)
        reportTwice({ ...former.entry, spot: membership.spot }, former.entry, this.mistakes);
      explicit.set(grant, membership);
      all.set(grant, { ...membership, through: undefined });
    }
    return [...all.values()].map((linked) => ({
      ...grantOf(linked, "user", key),
      through: linked.through,
    }));
  }

  #check({ arguments: declared, grants, leaves, lists }: Person, block: Block): void {
    const isNamed = uniqueUserFields.some((name) => block.written.has(name));
    if (!isNamed) this.mistakes.add(block.spot, noUniqueField.reason);
    for (const { codes, edge, exhaustive } of peopleForm.kind.subject.access) {
      const argument = declared.get(exhaustive);
      if (argument?.value !== true || lists.has(codes) || grants.some((grant) => grant.edge === edge))
        continue;
      const spot = block.arguments.get(exhaustive)?.spot;
      this.mistakes.add(
        spot ?? block.spot,
        `${exhaustive}: true needs ${codes}: write ${codes}: [] to remove the user from all of them`,
        spot === undefined ? { others: [placeOf(argument.spot)] } : {},
      );
    }
    const blocked = declared.get("blocked");
    if (leaves !== undefined && blocked?.value === false)
      this.mistakes.add(
        leaves.spot,
        "leaves blocks the user, and blocked: false declares the opposite: remove one of them",
        {
          others: [placeOf(blocked.spot)],
        },
      );
  }
}

/** The values of custom fields are owned each on its own, so they add up. */
function addedUp(below: Argument | undefined, above: Argument): Argument {
  return {
    ...above,
    value: { ...(below?.value as object | undefined), ...(above.value as object) },
    parts: new Map([...(below?.parts ?? []), ...(above.parts ?? [])]),
  };
}

/** What is written for several people, as one of them has it. */
function takenOver(argument: Argument, through: Spot | undefined): Argument {
  if (through === undefined) return argument;
  const parts = new Map([...(argument.parts ?? [])].map(([key, part]) => [key, { ...part, through }]));
  return { ...argument, through, parts };
}

import type { z } from "zod";

import { checkInputs } from "../../model/rules/check-inputs.js";
import { isDay } from "../../model/schema/day.js";
import { argumentsOf, type CodedKind, type UserKind } from "../../model/schema/kind.js";
import type { CustomType } from "../../model/schema/user-field.js";
import { type Mistakes, quoted } from "../mistakes.js";
import { SecretReference } from "../reference.js";
import { identifying, type OwnKey } from "../sections.js";
import type { Suggestions } from "../suggestions.js";
import { type Argument, type Block, type Edge, emptyBlock, type Entry, type Word } from "./block.js";
import { isSecret, secretLine, withoutSecret } from "./secrets.js";
import { noValue, ValueReader } from "./values.js";
import { isNothing, type Spot, type Written, type WrittenEntry, type WrittenMap } from "./written.js";

/** What may stand in an entry. */
export interface BlockForm {
  readonly kind: CodedKind | UserKind;
  readonly own: readonly OwnKey[];
  /** Whether it is for several people, and so cannot have what identifies one. */
  readonly isShared?: boolean;
}

const edges: Partial<Record<OwnKey, Edge>> = {
  groups: "group",
  roles: "role",
  policies: "policy",
  members: "person",
};

/** Reads the entries of all sections. Each is checked by itself, where it stands, and so only once. */
export class BlockReader {
  readonly #values: ValueReader;
  readonly #known = new Map<BlockForm, readonly string[]>();
  /** The types of the custom fields that the roster declares. */
  customTypes: ReadonlyMap<string, CustomType> = new Map();

  constructor(
    readonly mistakes: Mistakes,
    readonly suggestions: Suggestions,
  ) {
    this.#values = new ValueReader(mistakes, suggestions);
  }

  read(written: Written, key: Spot, form: BlockForm): Block {
    const block = emptyBlock(key);
    if (isNothing(written)) this.mistakes.add(key, `the entry ${noValue}`);
    else if (written.is !== "map") this.mistakes.add(written, "must be a mapping of fields and values");
    else this.#readMap(written, block, form);
    return block;
  }

  #readMap(written: WrittenMap, block: Block, form: BlockForm): void {
    const { kind, own } = form;
    for (const entry of written.entries.values()) {
      const { name } = entry;
      block.written.add(name);
      if (own.includes(name as OwnKey)) this.#readOwn(name as OwnKey, entry, block);
      else if (form.isShared === true && isOfOnePerson(name)) this.#refuseShared(entry);
      else {
        const row = argumentOf(kind, name);
        if (row === undefined) this.#refuseUnknown(entry, form);
        else this.#readArgument(entry, block, kind, row.schema);
      }
    }
    this.#check(written, block, kind);
  }

  #refuseUnknown({ name, key }: WrittenEntry, form: BlockForm): void {
    const known = this.#known.get(form) ?? [...form.own, ...Object.keys(argumentsOf(form.kind))];
    this.#known.set(form, known);
    const suggestion = this.suggestions.closest(name, known);
    const hint = suggestion === undefined ? "" : `, did you mean ${quoted(suggestion)}?`;
    const line = secretLine(name, suggestion);
    this.mistakes.add(
      key,
      `unknown field ${quoted(withoutSecret(name))}${hint}`,
      line === undefined ? {} : { line },
    );
  }

  #refuseShared({ name, key }: WrittenEntry): void {
    this.mistakes.add(key, `${name} cannot be shared: write it on each user`);
  }

  #readArgument(
    { name, key, value: written }: WrittenEntry,
    block: Block,
    kind: BlockForm["kind"],
    schema: z.ZodType,
  ): void {
    const field = kind.fields[name];
    const value =
      field !== undefined && isSecret(field)
        ? this.#secret(written, name, key)
        : kind.subject.is === "user" && name === kind.subject.customData && written.is === "map"
          ? this.#values.customData(written, name, this.customTypes)
          : this.#values.argument(schema, name, written, key);
    if (value !== undefined)
      block.arguments.set(name, { value, spot: written, ...partsOf(written, kind, name) });
  }

  /** Says nothing of what is written, because it may be the secret. */
  #secret(written: Written, name: string, key: Spot): SecretReference | undefined {
    const entries = written.is === "map" ? [...written.entries.values()] : [];
    const [entry] = entries;
    const from = entry?.value.is === "scalar" && !isNothing(entry.value) ? entry.value.text : "";
    if (entries.length === 1 && entry?.name === "env" && /^[A-Za-z_]\w*$/u.test(from))
      return new SecretReference({ env: from });
    if (entries.length === 1 && entry?.name === "config" && /^[\w.:-]+$/u.test(from))
      return new SecretReference({ config: from });
    this.mistakes.add(
      key,
      `${name} must be a reference, because a roster must not contain secrets: write { env: NAME } for an environment variable, ` +
        "or { config: KEY } for a secret of the stack",
      { line: `${name}: …` },
    );
    return undefined;
  }

  /** What the kind itself says of the values. Only of those: what is required is asked for where the entry is complete. */
  #check(written: WrittenMap, block: Block, kind: BlockForm["kind"]): void {
    const declared = [...block.arguments].filter(([, { value }]) => !(value instanceof SecretReference));
    const picked = <Row>(rows: Readonly<Record<string, Row>>): Record<string, Row> =>
      Object.fromEntries(
        declared.flatMap(([name]) => {
          const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
          return row === undefined ? [] : [[name, row] as const];
        }),
      );
    const { failures } = checkInputs(
      { name: kind.name, fields: picked(kind.fields), options: picked(kind.options) },
      Object.fromEntries(declared.map(([name, { value }]) => [name, value])),
    );
    for (const { property, reason } of failures) {
      this.mistakes.add(spotOf(written, property), reason);
      block.arguments.delete(/^\w+/u.exec(property)?.[0] ?? property);
    }
  }

  #readOwn(name: OwnKey, entry: WrittenEntry, block: Block): void {
    const { key, value: written } = entry;
    const edge = edges[name];
    if (edge !== undefined) {
      block.lists.set(name, key);
      block.entries.push(...this.#entries(entry, edge));
      return;
    }
    switch (name) {
      case "leaves": {
        const day = this.#day(written, name, key);
        if (day !== undefined) block.leaves = { text: day, spot: written };
        return;
      }
      case "previously":
        block.previously.push(...this.#words(entry));
        return;
      case "template":
        block.templates.push(...this.#words(entry));
        return;
      case "external": {
        const value = this.#values.flag(written, name, key);
        if (value !== undefined) block.external = value;
        return;
      }
      case "exhaustive": {
        const value = this.#values.flag(written, name, key);
        if (value !== undefined) block.exhaustive = { value, spot: written };
      }
    }
  }

  /** One word or a list of them, each once. */
  #words({ name, key, value: written }: WrittenEntry): Word[] {
    const items = written.is === "list" ? written.items : [written];
    const words = new Map<string, Word>();
    for (const item of items) {
      const text = this.#values.text(item, name, written.is === "list" ? item : key);
      if (text === undefined) continue;
      if (words.has(text)) this.mistakes.add(item, `${quoted(text)} is listed twice in ${name}`);
      words.set(text, { text, spot: item });
    }
    return [...words.values()];
  }

  #entries({ name, key, value: written }: WrittenEntry, edge: Edge): Entry[] {
    if (isNothing(written)) this.mistakes.add(key, `${name} ${noValue}`);
    else if (written.is !== "list")
      this.mistakes.add(written, `${name} must be a list: write it in brackets, or each entry after a dash`);
    if (written.is !== "list") return [];
    return written.items.map((item) => this.#entry(item, edge)).filter((entry) => entry !== undefined);
  }

  #entry(written: Written, edge: Edge): Entry | undefined {
    if (written.is !== "map") {
      const text = this.#values.text(written, `a ${edge}`);
      return text === undefined
        ? undefined
        : { edge, text, namespace: undefined, until: undefined, reason: undefined, spot: written };
    }
    const isScoped = edge === "role" || edge === "policy";
    const known = [edge, ...(isScoped ? ["namespace"] : []), "until", "reason"];
    const found: Record<string, string> = {};
    for (const { name, key, value } of written.entries.values()) {
      if (!known.includes(name)) {
        this.mistakes.add(key, `unknown field ${quoted(name)}${this.suggestions.hint(name, known)}`);
        continue;
      }
      const text = name === "until" ? this.#day(value, name, key) : this.#values.text(value, name, key);
      if (text === undefined) return undefined;
      found[name] = text;
    }
    const { until, reason, namespace, [edge]: text } = found;
    if (text === undefined) {
      this.mistakes.add(written, `${edge} is required: write { ${edge}: … }`);
      return undefined;
    }
    return { edge, text, namespace, until, reason, spot: written };
  }

  #day(written: Written, name: string, key: Spot): string | undefined {
    const text = this.#values.text(written, name, key);
    if (text === undefined || isDay(text)) return text;
    this.mistakes.add(written, `${name} must be an existing date such as 2026-12-31, not ${quoted(text)}`);
    return undefined;
  }
}

/** The keys of custom data are owned each on its own. */
function partsOf(written: Written, { subject }: BlockForm["kind"], name: string): Pick<Argument, "parts"> {
  if (subject.is !== "user" || name !== subject.customData || written.is !== "map") return {};
  return { parts: new Map([...written.entries.values()].map((entry) => [entry.name, { spot: entry.key }])) };
}

function argumentOf({ fields, options }: BlockForm["kind"], name: string): { schema: z.ZodType } | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

function isOfOnePerson(name: string): boolean {
  return identifying.includes(name) || name === "previously" || name === "leaves" || name === "template";
}

/** The place of a property such as `statements[0][actions]`, or of the nearest that is written. */
function spotOf(root: WrittenMap, property: string): Spot {
  const name = /^[^[]*/u.exec(property)?.[0] ?? "";
  let spot: Written = root.entries.get(name)?.value ?? root;
  let rest = property.slice(name.length);
  while (rest !== "") {
    const part = partOf(spot, rest);
    if (part === undefined) return spot;
    spot = part.value;
    rest = rest.slice(part.length);
  }
  return spot;
}

/** A key may itself contain brackets, so the keys are compared, and the longest one counts. */
function partOf(written: Written, rest: string): { value: Written; length: number } | undefined {
  if (written.is === "list") {
    const [whole = "", index = ""] = /^\[(\d+)\]/u.exec(rest) ?? [];
    const value = written.items[Number(index)];
    return whole === "" || value === undefined ? undefined : { value, length: whole.length };
  }
  if (written.is === "scalar") return undefined;
  const [longest] = [...written.entries.values()]
    .filter(({ name }) => rest.startsWith(`[${name}]`))
    .sort((one, other) => other.name.length - one.name.length);
  return longest && { value: longest.value, length: longest.name.length + 2 };
}

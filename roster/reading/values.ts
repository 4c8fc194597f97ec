import { z } from "zod";

import { fitsDataType } from "../../sdk/udf/encoding.js";
import { type CustomType, customTypes } from "../../model/schema/user-field.js";
import { type Mistakes, quoted } from "../mistakes.js";
import type { Suggestions } from "../suggestions.js";
import { anyOf, booleanOf, type Meaning, numberOf } from "./scalars.js";
import {
  isNothing,
  nounOf,
  type Spot,
  type Written,
  type WrittenMap,
  type WrittenScalar,
} from "./written.js";

/** The part of a JSON Schema that says what a scalar means. */
interface Shape {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
}

const shapes = new WeakMap<z.ZodType, Shape>();

function shapeOf(schema: z.ZodType): Shape {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const shape = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
  shapes.set(schema, shape);
  return shape;
}

export const noValue = "has no value: write a value, or remove the line";

/** Reads values as their fields mean them. A value that cannot be read is a mistake and undefined. */
export class ValueReader {
  constructor(
    readonly mistakes: Mistakes,
    readonly suggestions: Suggestions,
  ) {}

  /** The value of an argument. `key` is where its name stands. */
  argument(schema: z.ZodType, name: string, written: Written, key: Spot): unknown {
    return this.#read(written, shapeOf(schema), name, key);
  }

  /** The values of custom fields: those of declared fields by their types, others as YAML 1.2 has them. */
  customData(written: WrittenMap, name: string, types: ReadonlyMap<string, CustomType>): unknown {
    const values: [string, unknown][] = [];
    for (const { name: key, key: spot, value } of written.entries.values()) {
      const read = this.#customValue(value, types.get(key), `${name}.${key}`, spot);
      if (read !== undefined) values.push([key, read]);
    }
    return Object.fromEntries(values);
  }

  /** A string as it is written; undefined after a mistake. */
  text(written: Written, name: string, key: Spot = written): string | undefined {
    if (this.#isNothing(written, name, key)) return undefined;
    if (written.is === "scalar") return written.text;
    this.mistakes.add(written, `${quoted(name)} must be a string, not ${nounOf(written)}`);
    return undefined;
  }

  flag(written: Written, name: string, key: Spot): boolean | undefined {
    if (this.#isNothing(written, name, key)) return undefined;
    if (written.is === "scalar") return this.#meant(booleanOf(written), written, name) as boolean | undefined;
    this.mistakes.add(written, `${name} must be true or false`);
    return undefined;
  }

  #customValue(written: Written, type: CustomType | undefined, name: string, key: Spot): unknown {
    if (type === undefined || this.#isNothing(written, name, key)) return this.#readAny(written, name, key);
    const value = this.#typed(written, type, name, key);
    if (value === undefined || fitsDataType(customTypes[type], value as string)) return value;
    const example = type === "date" ? ", such as 2026-12-31 or 2026-12-31T08:00:00Z" : "";
    this.mistakes.add(written, `${quoted(name)} must be of the type ${type}${example}`);
    return undefined;
  }

  #typed(written: Written, type: CustomType, name: string, key: Spot): unknown {
    if (written.is !== "scalar" || type === "object") return this.#readAny(written, name, key);
    if (type === "boolean") return this.#meant(booleanOf(written), written, quoted(name));
    if (type === "number") return this.#meant(numberOf(written), written, quoted(name));
    return written.text;
  }

  #read(written: Written, shape: Shape, name: string, key: Spot): unknown {
    if (this.#isNothing(written, name, key)) return undefined;
    const chosen = chosenFor(written, shape);
    if (written.is === "scalar") return this.#scalar(written, chosen, name);
    if (written.is === "list") {
      const items = written.items.map((item) => this.#read(item, chosen.items ?? {}, name, item));
      return items.includes(undefined) ? undefined : items;
    }
    return this.#map(written, chosen);
  }

  #scalar(written: WrittenScalar, { type, enum: choices }: Shape, name: string): unknown {
    if (type === "string" || choices !== undefined) return written.text;
    if (type === "boolean") return this.#meant(booleanOf(written), written, name);
    if (type === "integer" || type === "number") return this.#meant(numberOf(written), written, name);
    return this.#meant(anyOf(written), written, name);
  }

  #map(written: WrittenMap, { properties }: Shape): unknown {
    const entries = [...written.entries.values()].map((entry): [string, unknown] => {
      if (properties !== undefined && !Object.hasOwn(properties, entry.name)) {
        const hint = this.suggestions.hint(entry.name, Object.keys(properties));
        this.mistakes.add(entry.key, `unknown field ${quoted(entry.name)}${hint}`);
        return [entry.name, undefined];
      }
      return [entry.name, this.#read(entry.value, properties?.[entry.name] ?? {}, entry.name, entry.key)];
    });
    return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
  }

  #readAny(written: Written, name: string, key: Spot): unknown {
    return this.#read(written, {}, quoted(name), key);
  }

  #meant(meaning: Meaning, written: Written, name: string): unknown {
    if ("value" in meaning) return meaning.value;
    this.mistakes.add(written, `${name} ${meaning.mistake}`);
    return undefined;
  }

  /** The words for nothing are texts in many languages, so the mistake says how to write them. */
  #isNothing(written: Written, name: string, key: Spot): boolean {
    if (!isNothing(written)) return false;
    const text = written.is === "scalar" ? written.text : "";
    const advice = text === "" ? "" : `; put ${text} in quotes if it is the text`;
    this.mistakes.add(text === "" ? key : written, `${name} ${noValue}${advice}`);
    return true;
  }
}

/** Of alternatives the one that fits what is written. */
function chosenFor(written: Written, shape: Shape): Shape {
  const wanted = { map: "object", list: "array", scalar: undefined }[written.is];
  const fits = ({ type, enum: choices }: Shape): boolean =>
    wanted === undefined
      ? choices !== undefined || (type !== "object" && type !== "array" && type !== "null")
      : type === wanted;
  return shape.anyOf?.find(fits) ?? shape;
}

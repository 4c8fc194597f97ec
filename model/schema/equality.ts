import { toInstant } from "../../sdk/users/instant.js";

/** Whether two values mean the same, though they may be written differently. Every relation is symmetric. */
export type Equality = (one: unknown, other: unknown) => boolean;

export const sameValue: Equality = (one, other) => one === other;

/** One letter may be written as one character or as two, which look the same: "é", and "e" with an accent. */
export const sameCharacters: Equality = (one, other) =>
  typeof one === "string" && typeof other === "string"
    ? one.normalize() === other.normalize()
    : one === other;

/** Emails are unique without regard to case: the service stores them in lower case. */
export const sameIgnoringCase: Equality = (one, other) =>
  typeof one === "string" && typeof other === "string"
    ? sameCharacters(one.toLowerCase(), other.toLowerCase())
    : one === other;

/** `+49 30 1234`, `+49-30-1234` and `+49301234` are the same phone number. */
export const samePhone: Equality = (one, other) =>
  typeof one === "string" && typeof other === "string"
    ? withoutSeparators(one) === withoutSeparators(other)
    : one === other;

/** Times are instants: `2017-06-07T14:34:08.700Z` and `2017-06-07T18:34:08.7+04:00` are one. */
export const sameInstant: Equality = (one, other) => {
  if (typeof one !== "string" || typeof other !== "string") return one === other;
  return one === other || toInstant(one) === toInstant(other);
};

/** Lists are compared without order and repetitions; one word is a list of one. */
export const sameSet: Equality = (one, other) => {
  const [left, right] = [toSet(one), toSet(other)];
  return left.size === right.size && [...left].every((member) => right.has(member));
};

/** JSON is compared without the order of keys. A property that is null is as good as missing. */
export const sameJson: Equality = (one, other) => {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((entry, index) => sameJson(entry, other[index]));
  if (!isObject(one) || !isObject(other)) return one === other;
  const [left, right] = [propertiesOf(one), propertiesOf(other)];
  return left.size === right.size && [...left].every(([key, value]) => sameJson(value, right.get(key)));
};

export function withoutSeparators(phone: string): string {
  return phone.replace(/[\s().-]/gu, "");
}

/** Members that are objects are the same when they have the same properties. */
function toMember(member: unknown): unknown {
  if (typeof member !== "object" || member === null) return member;
  return JSON.stringify(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function toSet(value: unknown): Set<unknown> {
  if (value === undefined || value === null) return new Set();
  return new Set((Array.isArray(value) ? value : [value]).map(toMember));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function propertiesOf(object: object): Map<string, unknown> {
  return new Map(Object.entries(object).filter(([, value]) => value !== undefined && value !== null));
}

import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

import { isRecord, type Properties } from "../../../model/rules/record.js";
import { unknownValue } from "../../../model/rules/unknown.js";

/**
 * How the engine marks values that are more than JSON: an object with this key, whose value says what it is. The marks are
 * those of Pulumi's protocol (sdk/go/common/resource/plugin/rpc.go), the same in every language.
 */
const markKey = "4dabf18193072939515e22adb298388d";
const marks = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  reference: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** Property bags as handlers take them, and what the engine said of them. */
export interface Received {
  /** Plain values. One that is not known yet is the engine's unknown value. */
  readonly values: Properties;
  /** The properties that are secret, or that hold a secret somewhere. */
  readonly secrets: ReadonlySet<string>;
}

/** Reads what the engine sent. */
export function receive(struct: Struct | undefined): Received {
  const sent = struct === undefined ? {} : struct.toJavaScript();
  const secrets = new Set<string>();
  const values = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, plain(value, () => secrets.add(name))]),
  );
  return { values, secrets };
}

/** Makes what the engine gets: with the named properties marked as secrets. */
export function send(values: Properties, secrets: ReadonlySet<string>): Struct {
  const present = Object.entries(values).filter(([, value]) => value !== undefined);
  const marked = present.map(([name, value]) => {
    const json = withoutUndefined(value);
    return [name, secrets.has(name) ? { [markKey]: marks.secret, value: json } : json];
  });
  return Struct.fromJavaScript(Object.fromEntries(marked) as Parameters<typeof Struct.fromJavaScript>[0]);
}

function plain(value: unknown, noteSecret: () => void): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => plain(entry, noteSecret));
  if (!isRecord(value)) return value;
  switch (value[markKey]) {
    case undefined:
      return Object.fromEntries(
        Object.entries(value).map(([name, entry]) => [name, plain(entry, noteSecret)]),
      );
    case marks.secret:
      noteSecret();
      return plain(value["value"], noteSecret);
    case marks.output:
      if (value["secret"] === true) noteSecret();
      return Object.hasOwn(value, "value") ? plain(value["value"], noteSecret) : unknownValue;
    case marks.reference:
      return Object.hasOwn(value, "id") ? plain(value["id"], noteSecret) : value["urn"];
    default:
      // Assets and archives: no argument takes them, so the check says what is wrong.
      return value;
  }
}

/** JSON has no undefined. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => withoutUndefined(entry) ?? null);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([name, entry]) => [name, withoutUndefined(entry)]),
  );
}

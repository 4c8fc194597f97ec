import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, test } from "vitest";

import { receive, send } from "../../../../provider/adapters/plugin/values.js";

const mark = "4dabf18193072939515e22adb298388d";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: unknown): object => ({ [mark]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (rest: object): object => ({ [mark]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...rest });
const reference = (rest: object): object => ({ [mark]: "5cf8f73096256a8f31e491e813e4eb8e", ...rest });

type Json = Parameters<typeof Struct.fromJavaScript>[0];

function received(values: object): ReturnType<typeof receive> {
  return receive(Struct.fromJavaScript(values as Json));
}

describe("values from the engine", () => {
  test("are plain, and say which properties hold a secret, at whatever depth", () => {
    const { values, secrets } = received({
      username: "ada",
      password: secret("hush"),
      customData: { badge: secret({ number: 17 }), level: 3 },
      groups: ["research", secret("inner")],
    });

    expect(values).toEqual({
      username: "ada",
      password: "hush",
      customData: { badge: { number: 17 }, level: 3 },
      groups: ["research", "inner"],
    });
    expect([...secrets].sort()).toEqual(["customData", "groups", "password"]);
  });

  test("are unknown where an output has no value yet", () => {
    const { values, secrets } = received({
      userId: output({}),
      name: output({ value: "Ada", secret: true }),
      city: unknown,
    });

    expect(values).toEqual({ userId: unknown, name: "Ada", city: unknown });
    expect([...secrets]).toEqual(["name"]);
  });

  test("are ids in place of resources", () => {
    const urn = "urn:pulumi:prod::people::approw:index:User::ada";

    expect(received({ users: [reference({ urn, id: "u1" }), reference({ urn })] }).values).toEqual({
      users: ["u1", urn],
    });
  });

  test("are nothing where the engine sends nothing", () => {
    expect(receive(undefined).values).toEqual({});
  });
});

describe("values to the engine", () => {
  test("have their secrets marked, and come back as they were", () => {
    const values = { username: "ada", customData: { badge: "B-17" }, groups: [], nickname: undefined };

    const sent = send(values, new Set(["customData"]));

    expect(sent.toJavaScript()).toEqual({
      username: "ada",
      customData: secret({ badge: "B-17" }),
      groups: [],
    });
    expect(receive(sent)).toEqual({
      values: { username: "ada", customData: { badge: "B-17" }, groups: [] },
      secrets: new Set(["customData"]),
    });
  });
});

import { constants, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { encryptWithRsa } from "../../../sdk/auth/password-cipher.js";
import { isInvalidInput } from "../../../sdk/index.js";
import { startClient } from "../start-client.js";

const pem = { type: "spki", format: "pem" } as const;
const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 1024,
  publicKeyEncoding: pem,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

describe("encryptWithRsa", () => {
  test("returns base64 of 128 bytes for a key of 1024 bits, different each time", () => {
    const [first, second] = [
      encryptWithRsa("Tr0ub4dor&3", publicKey),
      encryptWithRsa("Tr0ub4dor&3", publicKey),
    ];

    expect(first).toMatch(/^[A-Za-z0-9+/]{171}=$/);
    expect(first).not.toBe(second);
  });

  test("pads as the service expects: the bytes before the password are those of PKCS#1 v1.5", () => {
    const bytes = privateDecrypt(
      { key: privateKey, padding: constants.RSA_NO_PADDING },
      Buffer.from(encryptWithRsa("pässword", publicKey), "base64"),
    );

    expect([...bytes.subarray(0, 2)]).toEqual([0, 2]);
    expect(bytes.subarray(bytes.indexOf(0, 2) + 1).toString("utf8")).toBe("pässword");
  });

  test.each([
    ["117 bytes", "p".repeat(117), true],
    ["118 bytes", "p".repeat(118), false],
    ["60 letters of two bytes each", "ä".repeat(60), false],
  ])("takes a password of %s: %s", (_, plain, fits) => {
    if (fits) expect(() => encryptWithRsa(plain, publicKey)).not.toThrow();
    else expect(() => encryptWithRsa(plain, publicKey)).toThrow("password must have at most 117 bytes");
  });
});

describe("a password", () => {
  test("reaches the service on create and on update, and the caller's object is unchanged", async () => {
    const { client, emulator } = await startClient();
    const user = Object.freeze({ username: "ada", password: "first-secret" });
    const updates = Object.freeze({ password: "second-secret" });

    const { id } = await client.users.create(user);
    expect(emulator.hasPassword(id, "first-secret")).toBe(true);
    await client.users.update(id, updates);
    expect(emulator.hasPassword(id, "second-secret")).toBe(true);
    expect([user.password, updates.password]).toEqual(["first-secret", "second-secret"]);
  });

  test("is encrypted with a key that concurrent calls fetch once", async () => {
    const { client, emulator } = await startClient();

    await Promise.all(
      ["a", "b", "c"].map((username) => client.users.create({ username, password: "secret-1" })),
    );

    expect(emulator.counters.of("wellKnown")).toBe(1);
  });

  test("is encrypted with a given key and by a given cipher", async () => {
    const seen: string[] = [];
    const { client, emulator } = await startClient({
      publicKey: "a key",
      encryptPassword: (plain, key) => {
        seen.push(plain, key);
        return Promise.resolve("not decipherable");
      },
    });

    await expect(client.users.create({ username: "ada", password: "secret-1" })).rejects.toMatchObject({
      apiCode: 2016,
    });
    expect(seen).toEqual(["secret-1", "a key"]);
    expect(emulator.counters.of("wellKnown")).toBe(0);
  });

  test("fails with an invalid key, and the error names the option", async () => {
    const { client } = await startClient({ publicKey: "a key" });

    const error = await client.users
      .create({ username: "ada", password: "secret-1" })
      .catch((cause: unknown) => cause);

    expect(isInvalidInput(error) && error.field).toBe("publicKey");
  });

  test("is encrypted with a key that is fetched again after a failure", async () => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "wellKnown", kind: "code", code: 500 });
    const user = { username: "ada", password: "secret-1" };

    await expect(client.users.create(user)).rejects.toMatchObject({ operation: "publicKey", apiCode: 500 });
    expect((await client.users.create(user)).username).toBe("ada");
  });

  test.each([
    ["is none", { data: { publicKey: "garbage" }, code: 200 }, "UNEXPECTED_RESPONSE"],
    [
      "is not the service's any more",
      {
        data: { publicKey: generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export(pem) },
        code: 200,
      },
      "API",
    ],
  ])("is encrypted with another key after one that %s", async (_, body, code) => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "wellKnown", kind: "shape", body });
    const user = { username: "ada", password: "secret-1" };

    await expect(client.users.create(user)).rejects.toMatchObject({ code });
    const { id } = await client.users.create(user);
    expect(emulator.hasPassword(id, "secret-1")).toBe(true);
  });

  test("that is too short is refused by the service", async () => {
    const { client } = await startClient();

    await expect(client.users.create({ username: "ada", password: "short" })).rejects.toMatchObject({
      apiCode: 2029,
    });
  });
});

import { describe, expect, test } from "vitest";
import { isPermissionError, isUnexpectedResponse } from "../../../sdk/index.js";
import { startClient } from "../start-client.js";

const many = Array.from({ length: 12 }, (_, n) => ({ code: `namespace-${n}`, name: `Namespace ${n}` }));

describe("namespaces", () => {
  test("are listed by page, the one that always exists among them", async () => {
    const { client } = await startClient({}, { seed: { namespaces: many } });

    const { totalCount, list } = await client.namespaces.list(2, 5);

    expect(totalCount).toBe(13);
    expect(list.map(({ code }) => code)).toEqual([4, 5, 6, 7, 8].map((n) => `namespace-${n}`));
    expect(list[0]).toEqual({ code: "namespace-4", name: "Namespace 4", description: null });
  });

  test("are all listed, each once, in pages", async () => {
    const { client } = await startClient({}, { seed: { namespaces: many } });

    const codes: string[] = [];
    for await (const { code } of client.namespaces.listAll({ pageSize: 5 })) codes.push(code);

    expect(codes).toEqual(["default", ...many.map(({ code }) => code)]);
  });

  test("a list that stays cut is no list", async () => {
    const { client, emulator } = await startClient({}, { seed: { namespaces: many } });
    emulator.faults.add({ operation: "restNamespaceList", kind: "cutPage", times: Infinity });

    const walk = async (): Promise<void> => {
      for await (const namespace of client.namespaces.listAll()) expect(namespace.code).not.toBe("");
    };
    const error = await walk().catch((cause: unknown) => cause);

    expect(isUnexpectedResponse(error)).toBe(true);
  });

  test("a refusal says what was tried", async () => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "restNamespaceList", kind: "code", code: 1001 });

    const error = await client.namespaces.list().catch((cause: unknown) => cause);

    expect(isPermissionError(error)).toBe(true);
    expect(error).toMatchObject({ message: expect.stringContaining("listing namespaces, page 1") });
  });
});

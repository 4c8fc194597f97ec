import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { startClient } from "./start-client.js";

const password = "Tr0ub4dor&3";

describe("secrets", () => {
  test("stand in no error, whatever goes wrong", async () => {
    const { emulator, waits } = await startClient();
    const { secret, faults } = emulator;
    const echo = `you sent ${password} and ${secret}`;
    const found: string[] = [];

    for (const fault of [
      { kind: "code", code: 2029, message: echo },
      { kind: "shape", body: { data: { createUser: { id: 1, username: echo } } } },
      {
        kind: "shape",
        body: { errors: [{ message: `${echo} got invalid value { password: "${password}" }; no` }] },
      },
      { kind: "status", status: 502 },
      { kind: "reset" },
      { kind: "hang" },
      { kind: "cutBody" },
      { kind: "throttle", retryAfter: 60 },
    ] as const) {
      faults.add({ operation: "createUser", ...fault, times: Infinity });
      faults.add({ operation: "findUser", kind: "code", code: 500, message: echo, times: Infinity });
      const { client } = await startClient({
        host: emulator.url,
        timeoutMs: 300,
        retryBudgetMs: 900,
        onWait: (wait) => waits.push(wait),
      });
      await client.users.create({ username: "ada", password }).catch((error: unknown) => {
        found.push(
          inspect(error, { depth: Infinity, showHidden: true }),
          JSON.stringify(error),
          String(error),
        );
      });
      faults.clear();
    }
    const everything = [...found, ...waits.map(({ reason }) => reason)].join("\n");
    expect(found).toHaveLength(24);
    expect(everything).not.toContain(password);
    expect(everything).not.toContain(secret);
    expect(everything).not.toMatch(/Bearer|eyJ[\w-]+\./);
  });

  test("the client shows nothing of itself", async () => {
    const { client, emulator } = await startClient();
    await client.users.list();

    const shown = inspect(client, { depth: Infinity, showHidden: true }) + JSON.stringify(client);

    expect(shown).not.toContain(emulator.secret);
    expect(shown).not.toMatch(/eyJ[\w-]+\./);
  });
});

import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { startClient } from "./start-client.js";
import { countTime } from "../support/counted-time.js";

countTime();

const password = "Tr0ub4dor&3";

describe("secrets", () => {
  test("are in no error, whatever goes wrong", async () => {
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
        timeout: 300,
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

  test("an identity provider's profile, which may contain tokens, is in no refusal", async () => {
    const { client, emulator } = await startClient();
    const oauth = '{"access_token":"of-the-provider"}';
    const { id } = await client.users.create({ username: "bob" });
    for (const operation of ["createUser", "updateUser"] as const)
      emulator.faults.add({ operation, kind: "code", code: 500, message: `bad profile ${oauth}` });

    const errors = await Promise.all(
      [client.users.create({ username: "ada", oauth }), client.users.update(id, { oauth })].map((write) =>
        write.catch((error: unknown) => inspect(error, { depth: Infinity, showHidden: true })),
      ),
    );

    expect(errors).toEqual([expect.stringContaining("bad profile ***"), expect.stringContaining("***")]);
    expect(JSON.stringify(errors)).not.toContain("of-the-provider");
  });

  test("the content of a broken response is in no error", async () => {
    const server = createServer((socket) =>
      socket.on("data", () => socket.end("HTTP/1.1 200 OK\r\nBad Header: x\r\n\r\n the-token")),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { client } = await startClient({ host, retryBudgetMs: 100 });

    const error = await client.users.list().catch((cause: unknown) => cause);

    expect(String(error)).toContain("no response");
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/the-token|<Buffer/);
  });

  test("a printed client shows nothing of itself", async () => {
    const { client, emulator } = await startClient();
    await client.users.list();

    const shown = inspect(client, { depth: Infinity, showHidden: true }) + JSON.stringify(client);

    expect(shown).not.toContain(emulator.secret);
    expect(shown).not.toMatch(/eyJ[\w-]+\./);
  });
});

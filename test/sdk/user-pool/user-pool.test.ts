import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { startClient } from "../start-client.js";
import { startServer } from "../start-server.js";

describe("the settings of a user pool", () => {
  test("are read, with secrets that no log shows by accident", async () => {
    const { client, emulator } = await startClient();

    const detail = await client.userPool.detail();

    expect(detail).toMatchObject({ id: emulator.userPoolId, loginFailCheck: { enabled: false } });
    expect(detail.secret).toBe(emulator.secret);
    expect(detail.jwtSecret).toMatch(/^[0-9a-f]{32}$/);
    const logged = inspect(detail) + JSON.stringify(detail) + JSON.stringify({ ...detail });
    expect(logged).not.toContain(detail.secret);
    expect(logged).not.toContain(detail.jwtSecret);
  });

  test("may be few", async () => {
    const data = { id: "p-1" };
    const { host } = await startServer(() => ({ text: JSON.stringify({ code: 200, data }) }));
    const { client } = await startClient({ host });

    expect(await client.userPool.detail()).toMatchObject({
      id: "p-1",
      name: null,
      frequentRegisterCheck: null,
    });
  });

  test("leave no secret in any later message", async () => {
    const jwtSecret = "of-the-tokens-1843";
    const { host } = await startServer(({ path }) => ({
      text: path.endsWith("/userpools/detail")
        ? JSON.stringify({ code: 200, data: { id: "p-1", jwtSecret } })
        : JSON.stringify({ code: 500, message: `leaked ${jwtSecret}` }),
    }));
    const { client } = await startClient({ host });
    await client.userPool.detail();

    const error = await client.users.detail("u-1").catch((cause: unknown) => cause);

    expect(String(error)).toContain("leaked ***");
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(jwtSecret);
  });

  test("leave no secret in the message of a response that is not what the API promises", async () => {
    const secret = "of-the-pool-1843";
    const { host } = await startServer(() => ({
      text: JSON.stringify({ code: 200, data: { id: 7, secret } }),
    }));
    const { client } = await startClient({ host });

    const error = await client.userPool.detail().catch((cause: unknown) => cause);

    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", paths: ["data.id"] });
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(secret);
  });
});

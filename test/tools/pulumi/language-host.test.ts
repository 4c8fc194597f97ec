import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import path from "node:path";
import { expect, test } from "vitest";

const host = path.join(__dirname, "../../../tools/pulumi/language-host/pulumi-language-nodejs.mjs");

test("the language host ends when its engine is gone", async () => {
  const sockets = new Set<Socket>();
  const engine = createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
  await once(engine, "listening");
  const address = engine.address();
  if (address === null || typeof address === "string") throw new Error("the engine has no port");
  const child = spawn(process.execPath, [host, `127.0.0.1:${address.port}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");

  engine.close();
  for (const socket of sockets) socket.destroy();

  expect(await once(child, "exit")).toEqual([1, null]);
});

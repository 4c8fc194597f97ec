import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { createEmulator } from "../../emulator/index.js";

const room = resolve(__dirname, "../../emulator");

describe("the emulator", () => {
  test("listens only on 127.0.0.1, which other machines cannot reach", async () => {
    const emulator = await createEmulator();
    const port = Number(new URL(emulator.url).port);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address, scopeid }) => (scopeid ? `${address}%${scopeid}` : address));

    const open = await Promise.all([...others, "127.0.0.2", "127.0.0.1"].map((host) => accepts(host, port)));
    await emulator.close();

    expect(new URL(emulator.url).hostname).toBe("127.0.0.1");
    expect(open).toEqual([...others.map(() => false), false, true]);
  });

  test("uses the given port, and fails if that is in use", async () => {
    const first = await createEmulator();
    const port = Number(new URL(first.url).port);

    await expect(createEmulator({ port })).rejects.toThrow(/EADDRINUSE/);
    await first.close();
    const second = await createEmulator({ port });
    await second.close();

    expect(second.url).toBe(first.url);
  });

  test("frees its port at close, and can be closed twice", async () => {
    const emulator = await createEmulator();
    await emulator.close();
    await emulator.close();

    await expect(accepts("127.0.0.1", Number(new URL(emulator.url).port))).resolves.toBe(false);
  });

  test("imports nothing of the other rooms", async () => {
    const imports = await Promise.all((await sourceFiles(room)).map(importsOf));

    const outside = imports.flat().filter((path) => relative(room, path).startsWith(".."));

    expect(imports.flat()).not.toHaveLength(0);
    expect(outside).toEqual([]);
  });
});

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (open: boolean) => {
      socket.destroy();
      settle(open);
    };
    socket.once("connect", () => {
      end(true);
    });
    socket.once("error", () => {
      end(false);
    });
    socket.once("timeout", () => {
      end(false);
    });
  });
}

async function sourceFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true });
  return entries.filter((entry) => entry.endsWith(".ts")).map((entry) => join(directory, entry));
}

/** The files of this repository that a source file imports. */
async function importsOf(file: string): Promise<string[]> {
  const source = await readFile(file, "utf8");
  const specifiers = [...source.matchAll(/\b(?:from|import|require)\s*\(?\s*"([^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );
  return specifiers
    .filter((specifier) => specifier.startsWith(".") || specifier.startsWith("pulumi-approw"))
    .map((specifier) => resolve(dirname(file), specifier.startsWith(".") ? specifier : `../../${specifier}`));
}

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import { z } from "zod";

const answer = z.looseObject({
  id: z.number(),
  result: z.looseObject({}).optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});
type Answer = z.infer<typeof answer>;

const evaluated = z.looseObject({
  result: z.looseObject({ value: z.unknown().optional() }),
  exceptionDetails: z.looseObject({ text: z.string() }).optional(),
});

/** The Chromium of this machine, if there is one. */
export function findChromium(): string | undefined {
  return ["chromium", "chromium-browser", "google-chrome"].find(
    (name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0,
  );
}

/** A page in a headless Chromium, which is spoken to in the DevTools protocol over two pipes. */
export class BrowserPage {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #input: Socket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #session: string | undefined;
  #lastId = 0;

  private constructor(command: string, profile: string) {
    this.#profile = profile;
    this.#process = spawn(
      command,
      [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-pipe",
        `--user-data-dir=${profile}`,
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    const [, , , input, output] = this.#process.stdio;
    if (!(input instanceof Socket) || !(output instanceof Socket))
      throw new TypeError("Chromium has no pipes");
    this.#input = input;
    let unread = "";
    output.setEncoding("utf8").on("data", (text: string) => {
      const messages = (unread + text).split("\0");
      unread = messages.pop() ?? "";
      for (const message of messages) this.#receive(JSON.parse(message));
    });
  }

  /** Opens a file as a reader would. */
  static async open(command: string, file: string): Promise<BrowserPage> {
    const page = new BrowserPage(command, await mkdtemp(join(tmpdir(), "approw-chromium-")));
    const { targetId } = await page.#send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await page.#send("Target.attachToTarget", { targetId, flatten: true });
    page.#session = String(sessionId);
    await page.#send("Page.navigate", { url: pathToFileURL(file).href });
    // Until the page is there, the one before it answers, or none does.
    const state = `location.protocol === "file:" && document.readyState`;
    while ((await page.evaluate(state).catch(() => "unknown")) !== "complete") await sleep(20);
    return page;
  }

  /** The value of an expression in the page, as JSON carries it. */
  async evaluate(expression: string): Promise<unknown> {
    const answered = await this.#send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    const { result, exceptionDetails } = evaluated.parse(answered);
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${exceptionDetails.text}`);
    return result.value;
  }

  /** Shows the page as on paper, or with dark colours. */
  async emulate(media: "print" | "screen", scheme: "dark" | "light" = "light"): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.#send("Emulation.setEmulatedMedia", { media, features });
  }

  /** Makes the window, or the paper, so wide. */
  async resize(width: number): Promise<void> {
    await this.#send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 800,
      deviceScaleFactor: 1,
      mobile: false,
    });
  }

  async close(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #send(method: string, params: object): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#lastId;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    this.#input.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const { result = {}, error } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** What has no id is an event, and nobody waits for one. */
  #receive(message: unknown): void {
    const parsed = answer.safeParse(message);
    if (parsed.success) this.#waiting.get(parsed.data.id)?.(parsed.data);
  }
}

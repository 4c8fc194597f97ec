import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { clearTimeout, setTimeout } from "node:timers";
import { fileURLToPath } from "node:url";
import { withProgress } from "../setup/progress.mjs";

/** The first thing that the installer asks for. */
const installerUrl = "https://get.pulumi.com/install.sh";
const answerWithinMs = 10_000;
const finishWithinMs = 5 * 60_000;

/**
 * Has the Automation API's own installer put the CLI into `installation`. A machine without a way to the vendor's
 * site is told so within seconds.
 */
export function downloadCli(installation, version) {
  return withProgress(`Downloading the Pulumi CLI ${version} (once, about a minute)`, async () => {
    await checkReachable();
    await runInstaller(installation, version);
  });
}

async function checkReachable() {
  const { host } = new URL(installerUrl);
  try {
    const signal = globalThis.AbortSignal.timeout(answerWithinMs);
    const { status } = await globalThis.fetch(installerUrl, { method: "HEAD", signal });
    if (status !== 200) throw new Error(`it answers ${status}`);
  } catch (cause) {
    throw new Error(`${host} cannot be reached (${cause.cause?.code ?? cause.message})`, { cause });
  }
}

/** In a process of its own, so that it can be ended together with the scripts that it starts. */
async function runInstaller(installation, version) {
  const script = fileURLToPath(new URL("run-installer.mjs", import.meta.url));
  const isPosix = process.platform !== "win32";
  const child = spawn(process.execPath, [script, installation, version], {
    detached: isPosix,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const end = () => process.kill(isPosix ? -child.pid : child.pid, "SIGKILL");
  const timer = setTimeout(end, finishWithinMs);
  process.once("exit", end);

  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (complaint += text));
  const [code] = await once(child, "close");
  clearTimeout(timer);
  process.off("exit", end);
  if (code === null) throw new Error(`the installer did not end within ${finishWithinMs / 60_000} minutes`);
  if (code !== 0) throw new Error(complaint.trim().split("\n")[0] || `the installer ended with ${code}`);
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { clearTimeout, setTimeout } from "node:timers";
import { fileURLToPath } from "node:url";
import { withProgress } from "../setup/progress.mjs";

/** The first URL that the installer requests. */
const installerUrl = "https://get.pulumi.com/install.sh";
const answerWithinMs = 10_000;
const finishWithinMs = 5 * 60_000;

/**
 * Lets the Automation API's own installer put the CLI into `installation`. Without a connection to the vendor's site
 * it fails within seconds.
 *
 * @param {string} installation
 * @param {string} version
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
    if (status !== 200) throw new Error(`it responds with HTTP ${status}`);
  } catch (cause) {
    throw new Error(`cannot reach ${host} (${reasonOf(cause)})`, { cause });
  }
}

/**
 * `fetch` wraps the failure of the connection, which has a code such as ENOTFOUND.
 *
 * @param {unknown} cause
 */
function reasonOf(cause) {
  if (!(cause instanceof Error)) return String(cause);
  const origin = cause.cause;
  return origin instanceof Error && "code" in origin ? String(origin.code) : cause.message;
}

/**
 * Runs the installer in a process group of its own, so that it can be ended together with the scripts that it starts.
 *
 * @param {string} installation
 * @param {string} version
 */
async function runInstaller(installation, version) {
  const script = fileURLToPath(new URL("run-installer.mjs", import.meta.url));
  const isPosix = process.platform !== "win32";
  const child = spawn(process.execPath, [script, installation, version], {
    detached: isPosix,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const { pid } = child;
  const end = () => pid !== undefined && process.kill(isPosix ? -pid : pid, "SIGKILL");
  const timer = setTimeout(end, finishWithinMs);
  process.once("exit", end);

  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (complaint += text));
  const [code] = await once(child, "close");
  clearTimeout(timer);
  process.off("exit", end);
  if (code === null)
    throw new Error(`the installer did not finish within ${finishWithinMs / 60_000} minutes`);
  if (code !== 0)
    throw new Error(complaint.trim().split("\n")[0] || `the installer ended with exit code ${code}`);
}

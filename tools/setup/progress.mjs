import process from "node:process";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const liveEveryMs = 100;
const lineEveryMs = 30_000;

/**
 * The part of a stream that progress is written to.
 *
 * @typedef {{ isTTY?: boolean, columns?: number, write(text: string): unknown }} ProgressStream
 */

/**
 * Runs a step that takes a while and reports it on stderr. On a terminal it updates one line. Elsewhere it writes a
 * line at the start, one every half minute and one at the end.
 *
 * @template T
 * @param {string} title what is being done, and roughly how long it takes
 * @param {(report: (detail: string) => void) => Promise<T>} work
 * @param {ProgressStream} stream
 * @returns {Promise<T>}
 */
export async function withProgress(title, work, stream = process.stderr) {
  const started = Date.now();
  let detail = "";
  const state = () => `${seconds(started)}${detail && `, ${detail}`}`;
  const stop = stream.isTTY
    ? animate(stream, (frame) => `${frame} ${title}: ${state()}`)
    : announce(stream, title, () => `  ... ${state()}`);

  try {
    const outcome = await work((latest) => (detail = latest));
    stop(stream.isTTY ? `✔ ${title}: ${seconds(started)}` : `  done in ${seconds(started)}`);
    return outcome;
  } catch (cause) {
    stop(stream.isTTY ? `✘ ${title}: ${seconds(started)}` : `  failed after ${seconds(started)}`);
    throw cause;
  }
}

/**
 * @param {ProgressStream} stream
 * @param {(frame: string | undefined) => string} line
 * @returns {(last: string) => void} ends the progress with its last line
 */
function animate(stream, line) {
  let turn = 0;
  /** @param {string} text */
  const show = (text) => stream.write(`\r\u001B[2K${text.slice(0, stream.columns || 80)}`);
  const timer = globalThis.setInterval(() => show(line(frames[turn++ % frames.length])), liveEveryMs);
  return (last) => {
    globalThis.clearInterval(timer);
    show(last);
    stream.write("\n");
  };
}

/**
 * @param {ProgressStream} stream
 * @param {string} title
 * @param {() => string} line
 * @returns {(last: string) => void} ends the progress with its last line
 */
function announce(stream, title, line) {
  stream.write(`${title}\n`);
  const timer = globalThis.setInterval(() => stream.write(`${line()}\n`), lineEveryMs);
  return (last) => {
    globalThis.clearInterval(timer);
    stream.write(`${last}\n`);
  };
}

/** @param {number} started */
function seconds(started) {
  return `${Math.round((Date.now() - started) / 1000)} s`;
}

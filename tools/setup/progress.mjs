import process from "node:process";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const liveEveryMs = 100;
const lineEveryMs = 30_000;

/**
 * Runs a step that takes its time, and says on stderr that it does: on a terminal in one line that moves, elsewhere
 * in a line at the start, one every half minute and one at the end.
 *
 * @template T
 * @param {string} title what is being done, and roughly how long it takes
 * @param {(report: (detail: string) => void) => Promise<T>} work
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
    stop(stream.isTTY ? `✘ ${title}: ${seconds(started)}` : `  gave up after ${seconds(started)}`);
    throw cause;
  }
}

function animate(stream, line) {
  let turn = 0;
  const show = (text) => stream.write(`\r\u001B[2K${text.slice(0, stream.columns || 80)}`);
  const timer = globalThis.setInterval(() => show(line(frames[turn++ % frames.length])), liveEveryMs);
  return (last) => {
    globalThis.clearInterval(timer);
    show(last);
    stream.write("\n");
  };
}

function announce(stream, title, line) {
  stream.write(`${title}\n`);
  const timer = globalThis.setInterval(() => stream.write(`${line()}\n`), lineEveryMs);
  return (last) => {
    globalThis.clearInterval(timer);
    stream.write(`${last}\n`);
  };
}

function seconds(started) {
  return `${Math.round((Date.now() - started) / 1000)} s`;
}

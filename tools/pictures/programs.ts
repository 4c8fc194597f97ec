import { spawnSync } from "node:child_process";

/** The programs that make a picture, each under the names that it has on Linux and macOS. */
const programs = {
  chromium: ["chromium", "chromium-browser", "google-chrome"],
  pngquant: ["pngquant"],
};

/**
 * The command that starts a program on this machine.
 *
 * @throws Error when it is not installed: the old picture would pass for a new one
 */
export function findProgram(program: keyof typeof programs): string {
  const names = programs[program];
  const found = names.find((name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0);
  if (found !== undefined) return found;
  throw new Error(
    `No picture was made: ${names.join(", ")} not found on PATH. Install it, for example with: apt-get install ${program}`,
  );
}

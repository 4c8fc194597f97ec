import { afterEach, expect, test, vi } from "vitest";

import { findProgram } from "../../../tools/pictures/programs.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a machine without a browser gets no picture, and is told what to install", () => {
  vi.stubEnv("PATH", "");

  expect(() => findProgram("chromium")).toThrow(
    "No picture was made: chromium, chromium-browser, google-chrome not found on PATH. Install it, for example with: apt-get install chromium",
  );
});

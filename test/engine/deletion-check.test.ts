import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { Trial } from "./trial.js";

/** The step of the pipeline in the documentation, without the preview before it. */
async function documentedStep(): Promise<string> {
  const page = await readFile(path.join(__dirname, "../../docs/deleting-people.md"), "utf8");
  const script = /```sh\npulumi preview --json > plan\.json\n(?<step>node -e '.*?\n')\n```/su.exec(page)
    ?.groups?.["step"];
  if (script === undefined) throw new Error("docs/deleting-people.md no longer shows the step");
  return script;
}

const declareUsers = (names: readonly string[]): string => `
  for (const username of ${JSON.stringify(names)}) new approw.User(username, { username });
`;

test("the documented step stops a pipeline that would delete too many users, and names them", async () => {
  const trial = await Trial.open(declareUsers(["ada", "grace", "alan"]));
  const directory = await mkdtemp(path.join(tmpdir(), "approw-pipeline-"));
  onTestFinished(async () => {
    await trial.close();
    await rm(directory, { recursive: true });
  });
  await trial.must("up");
  await trial.write(declareUsers(["alan"]));

  const preview = await trial.must("preview", "--json");
  await writeFile(path.join(directory, "plan.json"), preview.stdout);
  const step = await documentedStep();
  const run = (limit: string): ReturnType<typeof spawnSync> =>
    spawnSync("sh", ["-c", step], {
      cwd: directory,
      env: { ...process.env, MAX_DELETIONS: limit },
      encoding: "utf8",
    });

  expect(run("1")).toMatchObject({ status: 1, stderr: "2 would be deleted; the limit is 1\n" });
  expect(run("2")).toMatchObject({ status: 0 });
  expect(String(run("2").stdout).split("\n").sort()).toEqual([
    "",
    "would delete User ada",
    "would delete User grace",
  ]);
});

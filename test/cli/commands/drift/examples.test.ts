import { execFileSync, spawnSync } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { parseIgnoreFile } from "../../../../drift/policy/ignore.js";
import { parsePolicy } from "../../../../drift/policy/policy.js";
import { runProgram } from "../../run-program.js";
import { openSpoiltPool, type SpoiltPool } from "./spoilt-pool.js";

const example = resolve(__dirname, "../../../../examples/drift-review");

const workflow = z.looseObject({
  jobs: z.record(
    z.string(),
    z.looseObject({
      steps: z.array(z.looseObject({ name: z.string().optional(), run: z.string().optional() })),
    }),
  ),
});
const gitlabJob = z.looseObject({ script: z.array(z.string()) });

async function githubSteps(file: string): Promise<Map<string, string>> {
  const { jobs } = workflow.parse(parse(await readFile(join(example, ".github/workflows", file), "utf8")));
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  return new Map(steps.flatMap(({ name = "", run }) => (run === undefined ? [] : [[name, run]])));
}

async function gitlabScript(job: string): Promise<string> {
  const file = z
    .record(z.string(), z.unknown())
    .parse(parse(await readFile(join(example, ".gitlab-ci.yml"), "utf8")));
  return gitlabJob.parse(file[job]).script.join("\n");
}

async function allScripts(): Promise<string[]> {
  const [review, preview] = await Promise.all([githubSteps("drift-review.yml"), githubSteps("preview.yml")]);
  return [
    ...review.values(),
    ...preview.values(),
    await gitlabScript("drift-review"),
    await gitlabScript("preview"),
  ];
}

/** The arguments of each review in a script. */
function reviewsIn(script: string): string[][] {
  const commands = script.replaceAll("\\\n", " ").matchAll(/npx pulumi-approw (?<args>[^|\n]+)/gu);
  return Array.from(commands, ({ groups }) => (groups?.["args"] ?? "").trim().split(/\s+/u));
}

/** The same review of a state file in place of the stack. */
function withStateFile(args: readonly string[]): string[] {
  return args.map((arg) => (arg === "--stack" ? "--state" : arg === "prod" ? "people.json" : arg));
}

describe("examples/drift-review", () => {
  let pool: SpoiltPool;

  beforeAll(async () => {
    pool = await openSpoiltPool();
  });

  afterAll(() => pool.close());

  test("its commands are ones that the program understands", async () => {
    const reviews = (await allScripts()).flatMap(reviewsIn);

    expect(reviews).toHaveLength(4);
    for (const args of reviews) {
      const { code, stderr } = await runProgram(withStateFile(args), { cwd: pool.directory, env: pool.env });
      expect(code, stderr).toBe(2);
    }
  });

  test("with the project in a subdirectory and --cwd, its reports are where its next steps take them", async () => {
    const root = await mkdtemp(join(tmpdir(), "approw-repository-"));
    await mkdir(join(root, "infra"));
    await copyFile(join(pool.directory, "people.json"), join(root, "infra", "people.json"));

    for (const script of await allScripts()) {
      for (const args of reviewsIn(script)) {
        const flags = [...withStateFile(args), "--cwd", "infra"];
        const { code, stderr } = await runProgram(flags, { cwd: root, env: pool.env });
        const files = args.flatMap((arg) => arg.split("=").slice(1));

        expect(code, stderr).toBe(2);
        expect((await readdir(root)).sort()).toEqual([...files, "infra"].sort());
        await Promise.all(files.map((file) => rm(join(root, file))));
      }
    }
    await rm(root, { recursive: true });
  });

  test("its scripts are ones that the shell understands", async () => {
    for (const script of await allScripts())
      expect(() => execFileSync("bash", ["-n", "-c", script])).not.toThrow();
  });

  test("its own policy and ignore rules have no mistakes", async () => {
    const [policy, ignore] = await Promise.all(
      ["approw-drift.yaml", ".approwignore"].map((file) => readFile(join(example, file), "utf8")),
    );

    expect(parsePolicy("approw-drift.yaml", policy ?? "").severities.get("group-foreign")).toBe("low");
    expect(parseIgnoreFile(".approwignore", ignore ?? "")).toHaveLength(1);
  });
});

const hasJq = spawnSync("bash", ["-c", "command -v jq"]).status === 0;
if (!hasJq) process.stderr.write("No jq is on this machine: the example for GitLab CI is not run here.\n");

/** A directory with stand-ins for the tools of a pipeline, which write down how they were called. */
class Pipeline {
  private constructor(readonly directory: string) {}

  static async open(): Promise<Pipeline> {
    const pipeline = new Pipeline(await mkdtemp(join(tmpdir(), "approw-pipeline-")));
    await writeFile(join(pipeline.directory, "calls"), "");
    await writeFile(join(pipeline.directory, "drift.md"), "the report\n");
    return pipeline;
  }

  /** A tool that answers calls that begin with `call`, and ends with a code. */
  async provide(tool: string, { call = "", answer = "", code = 0 }): Promise<void> {
    const file = join(this.directory, tool);
    const lines = [
      "#!/usr/bin/env bash",
      `echo "${tool} $*" >> "${this.directory}/calls"`,
      `case "$*" in "${call}"*) printf '%s' '${answer}' ;; esac`,
      `exit ${code}`,
    ];
    await writeFile(file, lines.join("\n"));
    await chmod(file, 0o755);
  }

  /** Runs a script as pipelines do, up to its first failure. */
  run(script: string, env: Readonly<Record<string, string>>): number | null {
    const path = [this.directory, process.env["PATH"]].join(delimiter);
    const options = { cwd: this.directory, env: { ...process.env, ...env, PATH: path } };
    return spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], options).status;
  }

  async calls(): Promise<string[]> {
    return (await readFile(join(this.directory, "calls"), "utf8")).split("\n").filter((line) => line !== "");
  }

  async close(): Promise<void> {
    await rm(this.directory, { recursive: true });
  }
}

describe("the scheduled review in examples/drift-review", () => {
  let pipeline: Pipeline;

  beforeEach(async () => {
    pipeline = await Pipeline.open();
    return () => pipeline.close();
  });

  test.each([
    { review: 0, step: 0, output: "code=0\n" },
    { review: 2, step: 0, output: "code=2\n" },
    { review: 1, step: 1, output: "code=1\n" },
  ])(
    "on GitHub a review that ends with $review lets its step end with $step",
    async ({ review, step, output }) => {
      await pipeline.provide("npx", { code: review });
      const file = join(pipeline.directory, "output");
      const script = (await githubSteps("drift-review.yml")).get("Review the pool") ?? "";

      expect(pipeline.run(script, { GITHUB_OUTPUT: file })).toBe(step);
      expect(await readFile(file, "utf8")).toBe(output);
    },
  );

  test.each([
    {
      code: "2",
      issue: "",
      last: "gh issue create --title The user pool differs from the program --label drift-review --body-file drift.md",
    },
    { code: "2", issue: "7", last: "gh issue edit 7 --body-file drift.md" },
    { code: "0", issue: "7", last: "gh issue close 7 --comment The user pool has no more drift." },
    {
      code: "0",
      issue: "",
      last: "gh issue list --label drift-review --state open --json number --jq .[0].number // empty",
    },
  ])(
    "on GitHub, after code $code with the issue '$issue', the last call is $last",
    async ({ code, issue, last }) => {
      await pipeline.provide("gh", { call: "issue list", answer: issue });
      const script = (await githubSteps("drift-review.yml")).get("Open, update or close the issue") ?? "";

      expect(pipeline.run(script, { CODE: code })).toBe(0);
      expect((await pipeline.calls()).at(-1)).toBe(last);
    },
  );
});

describe("the preview in examples/drift-review on GitHub", () => {
  const comments = "repos/acme/people/issues/5/comments";
  let pipeline: Pipeline;

  beforeEach(async () => {
    pipeline = await Pipeline.open();
    await writeFile(join(pipeline.directory, "preview.txt"), "the plan\n");
    return () => pipeline.close();
  });

  async function comment(answer: string): Promise<string | undefined> {
    await pipeline.provide("gh", { call: "api --paginate", answer });
    const script = (await githubSteps("preview.yml")).get("Comment") ?? "";
    const status = pipeline.run(script, { PULL_REQUEST: "5", GITHUB_REPOSITORY: "acme/people" });
    expect(status).toBe(0);
    return (await pipeline.calls()).at(-1);
  }

  test("the first time it writes a comment with the report and the plan", async () => {
    expect(await comment("")).toBe(`gh api --silent --method POST ${comments} --field body=@comment.md`);
    expect(await readFile(join(pipeline.directory, "comment.md"), "utf8")).toMatch(
      /^the report\n[^]*the plan/u,
    );
  });

  test("later it brings its own comment up to date, and no other", async () => {
    expect(await comment("9\n12\n")).toBe(
      "gh api --silent --method PATCH repos/acme/people/issues/comments/9 --field body=@comment.md",
    );
  });

  test("when the comments cannot be read it fails, and writes none", async () => {
    await pipeline.provide("gh", { code: 1 });
    const script = (await githubSteps("preview.yml")).get("Comment") ?? "";

    expect(pipeline.run(script, { PULL_REQUEST: "5", GITHUB_REPOSITORY: "acme/people" })).toBe(1);
    expect((await pipeline.calls()).filter((call) => call.includes("--method"))).toEqual([]);
  });

  test.skipIf(!hasJq)(
    "takes for its own what its workflow wrote and what begins with the report's mark",
    async () => {
      await comment("");
      const [, filter = ""] =
        /--jq '([^']+)'/u.exec((await githubSteps("preview.yml")).get("Comment") ?? "") ?? [];
      const mark = "<!-- pulumi-approw drift -->";
      const found = [
        { id: 1, user: { login: "github-actions[bot]" }, body: "the coverage of the tests" },
        { id: 2, user: { login: "mallory" }, body: mark },
        { id: 3, user: { login: "github-actions[bot]" }, body: `quoted: ${mark}` },
        { id: 4, user: { login: "github-actions[bot]" }, body: `${mark}\n\n### Drift review` },
      ];

      const { stdout } = spawnSync("bash", ["-c", `jq '${filter}'`], {
        input: JSON.stringify(found),
        encoding: "utf8",
      });

      expect(stdout).toBe("4\n");
    },
  );
});

describe.skipIf(!hasJq)("examples/drift-review on GitLab", () => {
  const api = "https://gitlab.example/api/v4";
  const variables = { CI_API_V4_URL: api, CI_PROJECT_ID: "42", CI_MERGE_REQUEST_IID: "5", GITLAB_TOKEN: "t" };
  const curl = "--fail --silent --show-error --header PRIVATE-TOKEN: t";
  let pipeline: Pipeline;

  beforeEach(async () => {
    pipeline = await Pipeline.open();
    return () => pipeline.close();
  });

  test.each([
    {
      code: 2,
      issues: "[]",
      last: `${curl} --request POST --data labels=drift-review --data-urlencode description@drift.md --data-urlencode title=The user pool differs from the program ${api}/projects/42/issues`,
    },
    {
      code: 2,
      issues: '[{"iid":7}]',
      last: `${curl} --request PUT --data-urlencode description@drift.md ${api}/projects/42/issues/7`,
    },
    {
      code: 0,
      issues: '[{"iid":7}]',
      last: `${curl} --request PUT --data state_event=close ${api}/projects/42/issues/7`,
    },
    { code: 0, issues: "[]", last: `${curl} ${api}/projects/42/issues?labels=drift-review&state=opened` },
  ])("a review that ends with $code and the issues $issues: $last", async ({ code, issues, last }) => {
    await pipeline.provide("npx", { code });
    await pipeline.provide("curl", { call: `${curl} ${api}/projects/42/issues?`, answer: issues });

    expect(pipeline.run(await gitlabScript("drift-review"), variables)).toBe(0);
    expect((await pipeline.calls()).at(-1)).toBe(`curl ${last}`);
  });

  test("a review that could not be done fails the job, and touches no issue", async () => {
    await pipeline.provide("npx", { code: 1 });
    await pipeline.provide("curl", {});

    expect(pipeline.run(await gitlabScript("drift-review"), variables)).toBe(1);
    expect((await pipeline.calls()).map((call) => call.split(" ")[0])).toEqual(["npx"]);
  });

  test.each([
    {
      notes: "[]",
      last: `--request POST --data-urlencode body@comment.md ${api}/projects/42/merge_requests/5/notes`,
    },
    {
      notes: '[{"id":1,"body":"a word"},{"id":9,"body":"<!-- pulumi-approw drift -->"}]',
      last: `--request PUT --data-urlencode body@comment.md ${api}/projects/42/merge_requests/5/notes/9`,
    },
  ])("a merge request with the notes $notes has one comment", async ({ notes, last }) => {
    await pipeline.provide("pulumi", { answer: "the plan" });
    await pipeline.provide("npx", { code: 2 });
    await pipeline.provide("curl", {
      call: `${curl} ${api}/projects/42/merge_requests/5/notes?`,
      answer: notes,
    });

    expect(pipeline.run(await gitlabScript("preview"), variables)).toBe(0);
    expect((await pipeline.calls()).at(-1)).toBe(`curl ${curl} ${last}`);
    const comment = await readFile(join(pipeline.directory, "comment.md"), "utf8");
    expect(comment).toMatch(/^the report\n[^]*the plan/u);
  });
});

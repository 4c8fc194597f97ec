import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import { type Ended, runProgram } from "../../run-program.js";

const valid = {
  "people/ada.yaml": "people:\n  ada: { username: ada, groups: [eng] }\n",
  "people/alan.yml": "people:\n  alan: { username: alan }\n",
  "groups.yaml": "groups:\n  eng: { name: Engineering }\n",
};

/** Runs the command in a new directory that holds these files, on 27 November 2026. */
async function validate(files: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> {
  const cwd = mkdtempSync(join(tmpdir(), "roster-"));
  onTestFinished(() => {
    rmSync(cwd, { recursive: true });
  });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return await runProgram(["validate", ...args], { cwd, now: () => new Date("2026-11-27T23:59:59Z") });
}

describe("pulumi-approw validate", () => {
  test("says what it checked, and ends with 0", async () => {
    expect(await validate(valid, ".")).toEqual({
      code: 0,
      stdout: "valid: 2 users, 1 group in 3 files\n",
      stderr: "",
    });
  });

  test("reads several paths together", async () => {
    const { code, stdout } = await validate(valid, "people/ada.yaml", "groups.yaml");

    expect(code).toBe(0);
    expect(stdout).toBe("valid: 1 user, 1 group in 2 files\n");
  });

  test("shows a mistake with its place and line, and ends with 1", async () => {
    const people = "people:\n  ada:\n    username: ada\n    emial: ada@example.com\n";

    expect(await validate({ "people.yaml": people }, "people.yaml")).toEqual({
      code: 1,
      stdout:
        'people.yaml:4:5: unknown field "emial", did you mean "email"?\n' +
        "  4 |     emial: ada@example.com\n" +
        "    |     ^\n" +
        "\n" +
        "1 mistake; checked 1 user in 1 file\n",
      stderr: "",
    });
  });

  test("shows the first 50 mistakes and counts the others", async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `  p${index}: { username: p${index}, x: 1 }`);

    const { code, stdout } = await validate(
      { "people.yaml": `people:\n${lines.join("\n")}\n` },
      "people.yaml",
    );

    expect(code).toBe(1);
    expect(stdout.match(/unknown field/gu)).toHaveLength(50);
    expect(stdout).toContain("and 10 more\n");
  });

  test("shows no secret that somebody wrote into a file", async () => {
    const people = "people:\n  ada: { username: ada, password: hunter22, emial: x }\n";

    for (const format of ["text", "github", "json"]) {
      const { code, stdout } = await validate({ "people.yaml": people }, "people.yaml", "--format", format);

      expect(code).toBe(1);
      expect(stdout).toContain("password must be a reference");
      expect(stdout).not.toContain("hunter22");
    }
  });

  test("escapes annotations as GitHub reads them", async () => {
    const files = { "a,b:c%.yaml": 'people:\n  ada: { username: ada, "100%": x }\n' };

    const { code, stdout } = await validate(files, "a,b:c%.yaml", "--format", "github");

    expect(code).toBe(1);
    expect(stdout).toBe(
      '::error file=a%2Cb%3Ac%25.yaml,line=2,col=25::unknown field "100%25"\n' +
        "1 mistake; checked 1 user in 1 file\n",
    );
  });

  test.skipIf(process.platform === "win32").each(["text", "github"])(
    "a file name cannot write a line of its own: %s",
    async (format) => {
      const files = {
        "people/a\n::error::b.yaml": "people: 1\n",
        "people/\u001b[31mc.YAML": "",
        "::notice::d.yaml": "people: 1\n",
      };

      const { stdout } = await validate(files, "people", "::notice::d.yaml", "--format", format);

      expect(stdout).not.toContain("\u001b");
      expect(stdout).not.toMatch(/^::(?:error|notice)::/mu);
      expect(stdout).toContain(
        format === "text" ? "people/a\\u{a}::error::b.yaml:1:9" : "file=people/a\\u{a}%3A%3Aerror",
      );
      const missing = await validate(files, "none\n::error::x");
      expect(missing.stderr).toBe("pulumi-approw: none\\u{a}::error::x does not exist\n");
    },
  );

  test("names files that look like files of a roster and are not read", async () => {
    const files = { ...valid, "people/B.YAML": "", "people/c.yml ": "", "people/notes.txt": "" };

    expect((await validate(files, ".")).stdout).toBe(
      "warning: people/B.YAML is not read: rename it to end in .yaml or .yml\n" +
        "warning: people/c.yml  is not read: rename it to end in .yaml or .yml\n" +
        "\n" +
        "valid: 2 users, 1 group in 3 files\n",
    );
    expect((await validate(files, ".", "--format", "github")).stdout).toContain(
      "::warning file=people/B.YAML::the file is not read: rename it to end in .yaml or .yml\n",
    );
    const json = await validate(files, ".", "--format", "json");
    expect(JSON.parse(json.stdout)).toMatchObject({ unread: ["people/B.YAML", "people/c.yml "] });
  });

  test("names the other place of a contradiction in an annotation", async () => {
    const files = { ...valid, "people/zoe.yaml": "people:\n  zoe: { username: ada }\n" };

    const { stdout } = await validate(files, "people", "groups.yaml", "--format", "github");

    expect(stdout).toContain(
      "::error file=people/zoe.yaml,line=2,col=20::another user has the same username (see people/ada.yaml:2:20)\n",
    );
  });

  test("writes JSON for other programs", async () => {
    const people = "people:\n  ada: { username: ada, name: ~ }\n";

    const { code, stdout } = await validate({ "people.yaml": people }, "people.yaml", "--format", "json");

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      today: "2026-11-27",
      files: 1,
      counts: { users: 1, groups: 0 },
      mistakeCount: 1,
      mistakes: [{ file: "people.yaml", line: 2, column: 31, others: [] }],
    });
  });
});

describe("what ends", () => {
  const people = `people:
  ada:
    username: ada
    groups: [{ group: oncall, until: 2026-11-27, reason: TICKET-1 }, { group: eng, until: 2026-12-28 }]
    roles: [{ role: billing/clerk, until: 2026-11-26 }]
  grace: { username: grace, leaves: 2026-12-27 }
`;

  test("is listed with what has ended", async () => {
    const { code, stdout } = await validate({ "people.yaml": people }, "people.yaml");

    expect(code).toBe(0);
    expect(stdout).toBe(
      "ended before 2026-11-27:\n" +
        "  ada: role clerk in namespace billing ended on 2026-11-26 (people.yaml:5:13)\n" +
        "\n" +
        "ends within 30 days:\n" +
        "  ada: group oncall ends on 2026-11-27 (TICKET-1) (people.yaml:4:14)\n" +
        "  grace leaves on 2026-12-27 (people.yaml:6:37)\n" +
        "\n" +
        "valid: 2 users in 1 file\n",
    );
  });

  test("is listed for the number of days that is given", async () => {
    const { stdout } = await validate({ "people.yaml": people }, "people.yaml", "--ends-within", "0");

    expect(stdout).toContain("ends within 0 days:\n  ada: group oncall ends on 2026-11-27");
    expect(stdout).not.toContain("grace");
  });

  test("is a warning where it is over, and a notice before", async () => {
    const { code, stdout } = await validate({ "people.yaml": people }, "people.yaml", "--format", "github");

    expect(code).toBe(0);
    expect(stdout.match(/^::\w+/gmu)).toEqual(["::warning", "::notice", "::notice"]);
  });
});

test.each([
  { args: ["nowhere"], line: "pulumi-approw: nowhere does not exist\n" },
  { args: [], line: "pulumi-approw: missing required argument 'path'\n" },
  {
    args: [".", "--format", "xml"],
    line: "pulumi-approw: option '--format <name>' argument 'xml' is invalid. Allowed choices are text, github, json.\n",
  },
  {
    args: [".", "--ends-within", "soon"],
    line: "pulumi-approw: option '--ends-within <days>' argument 'soon' is invalid. It must be a whole number from 0 to 3650.\n",
  },
])("refuses $args in one line", async ({ args, line }) => {
  expect(await validate(valid, ...args)).toEqual({ code: 1, stdout: "", stderr: line });
});

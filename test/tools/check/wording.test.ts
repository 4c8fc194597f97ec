import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import { checkFiles } from "../../../tools/check/wording/check-files.js";
import { findPhrases } from "../../../tools/check/wording/find-phrases.js";
import { phrases } from "../../../tools/check/wording/phrases.js";
import { findWideTables } from "../../../tools/check/wording/table-width.js";

/** Sentences that each phrase of the list must find, and sentences that only look like them. */
const samples: Record<string, { bad: string[]; good: string[] }> = {
  "is no X": {
    bad: ["approw:x is no setting", "these are no fields"],
    good: ["there is no such user", "the user is no longer there", "there are no fields"],
  },
  "free relative as subject": {
    bad: [
      "It fails. What is declared is owned",
      "read it. Whoever was found is kept",
      "it ends; what is left stays",
    ],
    good: [
      "What happens to my users if …",
      "Is it done? What now?",
      "shows what changed",
      "It fails. What to do:",
    ],
  },
  "pronoun for users": {
    bad: ["removes nobody", "somebody changed it", "everybody is created", "unless anybody asks"],
    good: ["removes no user"],
  },
  "“else” for otherwise": {
    bad: ["the name if there is one, else the id", "retry it, or else it is lost", "it waits. Else it fails"],
    good: ["somewhere else", "nothing else"],
  },
  former: { bad: ["the former name"], good: ["formerly known"] },
  "taken for": {
    bad: ["an error is taken for a deletion", "takes it for a deletion"],
    good: ["it takes a second for each"],
  },
  "in clear": { bad: ["shows it in clear"], good: ["in the clear"] },
  "for ever": { bad: ["it waits for ever"], good: ["for every user"] },
  mend: { bad: ["when the cause is mended"], good: ["we recommend it"] },
  spelt: { bad: ["it is misspelt so"], good: ["spelled so"] },
  grave: { bad: ["medium or graver ones"], good: ["gravel for all"] },
  "a text": { bad: ["it must be a text"], good: ["in a text file"] },
  "“by” for with": {
    bad: ["refused by HTTP 429", "The id is known. By it the user is found"],
    good: ["found by email"],
  },
  "“at a time” without a number": {
    bad: ["requests under way at a time"],
    good: ["one user at a time", "up to 64 operations at a time"],
  },
  "theatre and travel": {
    bad: [
      "the culprit is named",
      "the batch departs",
      "calls travel together",
      "its patience ends",
      "where it lives",
    ],
    good: ["each department", "a live service"],
  },
  "perhaps …, perhaps not": { bad: ["was perhaps updated, perhaps not"], good: ["perhaps updated"] },
  "times over": { bad: ["inconsistent 3 times over"], good: ["3 times"] },
  person: { bad: ["the person exists"], good: ["personal data"] },
};

function complaintsIn(file: string, content: string): string[] {
  return findPhrases(file, content).map(({ line, complaint }) => `${line}: ${complaint}`);
}

describe("the list of phrases", () => {
  test("has samples for each", () => {
    expect(Object.keys(samples)).toEqual(phrases.map(({ name }) => name));
  });

  const bad = Object.entries(samples).flatMap(([name, { bad }]) =>
    bad.map((sentence) => ({ name, sentence })),
  );
  const good = Object.entries(samples).flatMap(([name, { good }]) =>
    good.map((sentence) => ({ name, sentence })),
  );
  const isForPages = (name: string): boolean =>
    phrases.find((phrase) => phrase.name === name)?.only === undefined;

  test.each(bad)("finds in a message ($name): $sentence", ({ name, sentence }) => {
    expect(complaintsIn("a.ts", `f(1);\nconst message = ${JSON.stringify(sentence)};\n`)).toEqual([
      expect.stringContaining(`(${name})`),
    ]);
  });

  test.each(bad)("finds in a doc comment ($name): $sentence", ({ name, sentence }) => {
    const expected = isForPages(name) ? [expect.stringContaining(`(${name})`)] : [];

    expect(complaintsIn("a.ts", `/** It is so. ${sentence}. */\nf();\n`)).toEqual(expected);
  });

  test.each(bad.filter(({ name }) => isForPages(name)))(
    "finds on a page ($name): $sentence",
    ({ name, sentence }) => {
      expect(complaintsIn("a.md", `# Page\n\nIt is so. ${sentence}.\n`)).toEqual([
        expect.stringMatching(
          new RegExp(String.raw`^3: .*\(${name.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)}\)`, "u"),
        ),
      ]);
    },
  );

  test.each(good)("leaves alone ($name): $sentence", ({ sentence }) => {
    expect(complaintsIn("a.ts", `const message = ${JSON.stringify(sentence)};\n`)).toEqual([]);
    expect(complaintsIn("a.md", `${sentence}\n`)).toEqual([]);
  });
});

describe("the check of wording", () => {
  test("names the line within a template and within a comment", () => {
    const source = [
      "/**",
      " * Reads it. The result is",
      " * no list.",
      " */",
      "const message = `${name}",
      "  waits for ever`;",
    ].join("\n");

    expect(complaintsIn("a.ts", source)).toEqual([
      expect.stringMatching(/^2: "is no list" .*write/u),
      expect.stringMatching(/^6: "for ever" .*write/u),
    ]);
  });

  test("says what to write instead", () => {
    expect(complaintsIn("a.md", "It waits for ever.\n")).toEqual([
      '1: "for ever" (for ever): write “indefinitely”, “permanently”',
    ]);
  });

  test("reads placeholders as values", () => {
    expect(complaintsIn("a.ts", "const message = `${count} at a time`;\n")).toEqual([]);
    expect(complaintsIn("a.ts", "const message = `it is no ${kind(`a ${b}`)} here`;\n")).toEqual([
      expect.stringContaining('"is no …"'),
    ]);
  });

  test("reads no names, imports, quoted code or link targets", () => {
    const source = 'import x from "./for ever.js";\nconst nobody = person["former"];\n// for ever\n';
    const page =
      "`for ever` [page](for-ever.md) <!-- for ever -->\n\n```ts\nif (a) b();\nelse nobody();\n```\n";

    expect(complaintsIn("a.ts", source)).toEqual([]);
    expect(complaintsIn("a.md", page)).toEqual([]);
  });

  test("reads comments in code on a page, and quoted output", () => {
    const page = "```ts\nfind(); // null for nobody\n```\n\n```text\nnobody is there\n```\n";

    expect(complaintsIn("a.md", page)).toEqual([
      expect.stringMatching(/^2: "nobody"/u),
      expect.stringMatching(/^6: "nobody"/u),
    ]);
    expect(complaintsIn("a.yml", "key: nobody # for nobody\n")).toHaveLength(1);
  });

  test("finds a heading that is a clause, but no label of three words", () => {
    expect(complaintsIn("a.md", "# What is left in it\n\n- Who may read it\n")).toHaveLength(2);
    expect(complaintsIn("a.md", "# What it holds\n\n| What to do | What was found |\n")).toEqual([]);
  });

  test("reads a clause as part of its sentence, whatever divides that", () => {
    expect(complaintsIn("a.md", "The report shows\nwhat was changed.\n")).toEqual([]);
    expect(
      complaintsIn("a.ts", 'const message = "each resource reverts " +\n  "what the other sets";\n'),
    ).toEqual([]);
    expect(complaintsIn("a.ts", 'const message = name + " waits for " +\n  "ever";\n')).toEqual([
      expect.stringMatching(/^1: "for ever"/u),
    ]);
  });

  test("lets a doc comment begin with a label", () => {
    expect(complaintsIn("a.ts", "/** What was declared. */\nf();\n")).toEqual([]);
  });
});

describe("a marked exception", () => {
  test("excuses the string, comment or paragraph that follows it", () => {
    const source = "// wording-ok: words of the API\nconst a = 'is no user';\nconst b = 'is no user';\n";
    const page = "<!-- wording-ok: a quotation -->\n\nIt is no\nuser.\n\nIt is no user.\n";

    expect(complaintsIn("a.ts", source)).toEqual([expect.stringMatching(/^3: /u)]);
    expect(complaintsIn("a.md", page)).toEqual([expect.stringMatching(/^6: /u)]);
  });

  test("must give a reason and excuse something", () => {
    expect(complaintsIn("a.ts", "// wording-ok\nconst a = 'is no user';\n")).toEqual([
      "1: wording-ok needs a reason: wording-ok: REASON",
    ]);
    expect(complaintsIn("a.ts", "// wording-ok: was needed once\nconst a = 'is a user';\n")).toEqual([
      "1: wording-ok excuses nothing: remove it",
    ]);
  });
});

test("a table that is too wide is found at its first line", () => {
  const row = (width: number): string => `|${" ".repeat(width - 2)}|`;

  expect(findWideTables(`# Page\n\n${row(221)}\n${row(221)}\n`)).toEqual([
    { line: 3, complaint: expect.stringContaining("a table of 221 characters") },
  ]);
  expect(findWideTables(`${row(220)}\n`)).toEqual([]);
});

test("files and folders are checked with their names and lines, tests and dependencies are not", async () => {
  const root = await mkdtemp(join(tmpdir(), "approw-wording-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const paths = [
    "README.md",
    "sdk/a.ts",
    "test/a.ts",
    "node_modules/a/README.md",
    "tools/check/wording/phrases.ts",
  ];
  for (const path of paths) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), '\n"It waits for ever"\n');
  }

  const all = await checkFiles(root, ["."]);
  const room = await checkFiles(root, ["sdk/"]);

  expect(all.complaints).toEqual([
    expect.stringMatching(/^README\.md:2: "for ever"/u),
    expect.stringMatching(/^sdk\/a\.ts:2: "for ever"/u),
  ]);
  expect(all.fileCount).toBe(2);
  expect(room.complaints).toEqual([all.complaints[1]]);
});

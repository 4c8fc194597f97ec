import fc from "fast-check";
import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

import { layouts } from "../../../../roster/write/layout.js";
import { planRoster } from "../../../../roster/write/plan-roster.js";
import type { WrittenFile } from "../../../../roster/write/plan.js";
import { writeProgram } from "../../../../roster/write/typescript/write-program.js";
import { writeRoster } from "../../../../roster/write/write-roster.js";
import { poolContents } from "../arbitrary-pool.js";
import { readDeclared } from "../declared-pool.js";
import { poolOf, userOf } from "../pool-of.js";
import { runWrittenProgram } from "./run-written-program.js";

const layout = fc.constantFrom(...layouts);

describe("a program that is written of a pool", () => {
  test(
    "declares what the roster of the same pool declares, under the same names",
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(poolContents, layout, (pool, chosen) => {
          const plan = planRoster(pool, { layout: chosen });
          const { users, objects, policies, declarations } = readDeclared(writeRoster(plan));

          const made = runWrittenProgram(writeProgram(plan));

          expect(made.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(
            declarations.map(({ kind, name }) => `${kind} ${name}`).sort(),
          );
          const foundPolicies = new Set<string>();
          for (const { kind, name, args } of made) {
            if (kind === "PolicyAssignment") {
              const [holder = "", value] =
                Object.entries(args).find(([key]) => /^(?:userId|group|role)$/u.test(key)) ?? [];
              for (const policy of args["policies"] as string[])
                foundPolicies.add(
                  JSON.stringify([holder.replace("Id", ""), value, args["namespace"] ?? "default", policy]),
                );
            } else {
              const code = (args["code"] ?? args["key"]) as string;
              const declared =
                kind === "User"
                  ? users.get(name)
                  : objects.get(JSON.stringify([kind, args["namespace"] ?? "default", code]));
              expect(normal(args), `${kind} ${name}`).toEqual(normal(declared ?? {}));
            }
          }
          expect(foundPolicies).toEqual(policies);
        }),
        { numRuns: 100 },
      );
    },
  );

  test(
    "compiles in strict mode, with no import unused, whatever the pool contains",
    { timeout: 120_000 },
    () => {
      const declares = fc.constantFrom("everything" as const, "people" as const);
      const samples = fc.sample(fc.tuple(poolContents, layout, declares), { numRuns: 40, seed: 7 });
      const programs = samples.map(([pool, chosen, declared]) =>
        writeProgram(planRoster(pool, { layout: chosen, declares: declared })),
      );

      expect(mistakesIn(programs)).toEqual([]);
    },
  );

  test("imports the modules of people in their order", () => {
    const users = Array.from({ length: 2001 }, (_, index) => userOf(index, { username: `user-${index}` }));

    const files = writeProgram(planRoster(poolOf({ users }), { layout: "one" }));

    const imported =
      files
        .find((file) => file.path === "index.ts")
        ?.text.trim()
        .split("\n") ?? [];
    expect([imported[0], imported.at(-2), imported.at(-1)]).toEqual([
      'import "./people.js";',
      'import "./people.10.js";',
      'import "./people.11.js";',
    ]);
  });

  test("spreads many people over modules, and escapes what cannot be seen", () => {
    const users = Array.from({ length: 450 }, (_, index) =>
      userOf(index, { username: `user-${index}`, name: "a\u200bb" }),
    );

    const files = writeProgram(planRoster(poolOf({ users }), { layout: "one" }));

    expect(files.map((file) => file.path)).toEqual(["index.ts", "people.2.ts", "people.3.ts", "people.ts"]);
    expect(
      files
        .find((file) => file.path === "people.ts")
        ?.text.split("\n")
        .slice(0, 6),
    ).toEqual([
      'import * as approw from "pulumi-approw";',
      "",
      'new approw.User("user-0", {',
      '  username: "user-0",',
      '  name: "a\\u200bb",',
      "});",
    ]);
  });

  test("of an empty pool is a module", () => {
    expect(writeProgram(planRoster(poolOf({}), { layout: "one" }))).toEqual([
      { path: "index.ts", text: "export {};\n" },
    ]);
  });
});

/** Lists are sets, and the usual namespace need not be declared. */
function normal(args: Readonly<Record<string, unknown>>): unknown {
  const entries = Object.entries(args).filter(
    ([key, value]) => !(key === "namespace" && value === "default"),
  );
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      Array.isArray(value) && key !== "statements" ? value.map((each) => JSON.stringify(each)).sort() : value,
    ]),
  );
}

/** Each program in a folder of its own, with the package as it is in the sources. */
function mistakesIn(programs: readonly (readonly WrittenFile[])[]): string[] {
  const root = path.resolve(__dirname, "../../../..");
  const texts = new Map(
    programs.flatMap((files, index) =>
      files.map((file) => [path.join(root, "written", String(index), file.path), file.text] as const),
    ),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    noUnusedLocals: true,
    paths: { "pulumi-approw": [path.join(root, "provider/index.ts")] },
  };
  const usual = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...usual,
    fileExists: (file) => texts.has(file) || usual.fileExists(file),
    readFile: (file) => texts.get(file) ?? usual.readFile(file),
    getSourceFile: (file, language, ...rest) => {
      const text = texts.get(file);
      return text === undefined
        ? usual.getSourceFile(file, language, ...rest)
        : ts.createSourceFile(file, text, language);
    },
    // The folders of the programs are nowhere.
    directoryExists: () => true,
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) =>
        `${file}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}: ${texts.get(file)?.slice(start, start + 80) ?? ""}`,
    );
  });
}

import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const directory = resolve(__dirname, "../../examples");
const examples = readdirSync(directory).filter((name) => existsSync(join(directory, name, "tsconfig.json")));

/** The examples share most of their sources, such as the types of Pulumi, so that each is parsed only once. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** The errors that `npx tsc` would show in the example. */
function errorsIn(example: string): string {
  const root = join(directory, example);
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const own = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...own,
    getSourceFile: (file, ...rest) => {
      if (!parsed.has(file)) parsed.set(file, own.getSourceFile(file, ...rest));
      return parsed.get(file);
    },
  };
  const program = ts.createProgram({ rootNames: fileNames, options, host });
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), host);
}

test.each(examples)("examples/%s passes its own type check", (example) => {
  expect(errorsIn(example)).toBe("");
});

test("the examples with a program are checked", () => {
  expect(examples).toEqual(expect.arrayContaining(["by-department", "quickstart", "tested-program"]));
});

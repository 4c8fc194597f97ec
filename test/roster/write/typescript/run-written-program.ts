import path from "node:path";
import ts from "typescript";

import type { WrittenFile } from "../../../../roster/write/plan.js";

/** A resource that a program made. */
export interface Made {
  readonly kind: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Runs a program with classes that only note what is made. A resource in a list stands for its code, as in the package. */
export function runWrittenProgram(files: readonly WrittenFile[]): Made[] {
  const made: Made[] = [];
  const instances = new Map<object, Made>();
  const classes = Object.fromEntries(
    ["User", "Group", "Role", "Policy", "PolicyAssignment", "UserField"].map((kind) => [
      kind,
      recorder(kind, made, instances),
    ]),
  );
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const loaded = new Map<string, object>();
  const load = (file: string): object => {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const text = texts.get(file);
    if (text === undefined) throw new Error(`no file ${file}`);
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const exports = {};
    loaded.set(file, exports);
    const require = (name: string): object =>
      name === "pulumi-approw"
        ? classes
        : load(path.posix.join(path.posix.dirname(file), name).replace(/\.js$/u, ".ts"));
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    (new Function("exports", "require", outputText) as (exports: object, require: unknown) => void)(
      exports,
      require,
    );
    return exports;
  };
  load("index.ts");
  return made;
}

type Maker = new (name: string, args: Record<string, unknown>) => object;

function recorder(kind: string, made: Made[], instances: Map<object, Made>): Maker {
  return class {
    readonly code: unknown;
    readonly id: string;

    constructor(name: string, args: Record<string, unknown>) {
      this.code = args["code"];
      this.id = `key:${name}`;
      const toCode = (entry: unknown): unknown => {
        const found = instances.get(entry as object);
        if (found === undefined) return entry;
        const { code, namespace = "default" } = found.args;
        return kind === "User" && found.kind === "Role" && namespace !== "default"
          ? { code, namespace }
          : code;
      };
      const values = Object.entries(args).map(([key, value]) => [
        key,
        Array.isArray(value) ? value.map(toCode) : value,
      ]);
      const one = { kind, name, args: Object.fromEntries(values) as Made["args"] };
      instances.set(this, one);
      made.push(one);
    }
  };
}

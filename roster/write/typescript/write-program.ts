import { nameOf } from "../references.js";
import { groupedBy, sortedBy } from "../order.js";
import type { PlannedObject, PlannedPerson, RosterPlan, WrittenFile } from "../plan.js";
import { Names, Scope } from "./names.js";
import { objectStatements, personStatements } from "./statements.js";
import { variablesOf } from "./variables.js";

/** People in one module. More are spread over several, so that each can be read. */
const mostPeople = 200;

interface Module {
  /** Without an ending. */
  readonly file: string;
  readonly text: string;
}

/** The modules of a program that declares a pool. Its resources are named by the keys that a roster has. */
export function writeProgram({ people, objects }: RosterPlan): WrittenFile[] {
  const names = new Names(objects);
  const modules = [
    ...[...groupedBy(objects, ({ file }) => file)].flatMap(([file, some]) => objectModule(file, some, names)),
    ...[...groupedBy(people, ({ file }) => file)].flatMap(([file, some]) => peopleModules(file, some, names)),
  ];
  const imports = sortedBy(modules, ({ file }) => inNumericOrder(file)).map(
    ({ file }) => `import "./${file}.js";\n`,
  );
  const files = modules.map(({ file, text }) => ({ path: `${file}.ts`, text }));
  const index = { path: "index.ts", text: imports.length === 0 ? "export {};\n" : imports.join("") };
  return sortedBy([...files, index], ({ path }) => path);
}

/** So that `people.10` comes after `people.2`. */
function inNumericOrder(file: string): string {
  return file.replace(/\d+$/u, (number) => number.padStart(8, "0"));
}

function objectModule(file: string, objects: readonly PlannedObject[], names: Names): Module[] {
  const scope = new Scope(names, objects[0]?.section);
  const statements = parentsFirst(objects).flatMap((object) => objectStatements(object, scope));
  return statements.length === 0 ? [] : [{ file, text: textOf(file, statements, scope) }];
}

function peopleModules(file: string, people: readonly PlannedPerson[], names: Names): Module[] {
  const modules: Module[] = [];
  for (let start = 0; start < people.length; start += mostPeople) {
    const some = people.slice(start, start + mostPeople);
    const variables = variablesOf(some.map(({ key }) => key));
    const scope = new Scope(names);
    const statements = some.flatMap((person) =>
      personStatements(person, variables.get(person.key) ?? "person", scope),
    );
    // No file of a layout has a dot in its name.
    const name = start === 0 ? file : `${file}.${start / mostPeople + 1}`;
    modules.push({ file: name, text: textOf(name, statements, scope) });
  }
  return modules;
}

function textOf(file: string, statements: readonly string[], { imports }: Scope): string {
  const up = file.includes("/") ? "../" : "./";
  const lines = imports.map(([name, from]) => `import * as ${name} from "${up}${from}.js";\n`);
  return ['import * as approw from "pulumi-approw";\n', ...lines, "\n", ...statements].join("");
}

/** A variable is declared before it is used. */
function parentsFirst(objects: readonly PlannedObject[]): PlannedObject[] {
  const byName = new Map(objects.map((object) => [nameOf(object), object]));
  const ordered = new Set<PlannedObject>();
  const add = (object: PlannedObject, path: ReadonlySet<PlannedObject>): void => {
    const { parent } = object.values;
    const found =
      object.section === "roles" && typeof parent === "string"
        ? byName.get(nameOf({ ...object, code: parent }))
        : undefined;
    if (found !== undefined && !path.has(found)) add(found, new Set([...path, object]));
    ordered.add(object);
  };
  for (const object of objects) add(object, new Set());
  return [...ordered];
}

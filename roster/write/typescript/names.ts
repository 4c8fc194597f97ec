import { defaultNamespace } from "../../../sdk/index.js";
import { groupedBy } from "../order.js";
import type { ObjectSection, PlannedObject } from "../plan.js";
import { type Named, nameOf } from "../references.js";
import { Expression } from "./source.js";
import { variablesOf } from "./variables.js";

/** The variables of a program's groups, roles, policies and custom fields. */
export class Names {
  readonly #objects: ReadonlyMap<string, PlannedObject>;
  readonly #byName: ReadonlyMap<string, PlannedObject>;
  readonly #variables: ReadonlyMap<string, ReadonlyMap<string, string>>;

  constructor(objects: readonly PlannedObject[]) {
    this.#objects = new Map(objects.map((object) => [`${object.section} ${object.key}`, object]));
    this.#byName = new Map(objects.map((object) => [nameOf(object), object]));
    const declared = objects.filter(({ isExternal }) => !isExternal);
    this.#variables = new Map(
      [...groupedBy(declared, ({ section }) => section)].map(([section, some]) => [
        section,
        variablesOf(some.map(({ key }) => key)),
      ]),
    );
  }

  object(section: ObjectSection, key: string): PlannedObject | undefined {
    return this.#objects.get(`${section} ${key}`);
  }

  /** The object with a code. */
  named(named: Named): PlannedObject | undefined {
    return this.#byName.get(nameOf(named));
  }

  /** Undefined for what is managed elsewhere. */
  variable(section: ObjectSection, key: string): string | undefined {
    return this.#variables.get(section)?.get(key);
  }
}

/** The names as one module sees them. It remembers which other modules it needs. */
export class Scope {
  readonly #names: Names;
  readonly #own: ObjectSection | undefined;
  readonly #imports = new Map<ObjectSection, string>();

  /** `own`: the section that the module declares. */
  constructor(names: Names, own?: ObjectSection) {
    this.#names = names;
    this.#own = own;
  }

  /** The modules that this one needs: the name of each, and its file. */
  get imports(): readonly (readonly [name: ObjectSection, file: string])[] {
    return [...this.#imports].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** The resource of an object; undefined for what is managed elsewhere. */
  resource(section: ObjectSection, key: string): Expression | undefined {
    const variable = this.#names.variable(section, key);
    const object = this.#names.object(section, key);
    if (variable === undefined || object === undefined) return undefined;
    if (section === this.#own) return new Expression(variable);
    this.#imports.set(section, object.file);
    return new Expression(`${section}.${variable}`);
  }

  /** An object in a list: its resource, or its code where it is managed elsewhere. */
  reference(section: ObjectSection, key: string): unknown {
    const resource = this.resource(section, key);
    if (resource !== undefined) return resource;
    const { code, namespace } = this.#names.object(section, key) ?? { code: key, namespace: undefined };
    const isPlain = section !== "roles" || namespace === undefined || namespace === defaultNamespace;
    return isPlain ? code : { code, namespace };
  }

  namespaceOf(section: ObjectSection, key: string): string | undefined {
    return this.#names.object(section, key)?.namespace;
  }

  /** The code of a role in the same namespace, by its resource where the program declares it. */
  codeOfRole(code: string, namespace: string | undefined): unknown {
    const role = this.#names.named({ section: "roles", code, namespace });
    const resource = role && this.resource("roles", role.key);
    return resource === undefined ? code : new Expression(`${resource.source}.code`);
  }
  /** The resource of a custom field; undefined where the program does not declare it. */
  customField(key: string): Expression | undefined {
    const found = this.#names.named({ section: "customFields", code: key, namespace: undefined });
    return found && this.resource("customFields", found.key);
  }
}

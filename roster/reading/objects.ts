import { defaultNamespace } from "../../sdk/roles/role.js";
import { isCustomType, type CustomType } from "../../model/schema/user-field.js";
import type { Mistakes } from "../mistakes.js";
import type { RosterObject } from "../roster.js";
import { objectSections, type ObjectSectionName } from "../sections.js";
import type { Argument, Block } from "./block.js";
import type { BlockReader } from "./read-block.js";
import { parseScoped } from "./scoped.js";
import type { SectionEntry } from "./sections-of.js";

/** An object whose references are not yet followed. */
export interface UnlinkedObject {
  readonly object: RosterObject;
  readonly block: Block;
}

/** Reads one section of objects. */
export function readObjects(
  name: ObjectSectionName,
  entries: ReadonlyMap<string, SectionEntry>,
  reader: BlockReader,
): Map<string, UnlinkedObject> {
  const section = objectSections[name];
  const objects = new Map<string, UnlinkedObject>();
  for (const [key, entry] of entries) {
    const block = reader.read(entry.value, entry.key, section);
    objects.set(key, { object: objectOf(name, key, block, reader.mistakes), block });
  }
  return objects;
}

/** The code is that of the key unless it is written. */
function objectOf(name: ObjectSectionName, key: string, block: Block, mistakes: Mistakes): RosterObject {
  const { kind } = objectSections[name];
  const { code: codeField, scope } = kind.subject;
  const inKey = scope === undefined ? { namespace: defaultNamespace, code: key } : parseScoped(key);
  const declared = new Map(block.arguments);
  declareIfMissing(declared, codeField, inKey.code, block);
  if (scope !== undefined && inKey.namespace !== defaultNamespace)
    declareIfMissing(declared, scope, inKey.namespace, block);
  const code = textOf(declared.get(codeField)) ?? inKey.code;
  const namespace = (scope === undefined ? undefined : textOf(declared.get(scope))) ?? inKey.namespace;
  if (code === "" || namespace === "" || namespace.includes("/"))
    mistakes.add(
      block.spot,
      "the code and the namespace must not be empty, and the namespace must not contain /",
    );
  return {
    key,
    kind: kind.name,
    spot: block.spot,
    code,
    namespace,
    previously: block.previously.map(({ text }) => text).sort(),
    arguments: declared,
    isExternal: block.external === true,
    isExhaustive: block.exhaustive?.value === true,
    siblings: new Map(),
    grants: [],
  };
}

function declareIfMissing(
  declared: Map<string, Argument>,
  name: string,
  value: string,
  { spot }: Block,
): void {
  if (!declared.has(name)) declared.set(name, { value, spot });
}

function textOf(argument: Argument | undefined): string | undefined {
  return typeof argument?.value === "string" ? argument.value : undefined;
}

/** What the declared custom fields say of the values of people, by the keys of the fields. */
export function customTypesOf(fields: ReadonlyMap<string, UnlinkedObject>): Map<string, CustomType> {
  const types = new Map<string, CustomType>();
  for (const { object } of fields.values()) {
    const type = object.arguments.get("type")?.value;
    if (isCustomType(type)) types.set(object.code, type);
  }
  return types;
}

/** What the kind requires and the entry lacks, or what an entry that is managed elsewhere has. */
export function checkComplete(
  name: ObjectSectionName,
  { object, block }: UnlinkedObject,
  mistakes: Mistakes,
): void {
  const { kind } = objectSections[name];
  const { code, scope } = kind.subject;
  if (object.isExternal) {
    for (const [field, { spot }] of block.arguments)
      if (field !== code && field !== scope)
        mistakes.add(
          spot,
          `${field} cannot be declared with external: true, because the object is managed elsewhere`,
        );
    for (const { spot } of block.previously)
      mistakes.add(
        spot,
        "previously cannot be declared with external: true, because the object is managed elsewhere",
      );
    return;
  }
  for (const [field, { required }] of Object.entries(kind.fields))
    if (required && !object.arguments.has(field) && !block.written.has(field))
      mistakes.add(block.spot, `${field} is required`);
}

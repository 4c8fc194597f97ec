import * as pulumi from "@pulumi/pulumi";

import { digestsKey } from "../../model/rules/bookkeeping.js";
import { providerTextKey, resourceNameKey } from "../../model/rules/record.js";
import type { Field } from "../../model/schema/field.js";
import { schemaOf } from "../../model/schema/index.js";
import { argumentsOf, type Kind, pluginToken, typeToken } from "../../model/schema/kind.js";
import { defaultNamespace } from "../../sdk/roles/role.js";
import { assertKnownSettings } from "./known-settings.js";
import { programError } from "./program-error.js";
import { providerText } from "./provider-text.js";
import { assertRuntimeIsFound } from "./runtime-path.js";

/** The mark of classes whose resources the plugin manages. All others are dynamic resources. */
const pluginMark = Symbol.for("pulumi-approw.plugin");

/** Lets the plugin manage the resources of a class. */
export function manageByPlugin(Class: object): void {
  Object.defineProperty(Class, pluginMark, { value: true });
}

/** What the constructor of a class hands to Pulumi. */
type Registration = [
  type: string,
  name: string,
  properties: pulumi.Inputs,
  options: pulumi.CustomResourceOptions,
];

/**
 * Registers a resource with the engine: as a dynamic one, or as one of the plugin. Mistakes that the engine cannot see end
 * the program here, before anything is registered.
 *
 * @param Class the class that is constructed
 */
export function registration(
  Class: object,
  kind: Kind,
  name: string,
  args: object | undefined,
  options?: pulumi.CustomResourceOptions,
): Registration {
  assertName(kind, name);
  assertKnownSettings();
  const properties = toProperties(kind, name, args, options);
  const ownOptions = toOptions(kind, options);
  if (Reflect.get(Class, pluginMark) === true) {
    // A stack of dynamic resources moves to the plugin without a write.
    const aliases = [...(ownOptions.aliases ?? []), { type: typeToken(kind) }];
    return [pluginToken(kind), name, properties, { ...ownOptions, aliases }];
  }
  assertRuntimeIsFound();
  const forHost = {
    [resourceNameKey]: nameWithParents(name, options),
    [providerTextKey]: providerText(kind),
  };
  return [typeToken(kind), name, { ...properties, ...forHost }, ownOptions];
}

/** The inputs as the engine gets them: secrets marked, and those outputs present that may have a value. */
function toProperties(
  kind: Kind,
  name: string,
  args: object | undefined,
  options: pulumi.CustomResourceOptions = {},
): pulumi.Inputs {
  const declared: pulumi.Inputs = { ...toArguments(kind, name, args) };
  for (const [field, { refersTo }] of Object.entries(kind.fields)) {
    if (refersTo !== undefined)
      declared[field] = withoutResources(declared[field], { kind, name, field, refersTo });
  }
  const isLookUp = options.id !== undefined;
  for (const [field, { secret }] of Object.entries(kind.fields)) {
    if (secret && declared[field] !== undefined) declared[field] = pulumi.secret(declared[field]);
  }
  // A lookup answers what no program declares, and a change that is ignored keeps what was declared before.
  const hasMore = isLookUp || options.ignoreChanges !== undefined;
  return {
    ...Object.fromEntries((hasMore ? outputNames(kind) : []).map((output) => [output, undefined])),
    ...declared,
    userPoolId: undefined,
  };
}

/** The parents tell resources with one name apart. */
function nameWithParents(name: string, { parent }: pulumi.CustomResourceOptions = {}): string | string[] {
  const path: string[] = [];
  for (
    let each: unknown = parent;
    pulumi.Resource.isInstance(each);
    each = Reflect.get(each, "__parentResource")
  ) {
    const type: unknown = Reflect.get(each, "__pulumiType");
    const name: unknown = Reflect.get(each, "__name");
    // The parent of all is the stack. One of another process has no name here.
    if (type === pulumi.runtime.rootPulumiStackTypeName || typeof name !== "string") continue;
    path.unshift(`${String(type)} ${name}`);
  }
  return path.length === 0 ? name : [name, ...path];
}

/** A field whose values may be given by resources. */
interface Reference {
  readonly kind: Kind;
  readonly name: string;
  readonly field: string;
  readonly refersTo: NonNullable<Field["refersTo"]>;
}

/** A list in which each resource is replaced by the outputs that identify it, so that the engine knows what depends on it. */
function withoutResources(list: unknown, reference: Reference): unknown {
  return Array.isArray(list) ? list.map((entry: unknown) => identified(entry, reference)) : list;
}

function identified(entry: unknown, { kind, name, field, refersTo }: Reference): unknown {
  if (!pulumi.Resource.isInstance(entry)) return entry;
  if (!isOfKind(schemaOf(refersTo), entry)) {
    throw programError(`${field} of ${kind.name} "${name}" may hold resources of the kind ${refersTo} only`);
  }
  const outputOf = (output: string): pulumi.Output<unknown> =>
    pulumi.output<unknown>(Reflect.get(entry, output));
  if (refersTo === "User") return outputOf("id");
  if (refersTo === "Group") return outputOf("code");
  // A role or policy of the same code in another namespace is another one. An undeclared namespace is the usual one.
  return { code: outputOf("code"), namespace: outputOf("namespace").apply((of) => of ?? defaultNamespace) };
}

/** Keeps the hashes of secrets encrypted in the state. Secret inputs are encrypted in the outputs by the engine. */
export function toOptions(
  { fields }: Kind,
  options: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions {
  const secrets = Object.entries(fields).filter(([, { secret }]) => secret);
  if (secrets.length === 0) return options ?? {};
  const readable = secrets.filter(([, { stored }]) => stored === "value").map(([name]) => name);
  return pulumi.mergeOptions(options, { additionalSecretOutputs: [digestsKey, ...readable] });
}

/**
 * Lets programs read outputs that they do not declare. Those have no value, because what is not declared is not owned.
 * To register all of them with the engine takes more time than everything else in a program of a thousand users.
 */
export function addUndeclaredOutputs(resource: { prototype: object }, kind: Kind): void {
  for (const name of outputNames(kind)) {
    Object.defineProperty(resource.prototype, name, {
      configurable: true,
      get: () => pulumi.output(undefined),
      // Pulumi sets what is declared on each resource.
      set(this: object, value: unknown) {
        Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
      },
    });
  }
}

/** Whether a value is a resource of this kind, from whatever copy of this package. */
export function isOfKind(kind: Kind, value: unknown): boolean {
  const type: unknown = pulumi.Resource.isInstance(value) ? Reflect.get(value, "__pulumiType") : undefined;
  return type === typeToken(kind) || type === pluginToken(kind);
}

function outputNames(kind: Kind): string[] {
  return Object.keys(argumentsOf(kind));
}

/** Without a name, Pulumi's program runner would wait for the resource indefinitely. */
function assertName({ name: kind }: Kind, name: unknown): void {
  if (typeof name === "string" && name !== "") return;
  throw programError(`the name of a ${kind} must be a non-empty string`);
}

/** Plain JavaScript may leave the arguments out, or hand over something else. */
function toArguments(kind: Kind, name: string, args: unknown): object {
  if (typeof args === "object" && args !== null && !Array.isArray(args)) return args;
  const example = kind.example.replace(/\s+/gu, " ").replaceAll(", }", " }");
  throw programError(`the arguments of ${kind.name} "${name}" must be an object, as in: ${example}`);
}

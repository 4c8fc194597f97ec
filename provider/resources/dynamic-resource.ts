import * as pulumi from "@pulumi/pulumi";

import { misspeltSettings } from "../settings.js";
import { digestKey, type FieldTable, type OptionTable } from "../../model/schema/field.js";
import { programError } from "./program-error.js";
import type { Kind } from "../../model/schema/type-token.js";

/** The tables of one kind of resource. */
interface ResourceTables {
  readonly fields: FieldTable;
  readonly options: OptionTable;
}

/**
 * The text that Pulumi's host of dynamic resources evaluates in the program's directory to find the handlers. It
 * stands twice in the state of every resource and each checkpoint writes it again, so it is short; a released text
 * never changes, since every state holds it. It is a literal and not `pulumi.dynamic.Resource`, whose serialised
 * closures are some thirty times longer and would capture our code of today.
 */
export function providerText(kind: Kind): string {
  return `exports.handler=()=>require("pulumi-approw/runtime").${kind}`;
}

/** The inputs as the engine gets them: secrets marked, and those outputs present that may have a value. */
export function toProperties(
  kind: Kind,
  tables: ResourceTables,
  args: object,
  options: pulumi.CustomResourceOptions = {},
): pulumi.Inputs {
  assertKnownSettings();
  const declared: pulumi.Inputs = { ...args };
  for (const [name, field] of Object.entries(tables.fields)) {
    if (field.secret && declared[name] !== undefined) declared[name] = pulumi.secret(declared[name]);
  }
  // A lookup answers what no program declares, and a change that is ignored keeps what was declared before.
  const hasMore = options.id !== undefined || options.ignoreChanges !== undefined;
  return {
    ...Object.fromEntries((hasMore ? outputNames(tables) : []).map((name) => [name, undefined])),
    ...declared,
    userPoolId: undefined,
    __provider: providerText(kind),
  };
}

/**
 * Lets programs read outputs that they do not declare: those have no value, as what is not declared is not owned. To
 * register all of them with the engine costs a program of a thousand people more time than everything else in it.
 */
export function addUndeclaredOutputs(resource: { prototype: object }, tables: ResourceTables): void {
  for (const name of outputNames(tables)) {
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

function outputNames({ fields, options }: ResourceTables): string[] {
  return [...Object.keys(fields), ...Object.keys(options)];
}

/** Keeps secrets encrypted in the outputs as well. */
export function withSecretOutputs(
  fields: FieldTable,
  options: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions {
  const additionalSecretOutputs = Object.entries(fields)
    .filter(([, field]) => field.secret)
    .map(([name, field]) => (field.stored === "digest" ? digestKey(name) : name));
  return pulumi.mergeOptions(options, { additionalSecretOutputs });
}

/** The host of the handlers can only ask for settings by name, so names that nobody asks for are found here. */
function assertKnownSettings(): void {
  const [first, ...others] = misspeltSettings(Object.keys(pulumi.runtime.allConfig()));
  if (first !== undefined) throw programError([first, ...others].join("; "));
}

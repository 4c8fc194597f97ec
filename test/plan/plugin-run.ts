import type { Planned } from "../../drift/finding/planned.js";
import type { Properties } from "../../model/rules/record.js";
import type { KindName } from "../../model/schema/index.js";
import { pluginToken } from "../../model/schema/kind.js";
import { type PlannedRun, planRun } from "../../plan/plan-run.js";
import { parsePreview } from "../../plan/preview/read-preview.js";
import { parseStack } from "../../plan/preview/read-stack.js";
import type { Pool } from "../support/start-pool.js";

/** What the engine shows for a value that only a run will know. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const provider = "urn:pulumi:prod::people::pulumi:providers:approw::default::f0";

/** A resource of the plugin in a state or a preview. */
export interface Shown {
  readonly id?: string;
  readonly importID?: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
  /** The resources whose outputs are in a property. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
}

export function urnOf(kind: KindName, name: string): string {
  return `urn:pulumi:prod::people::${pluginToken({ name: kind })}::${name}`;
}

export function resource(kind: KindName, name: string, { needs = {}, ...rest }: Shown): object {
  const dependencies = [...new Set(Object.values(needs).flat())];
  const [urn, type] = [urnOf(kind, name), pluginToken({ name: kind })];
  return { urn, type, custom: true, provider, dependencies, propertyDependencies: needs, ...rest };
}

/** A step of `pulumi preview --json`, as the plugin makes them. */
export function step(op: string, kind: KindName, name: string, states: { old?: Shown; new?: Shown }): object {
  return {
    op,
    urn: urnOf(kind, name),
    provider,
    ...(states.old && { oldState: resource(kind, name, states.old) }),
    ...(states.new && { newState: resource(kind, name, states.new) }),
    detailedDiff: op === "update" ? { nickname: { kind: "update", inputDiff: false } } : null,
  };
}

/** The plan of a run, from what the Pulumi CLI prints. */
export async function plan(
  { admin }: Pool,
  { state = [], steps = [] }: { readonly state?: readonly object[]; readonly steps?: readonly object[] },
): Promise<PlannedRun> {
  const stack = { version: 3, deployment: { resources: state } };
  const run = {
    source: "prod",
    resources: parseStack("prod", JSON.stringify(stack)),
    steps: parsePreview("preview", JSON.stringify({ steps })).steps,
    adopt: false,
    providerName: undefined,
  };
  const options = { pageSize: 100, roleNamespaces: [], also: {}, onProgress: () => undefined };
  return await planRun(admin, run, options);
}

/** The changes without the names of users: `user-adopted`, `field-set nickname`, `group-taken eng`. */
export function kindsIn(planned: readonly Planned[]): string[] {
  return planned.map((change) => {
    const about =
      "field" in change
        ? change.field
        : "group" in change
          ? change.group
          : "role" in change
            ? change.role
            : "";
    return `${change.kind} ${about}`.trim();
  });
}

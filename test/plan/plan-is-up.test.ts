import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { importedObject, ownedState } from "../../model/rules/imported.js";
import { schemaOf } from "../../model/schema/index.js";
import { pluginToken, typeToken } from "../../model/schema/kind.js";
import { planRun } from "../../plan/plan-run.js";
import type { Properties } from "../../model/rules/record.js";
import type { DeclaredResource, KnownResource, Step } from "../../plan/preview/resource.js";
import { type Act, Rehearsal } from "../../plan/rehearsal/rehearse.js";
import { scriptOf } from "../../plan/rehearsal/script.js";
import { handlers } from "../../provider/handlers/index.js";
import { contextOf } from "../support/handler-context.js";
import { openEmptyPool, type Pool } from "../support/start-pool.js";
import {
  arbitraryDeeds,
  arbitraryProgram,
  type GeneratedResource,
  groupCodes,
  roleCodes,
} from "./arbitrary-program.js";
import { factsBetween, factsIn } from "./facts.js";

type Deeds = typeof arbitraryDeeds extends fc.Arbitrary<infer Value> ? Value : never;

type Adapter = "dynamic" | "plugin";

/** What the engine sends for a value that only a run will know. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A stack of programs at the level of the provider. */
class Stack {
  resources: KnownResource[] = [];

  constructor(
    private readonly pool: Pool,
    private readonly adapter: Adapter,
  ) {}

  /** Takes users who are in the pool into the state, as `pulumi import` does: those that a program declares anew, and one more. */
  async import(program: readonly GeneratedResource[]): Promise<void> {
    const known = new Set(this.resources.flatMap(({ urn, id }) => [urn, id]));
    const { session } = contextOf(this.pool);
    const news = program.filter((resource) => resource.kind === "User" && !known.has(this.#urnOf(resource)));
    const stranger: GeneratedResource = { kind: "User", name: "stranger", inputs: { username: "stranger" } };
    for (const resource of [...news, stranger]) {
      const user = await this.pool.admin.users.find({ username: String(resource.inputs["username"]) });
      if (user === null || known.has(user.id)) continue;
      const read = await session.read("User", user.id, {});
      if (read === "gone") continue;
      const { state, inputs } = importedObject(schemaOf("User"), read.outs);
      const resourceIn = {
        urn: this.#urnOf(resource),
        kind: resource.kind,
        id: user.id,
        inputs,
        outputs: state,
      };
      this.resources.push({ ...resourceIn, ...plain });
    }
  }

  /** What a preview says of a program: the resources that change, and those that leave. */
  steps(program: readonly GeneratedResource[]): Step[] {
    const known = new Map(this.resources.map((resource) => [resource.urn, resource]));
    const changed = new Set<string>();
    const declared = program.flatMap((resource): Step[] => {
      const urn = this.#urnOf(resource);
      const user =
        resource.user === undefined ? undefined : this.#urnOf({ kind: "User", name: resource.user });
      const userId = user === undefined ? {} : { userId: known.get(user)?.id ?? unknown };
      const before = known.get(urn);
      const { inputs } = handlers[resource.kind].check(before?.inputs ?? {}, {
        ...resource.inputs,
        ...userId,
      });
      if (before !== undefined && !handlers[resource.kind].diff(owned(before, inputs), inputs).changes)
        return [];
      changed.add(urn);
      const dependencies = user === undefined ? [] : [user];
      const resourceIn: DeclaredResource = {
        urn,
        kind: resource.kind,
        inputs,
        provider: "",
        dependencies,
        propertyDependencies: { userId: dependencies },
      };
      return [
        {
          does: "declare",
          op: before === undefined ? "create" : "update",
          declared: resourceIn,
          previousUrn: before?.urn,
        },
      ];
    });
    const urns = new Set(program.map((resource) => this.#urnOf(resource)));
    const leaving = [...known.keys()].filter((urn) => !urns.has(urn)).reverse();
    return [...declared, ...leaving.map((urn): Step => ({ does: "delete", urn }))];
  }

  /** Runs it, and keeps what a run without failures leaves. */
  async up(steps: readonly Step[]): Promise<readonly Act[]> {
    const managers = new Map(
      this.resources.map(({ id, urn, outputs }) => [
        id,
        { urn, state: outputs, isKept: false, mayBeLeftOut: false },
      ]),
    );
    const { session } = contextOf(this.pool, {
      stack: { managerOf: (id) => Promise.resolve(managers.get(id)) },
    });
    const rehearsal = new Rehearsal(session, new Map());
    await rehearsal.run(scriptOf(this.resources, steps));
    const left = new Set(steps.flatMap((step) => (step.does === "delete" ? [step.urn] : [])));
    const changed = new Map(
      steps.flatMap((step): [string, KnownResource][] => {
        if (step.does !== "declare") return [];
        const outcome = rehearsal.outcomeOf(step.declared.urn);
        if (outcome === undefined) return [];
        const { urn, kind, inputs, provider, dependencies } = step.declared;
        const user = dependencies[0] === undefined ? undefined : rehearsal.outcomeOf(dependencies[0]);
        const known = user === undefined ? inputs : { ...inputs, userId: user.id };
        const kept = {
          urn,
          kind,
          id: outcome.id,
          inputs: known,
          outputs: outcome.outputs,
        };
        return [[urn, { ...kept, ...plain, provider, dependencies }]];
      }),
    );
    this.resources = [
      ...this.resources.filter(({ urn }) => !left.has(urn) && !changed.has(urn)),
      ...changed.values(),
    ];
    return rehearsal.acts;
  }

  #urnOf({ kind, name }: Pick<GeneratedResource, "kind" | "name">): string {
    const toToken = this.adapter === "plugin" ? pluginToken : typeToken;
    return `urn:pulumi:prod::people::${toToken(schemaOf(kind))}::${name}`;
  }
}

/** What a resource is without options. */
const plain = {
  provider: "",
  dependencies: [],
  isProtected: false,
  isRetained: false,
  isPendingDelete: false,
} as const;

function owned({ kind, inputs, outputs: state }: KnownResource, declared: Properties): Properties {
  return ownedState(schemaOf(kind), { state, inputs }, declared);
}

async function openPool(): Promise<Pool> {
  return await openEmptyPool({
    seed: {
      customFields: [{ key: "team", dataType: "STRING" }],
      groups: groupCodes.map((code) => ({ code })),
      roles: roleCodes.map((code) => ({ code })),
      users: [{ username: "stranger", groups: ["dev"] }],
    },
  });
}

async function doByHand({ admin, emulator }: Pool, deeds: Deeds): Promise<void> {
  for (const deed of deeds) {
    const user = await admin.users.find({ username: deed.username });
    if (deed.does === "create") {
      if (user === null) await admin.users.create({ username: deed.username }).catch(() => undefined);
      continue;
    }
    if (user === null) continue;
    if (deed.does === "leave") await admin.users.removeGroup(user.id, deed.group);
    else if (deed.does === "join") await admin.users.addGroup(user.id, deed.group);
    else if (deed.does === "rename") await admin.users.update(user.id, { name: deed.name });
    else if (deed.does === "block") await admin.users.update(user.id, { blocked: true });
    else if (deed.does === "delete") await admin.users.delete(user.id);
    else emulator.archiveUser(user.id);
  }
}

function refusedIn(acts: readonly Act[]): string[] {
  return acts.flatMap(({ urn, refusal }) => (refusal === undefined ? [] : [urn])).sort();
}

/** Most of a life is waiting for batches, so that several are lived at once. */
const lives = [
  ...[1, 2, 3].map((seed) => ({ adapter: "dynamic" as const, seed })),
  { adapter: "plugin" as const, seed: 4 },
];

describe("a plan", () => {
  test.concurrent.each(lives)(
    "announces what a run does to people, nothing more and nothing less, and writes nothing ($adapter, $seed)",
    async ({ adapter, seed }) => {
      const property = fc.asyncProperty(
        arbitraryProgram,
        arbitraryProgram,
        arbitraryDeeds,
        planIsUp(adapter),
      );
      await fc.assert(property, { numRuns: 12, seed, endOnFailure: true });
    },
  );
});

type Life = (
  first: readonly GeneratedResource[],
  second: readonly GeneratedResource[],
  deeds: Deeds,
) => Promise<void>;

function planIsUp(adapter: Adapter): Life {
  return (first, second, deeds) => live(first, second, deeds, adapter);
}

async function live(...[first, second, deeds, adapter]: [...Parameters<Life>, Adapter]): Promise<void> {
  const pool = await openPool();
  try {
    const stack = new Stack(pool, adapter);
    fc.pre(refusedIn(await stack.up(stack.steps(first))).length === 0);
    await doByHand(pool, deeds);
    // Only the plugin can import.
    if (adapter === "plugin") await stack.import(second);
    const steps = stack.steps(second);
    const run = { source: "prod", resources: stack.resources, steps, adopt: false, providerName: undefined };
    const before = pool.emulator.content();
    const options = { pageSize: 100, roleNamespaces: [], also: {}, onProgress: () => undefined };
    const { planned, acts } = await planRun(pool.admin, run, options);
    expect(pool.emulator.content()).toEqual(before);
    const done = await stack.up(steps);
    expect(refusedIn(acts)).toEqual(refusedIn(done));
    const isRefused = refusedIn(done).length > 0;
    expect(planned.some(({ kind }) => kind === "user-refused" || kind === "object-refused")).toBe(isRefused);
    if (!isRefused) expect(factsIn(planned)).toEqual(factsBetween(before, pool.emulator.content()));
  } finally {
    await pool.emulator.close();
  }
}

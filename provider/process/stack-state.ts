import { z } from "zod";

import { ownedState } from "../../model/rules/imported.js";
import type { Properties } from "../../model/rules/record.js";
import { pluginToken } from "../../model/schema/kind.js";
import { kindOfToken } from "../../model/schema/tokens.js";
import { askPulumi } from "./ask-pulumi.js";
import { engineArguments, mayLeaveOut } from "./engine-command.js";
import type { Adapter } from "./run-peers.js";
import { stackOf } from "./stack-name.js";

/** The resource that manages a user, as Pulumi's record has it. */
export interface Manager {
  readonly urn: string;
  /** What manages the resource. Default: dynamic resources. */
  readonly adapter?: Adapter;
  /** Its outputs, as far as the program owns them. Of a secret, the record has an object that says nothing. */
  readonly state: Properties;
  /** The program protects it, or keeps the user when the resource is deleted. */
  readonly isKept: boolean;
  /** The run selects resources (`--target`), so it may leave this one as it is. */
  readonly mayBeLeftOut: boolean;
}

/** What Pulumi's record says of the stack that this process works for. */
export interface StackState {
  /**
   * The resource of this stack that manages a user; undefined when none does.
   *
   * @throws when the record cannot be read
   */
  managerOf(userId: string): Promise<Manager | undefined>;
}

const exported = z.looseObject({
  deployment: z
    .looseObject({
      resources: z
        .array(
          z.looseObject({
            urn: z.string(),
            type: z.string(),
            id: z.string().optional(),
            external: z.boolean().optional(),
            inputs: z.record(z.string(), z.unknown()).default({}),
            outputs: z.record(z.string(), z.unknown()).default({}),
            protect: z.boolean().optional(),
            retainOnDelete: z.boolean().optional(),
          }),
        )
        .default([]),
    })
    .nullish(),
});

/**
 * The state as it was when it was first asked for. The engine does not tell its providers what else the stack manages,
 * so the Pulumi CLI is asked, once in a run and only where an answer is needed.
 */
export class ExportedStack implements StackState {
  readonly #argv: readonly string[];
  #managers: Promise<ReadonlyMap<string, Manager>> | undefined;

  /** @param argv the arguments of the process: the engine gives its address to the host of dynamic resources */
  constructor(argv: readonly string[]) {
    this.#argv = argv;
  }

  async managerOf(userId: string): Promise<Manager | undefined> {
    this.#managers ??= this.#read();
    return (await this.#managers).get(userId);
  }

  async #read(): Promise<ReadonlyMap<string, Manager>> {
    const name = await stackOf(this.#argv);
    if (name === undefined) throw new Error("the engine does not name its stack");
    const { stack, project } = name;
    // Outside of the project's directory, the CLI knows a stack by its full name only.
    const text = await exportStack(stack).catch(() => exportStack(`organization/${project}/${stack}`));
    const { deployment } = exported.parse(JSON.parse(text));
    const args = await engineArguments();
    return new Map(
      (deployment?.resources ?? []).flatMap(
        ({ id = "", urn, type, external, ...known }): [string, Manager][] => {
          const kind = kindOfToken(type);
          if (kind?.subject.is !== "user" || external === true) return [];
          const adapter = type === pluginToken(kind) ? "plugin" : "dynamic";
          const state = ownedState(kind, { state: known.outputs, inputs: known.inputs });
          const isKept = known.protect === true || known.retainOnDelete === true;
          return [[id, { urn, adapter, state, isKept, mayBeLeftOut: mayLeaveOut(args, urn) }]];
        },
      ),
    );
  }
}

async function exportStack(stack: string): Promise<string> {
  return await askPulumi(["stack", "export", "--stack", stack]);
}

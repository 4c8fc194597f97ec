import { isImported, withNotes } from "../../../model/rules/bookkeeping.js";
import type { CheckedInputs } from "../../../model/rules/check-inputs.js";
import type { Difference } from "../../../model/rules/difference.js";
import { importedInputs, importedState, isMadeByImport, ownedState } from "../../../model/rules/imported.js";
import { pick, presentProperties, type Properties } from "../../../model/rules/record.js";
import { type KindName, schemaOf } from "../../../model/schema/index.js";
import type { Kind } from "../../../model/schema/kind.js";
import type { ReadResult } from "../../handlers/handler.js";
import { check, clientOf, type Session, sessionOf } from "../../session.js";
import { readSettings, type Settings } from "../../settings.js";
import { uniqueUserFields } from "../../../sdk/index.js";
import { type Configuration, toReadConfig } from "./configuration.js";
import { type Listed, listObjects } from "./listing.js";
import { Lookups } from "./lookups.js";
import type { NamedResource } from "./resource-urn.js";

/** A resource as the engine knows it: what the provider left as outputs, and what the program declared last. */
export interface Known {
  readonly id: string;
  readonly state: Properties;
  readonly inputs: Properties;
}

/** What a read tells the engine. */
export interface Read {
  readonly id: string;
  readonly outs: Properties;
  readonly inputs: Properties;
}

/**
 * One provider of a run, without the protocol: plain values in, plain values out. It holds what is the plugin's alone, which
 * is the configuration of an instance, previews of writes, and the import.
 */
export class PluginInstance {
  /** The functions with which programs read the same pool. */
  readonly lookups = new Lookups(() => this.settings);
  readonly #environment: NodeJS.ProcessEnv;
  readonly #openSession: (settings: Settings) => Session;
  #settings: Settings | undefined;
  #session: Session | undefined;
  #writes = 0;
  #configuration: Configuration = { name: "default", values: {} };

  /** @param open the session of some settings */
  constructor(
    environment: NodeJS.ProcessEnv,
    open: (settings: Settings) => Session = (settings) => sessionOf(settings, "plugin"),
  ) {
    this.#environment = environment;
    this.#openSession = open;
  }

  configure(configuration: Configuration): void {
    this.#configuration = configuration;
  }

  /** @throws SettingsError when the configuration is incomplete or wrong */
  get settings(): Settings {
    this.#settings ??= readSettings(toReadConfig(this.#configuration), this.#environment);
    return this.#settings;
  }

  /** Opened by the first operation: the configuration of a stack may lack what a preview does without. */
  get #open(): Session {
    this.#session ??= this.#openSession(this.settings);
    return this.#session;
  }

  check({ kind, by }: NamedResource, olds: Properties, news: Properties): CheckedInputs {
    return check(kind, olds, news, () => this.#open, by);
  }

  diff(kind: KindName, known: Known, declared: Properties): Difference {
    return this.#open.diff(kind, known.id, ownedSince(kind, known, declared), declared);
  }

  /** What a creation or an update would leave as outputs, without doing it. */
  preview(kind: KindName, declared: Properties): Properties {
    const { fields } = schemaOf(kind);
    const kept = Object.entries(presentProperties(declared)).filter(
      ([name]) => fields[name]?.stored !== "digest",
    );
    return { ...Object.fromEntries(kept), userPoolId: this.settings.userPoolId };
  }

  async create(kind: KindName, declared: Properties): Promise<{ id: string; outs: Properties }> {
    return await this.#write(() => this.#open.create(kind, declared));
  }

  async update(kind: KindName, known: Known, declared: Properties): Promise<Properties> {
    const state = ownedSince(kind, known, declared);
    const { outs } = await this.#write(() => this.#open.update(kind, known.id, state, declared));
    return outs;
  }

  async delete(kind: KindName, known: Known): Promise<void> {
    const { id, state, inputs } = known;
    const owned = isMadeByImport(inputs) ? state : ownedState(schemaOf(kind), state, inputs);
    await this.#write(() => this.#open.delete(kind, id, owned));
  }

  /** What the engine is told when it ends the run. Undefined where nothing is under way, as at the end of most runs. */
  describeWrites(): string | undefined {
    if (this.#writes === 0) return undefined;
    const [subject, verb] =
      this.#writes === 1 ? ["1 operation", "is"] : [`${this.#writes} operations`, "are"];
    return `the run was interrupted while ${subject} ${verb} under way. The run ends after ${this.#writes === 1 ? "it" : "them"}`;
  }

  /** Counts the writes that are under way. An interruption lets them end, so that the state knows what they did. */
  async #write<Result>(write: () => Promise<Result>): Promise<Result> {
    this.#writes += 1;
    try {
      return await write();
    } finally {
      this.#writes -= 1;
    }
  }

  /** The objects of a kind that are in the pool. */
  list(kind: KindName, query: Properties): AsyncIterable<Listed> {
    return listObjects(kind, clientOf(this.settings), query);
  }

  /** Reads what the engine knows. Without a state, an import or a lookup reads all of the object. */
  async read(kind: KindName, known: Known): Promise<Read | "gone"> {
    const schema = schemaOf(kind);
    const { id, inputs } = known;
    if (known.state["userPoolId"] === undefined) {
      const found = await this.#open.read(kind, await this.#idOf(kind, id), {});
      return found === "gone" ? found : imported(schema, found);
    }
    const isOpen = isImported(known.state) && isMadeByImport(inputs);
    const state = isOpen ? known.state : ownedState(schema, known.state, inputs);
    const result = await this.#open.read(kind, id, state);
    if (result === "gone") return result;
    if (isOpen) return imported(schema, result);
    return { id: result.id, outs: result.outs, inputs: nowDeclared(schema, result, inputs) };
  }

  /** Who imports a user may name a unique value in place of the id, as in `username:ada`. */
  async #idOf(kind: KindName, id: string): Promise<string> {
    const [field, ...value] = id.split(":");
    const unique = uniqueUserFields.find((name) => name === field);
    if (kind !== "User" || unique === undefined) return id;
    return await this.lookups.idOfUser(unique, value.join(":"));
  }
}

/**
 * The state of which a program owns what it declared before, and of an object that was only imported, what it declares
 * now.
 */
function ownedSince(kind: KindName, { state, inputs }: Known, declared: Properties): Properties {
  return ownedState(schemaOf(kind), state, isMadeByImport(inputs) ? declared : inputs);
}

/** An object that no program has declared yet. */
function imported(schema: Kind, { id, outs }: ReadResult): Read {
  const state = importedState(schema, withNotes(outs, {}));
  return { id, outs: state, inputs: importedInputs(schema, state) };
}

/** The inputs that would declare the object as it is. Secrets that cannot be read are as they were declared. */
function nowDeclared({ fields }: Kind, { inputs: drifted }: ReadResult, inputs: Properties): Properties {
  if (drifted === undefined) return inputs;
  const unread = Object.keys(fields).filter((name) => fields[name]?.stored === "digest");
  return { ...drifted, ...pick(inputs, unread) };
}

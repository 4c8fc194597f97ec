import type { CheckFailure } from "../../../model/rules/check-inputs.js";
import type { Difference } from "../../../model/rules/difference.js";
import { ownedState } from "../../../model/rules/imported.js";
import { type Properties, providerTextKey } from "../../../model/rules/record.js";
import { type KindName, schemaOf } from "../../../model/schema/index.js";
import { OperationError } from "../../operation-error.js";
import { endWithEngine } from "../../process/engine-watch.js";
import { check, type Session, sessionOf } from "../../session.js";
import { type ReadConfig, readSettings } from "../../settings.js";

/**
 * What the provider text in the state loads at run time. The engine's host of dynamic resources calls `handler()` of
 * the text once per process, then `configure`, then the operations: these are its names and shapes
 * (`pulumi.dynamic.ResourceProvider`). This file and the texts that name its exports stay compatible for good.
 */
export interface DynamicProvider {
  configure(request: ConfigureRequest): void;
  check(olds: Properties, news: Properties): { inputs: Record<string, unknown>; failures: CheckFailure[] };
  diff(id: string, olds: Properties, news: Properties): Difference;
  create(inputs: Properties): Promise<{ id: string; outs: Record<string, unknown> }>;
  read(
    id: string,
    props: Properties,
  ): Promise<{ id: string; props?: Record<string, unknown>; inputs?: Record<string, unknown> }>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Record<string, unknown> }>;
  delete(id: string, props: Properties): Promise<void>;
}

/** The part of Pulumi's request that we read; `config.get` answers decrypted values. */
interface ConfigureRequest {
  readonly config: { get: ReadConfig };
}

/** The host configures once per provider text, always with the configuration of the one stack that it serves. */
let readConfig: ReadConfig | undefined;
let current: Session | undefined;

/** Opened by the first operation and not in `configure`, whose errors the host would not show. */
function session(): Session {
  return (current ??= sessionOf(readSettings(readConfig ?? (() => undefined), process.env)));
}

function dynamicProvider(kind: KindName): DynamicProvider {
  return {
    configure({ config }) {
      readConfig ??= (key) => config.get(key);
      endWithEngine(process.argv);
    },
    check(olds, news) {
      const { inputs, failures } = check(kind, olds, news, session);
      return { inputs, failures: failures.map(withoutValue) };
    },
    diff(id, olds, news) {
      try {
        const difference = session().diff(kind, id, ownedSince(kind, olds, news), news);
        // The plugin leaves no provider text in the outputs. Without one, the host could not read or delete the resource.
        return olds[providerTextKey] === undefined ? { ...difference, changes: true } : difference;
      } catch (error) {
        throw toShown(error, news);
      }
    },
    create: (inputs) => shown(inputs, () => session().create(kind, inputs)),
    read: (id, props) =>
      shown(props, async () => {
        const result = await session().read(kind, id, props);
        if (result === "gone") return { id: "" };
        const { outs, ...rest } = result;
        return { ...rest, props: outs };
      }),
    update: (id, olds, news) =>
      shown(news, () => session().update(kind, id, ownedSince(kind, olds, news), news)),
    delete: (id, props) => shown(props, () => session().delete(kind, id, props)),
  };
}

/** The state of which a program owns what it declares: the plugin may have imported more. */
function ownedSince(kind: KindName, state: Properties, declared: Properties): Properties {
  return ownedState(schemaOf(kind), { state, inputs: declared });
}

/**
 * Where a failure names a property, the engine prints its value, and a secret in plain text. The reason names the
 * property as well, so nothing is lost without it.
 */
function withoutValue({ reason }: CheckFailure): CheckFailure {
  return { property: "", reason };
}

async function shown<Result>(properties: Properties, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    throw toShown(error, properties);
  }
}

/**
 * The error as the host shows it. It prints message and stack of whatever is thrown, and the stack of our own code
 * helps no one who reads a pipeline log.
 */
function toShown(cause: unknown, properties: Properties): Error {
  const error = new Error(cause instanceof Error ? cause.message : String(cause));
  error.stack = "";
  if (!(cause instanceof OperationError) || cause.kept === undefined) return error;
  const { id, properties: outs, reasons } = cause.kept;
  // The host keeps these properties as they are: without the provider text the object could never be read or deleted.
  const kept = { ...outs, [providerTextKey]: properties[providerTextKey] };
  return Object.assign(error, { id, properties: kept, reasons });
}

/** The names that the texts in every state ask for. Frozen. */
export const User = dynamicProvider("User");
export const UserGroupMembership = dynamicProvider("UserGroupMembership");
export const UserRoleAssignment = dynamicProvider("UserRoleAssignment");
export const Group = dynamicProvider("Group");
export const Role = dynamicProvider("Role");
export const GroupMembers = dynamicProvider("GroupMembers");
export const Policy = dynamicProvider("Policy");
export const PolicyAssignment = dynamicProvider("PolicyAssignment");
export const UserField = dynamicProvider("UserField");

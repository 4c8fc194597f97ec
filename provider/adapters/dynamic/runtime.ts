import { isTransportError, isUnexpectedResponse, ManagementClient } from "../../../sdk/index.js";
import { UserPool } from "../../pool/user-pool.js";
import { assertSamePool, type Handler, type HandlerContext, ownedTwice } from "../../handlers/handler.js";
import { user } from "../../handlers/user.js";
import { userGroupMembership } from "../../handlers/user-group-membership.js";
import { userRoleAssignment } from "../../handlers/user-role-assignment.js";
import { boundHeapGrowth } from "../../process/heap.js";
import type { CheckFailure } from "../../../model/rules/check-inputs.js";
import { PartialWriteError, SettingsError, UnsafeChangeError } from "../../../model/errors.js";
import { maskEmails, maskUser } from "../../../model/rules/user-label.js";
import { presentProperties, type Properties, providerTextKey } from "../../../model/rules/record.js";
import { describeRun, tellAtTheEnd, WaitLog } from "../../process/run-log.js";
import { type ReadConfig, readSettings } from "../../settings.js";

/**
 * What the provider text in the state loads at run time. The engine's host of dynamic resources calls `handler()` of
 * the text once per process, then `configure`, then the operations: these are its names and shapes
 * (`pulumi.dynamic.ResourceProvider`), so this file and the texts that name its exports stay compatible forever.
 */
export interface DynamicProvider {
  configure(request: ConfigureRequest): void;
  check(olds: Properties, news: Properties): { inputs: Record<string, unknown>; failures: CheckFailure[] };
  diff(id: string, olds: Properties, news: Properties): ReturnType<Handler["diff"]>;
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

/** One for the whole process: all resources of a run share its client, its batches and its limits. */
let shared: { readConfig: ReadConfig; context?: HandlerContext } | undefined;

/** Made at the first operation and not in `configure`, whose errors the host would not show. */
function sharedContext(): HandlerContext {
  const current = (shared ??= { readConfig: () => undefined });
  return (current.context ??= createContext(current.readConfig));
}

function createContext(readConfig: ReadConfig): HandlerContext {
  const { adopt, debug, stats, maxDeletions, ...connection } = readSettings(readConfig, process.env);
  boundHeapGrowth();
  const waits = new WaitLog();
  const client = new ManagementClient({
    ...connection,
    onWait: ({ reason, ...wait }) => {
      waits.tell({ ...wait, reason: debug ? reason : maskEmails(reason) });
    },
  });
  const pool = new UserPool(client, maxDeletions);
  if (stats) tellAtTheEnd(() => describeRun(client.stats(), pool.activity));
  return { pool, adopt, isDebug: debug };
}

function toDynamicProvider(handler: Handler): DynamicProvider {
  return {
    configure({ config }) {
      // The host configures once per provider text, always with the configuration of the one stack it serves.
      shared ??= { readConfig: (key) => config.get(key) };
    },
    check(olds, news) {
      const { inputs, failures } = handler.check(olds, news);
      const all = [...failures.map(withoutValue), ...settingsFailures()];
      if (all.length === 0) {
        const isKnown = Object.keys(presentProperties(olds)).length > 0;
        sharedContext().pool.ledger.noteChecked(handler.claim(inputs), isKnown);
      }
      return { inputs, failures: all };
    },
    diff(id, olds, news) {
      try {
        const { pool } = sharedContext();
        // Every operation refuses the wrong pool; here it is the preview that says so.
        assertSamePool(olds, pool);
        const difference = handler.diff(olds, news);
        const isReplaced = difference.replaces !== undefined;
        if (pool.ledger.noteCompared(id, handler.claim(news), isReplaced)) return difference;
        throw new UnsafeChangeError(ownedTwice(id));
      } catch (error) {
        throw toEngineError(error, news);
      }
    },
    create: (inputs) => operate(inputs, (context) => handler.create(context, inputs)),
    read: (id, props) =>
      operate(props, async (context) => {
        const result = await handler.read(context, id, props);
        if (result === "gone") return { id: "" };
        const { outs, ...rest } = result;
        return { ...rest, props: outs };
      }),
    update: (id, olds, news) => operate(news, (context) => handler.update(context, id, olds, news)),
    delete: (id, props) => operate(props, (context) => handler.delete(context, id, props)),
  };
}

/**
 * Where a failure names a property, the engine prints its value, and what the program marked as secret in clear. The
 * reason names the property as well, so nothing else is lost.
 */
function withoutValue({ reason }: CheckFailure): CheckFailure {
  return { property: "", reason };
}

/** A stack without credentials is told so by its first preview, and not by its first creation. */
function settingsFailures(): CheckFailure[] {
  try {
    sharedContext();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return [{ property: "", reason: error.message }];
    throw error;
  }
}

async function operate<Result>(
  properties: Properties,
  operation: (context: HandlerContext) => Promise<Result>,
): Promise<Result> {
  try {
    const context = sharedContext();
    return await context.pool.activity.run(() => operation(context));
  } catch (error) {
    throw toEngineError(error, properties);
  }
}

/**
 * What the engine shows to people. The host prints message and stack of whatever is thrown: the stack of our own
 * code helps nobody who reads a pipeline log.
 */
function toEngineError(cause: unknown, properties: Properties): Error {
  // The service's own words may quote a person's names, and a pipeline log keeps them.
  const mask = (text: string): string => (shared?.context?.isDebug ? text : maskUser(text, properties));
  const message = cause instanceof Error ? cause.message : String(cause);
  const error = new Error(mask(message) + adviceFor(cause));
  error.stack = "";
  if (!(cause instanceof PartialWriteError)) return error;
  // The host keeps these properties as they are: without the provider text nobody could ever read or delete them.
  const kept = { ...cause.properties, [providerTextKey]: properties[providerTextKey] };
  return Object.assign(error, { id: cause.id, properties: kept, reasons: cause.reasons.map(mask) });
}

/** What to do where the error itself does not say. */
function adviceFor(cause: unknown): string {
  if (!isTransportError(cause) && !isUnexpectedResponse(cause)) return "";
  return ". The state is as it was: run the command again when the service is well";
}

export const User = toDynamicProvider(user);
export const UserGroupMembership = toDynamicProvider(userGroupMembership);
export const UserRoleAssignment = toDynamicProvider(userRoleAssignment);

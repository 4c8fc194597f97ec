import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import { isApiError } from "../error-guards.js";
import { ApiError } from "../errors.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import type { Call } from "../http/call.js";
import type { RootField } from "../http/graphql-call.js";
import { commandCall } from "../http/graphql-call.js";
import { inBatches } from "./batches.js";
import { snapshotCall } from "./user-calls.js";
import type { SnapshotSelection, UserSnapshot } from "./user-snapshot.js";

/** A command that assigns codes of groups or roles to users, or removes them. */
export interface CodeCommand extends Pick<RootField, "operation" | "trying" | "field" | "args" | "values"> {
  readonly userIds: readonly string[];
  readonly codes: readonly string[];
  /** Whether it assigns. */
  readonly gives: boolean;
  /** The data of users that shows whether the command was carried out. */
  readonly selection: SnapshotSelection;
  readonly codesOf: (user: UserSnapshot) => readonly string[];
  /** What one of the codes means, for example `group staff`. */
  readonly nameOf: (code: string) => string;
  /** Reads whether there is a group or role with a code. Null: there is none. */
  readonly lookUp: (code: string) => Call<unknown>;
}

/**
 * Sends the command. When its response is lost and its retry is refused, the first attempt may have succeeded, and some
 * installations answer an error to a command that they have carried out. The command then counts as successful if all
 * users are as it should leave them.
 */
export async function sendCodeCommand(api: Api, command: CodeCommand): Promise<CommonMessage> {
  const { operation, trying, field, args, values, userIds, codes, gives } = command;
  if (userIds.length === 0 || codes.length === 0) return nothingToDo;
  const budget = api.newBudget();
  const call: Call<CommonMessage> = {
    ...commandCall({ operation, trying, field, args, values, type: "mutation", repeatable: true }),
    afterLostResponse: async (refusal) => {
      if (await isCarriedOut(api, command, budget)) return nothingToDo;
      throw refusal;
    },
  };
  try {
    return await api.send(call, budget);
  } catch (error) {
    if (!isUnclassified(error)) throw error;
    if (await isCarriedOut(api, command, budget).catch(() => false)) return nothingToDo;
    budget.signal?.throwIfAborted();
    if (!gives) throw error;
    throw (await missingOf(api, command, error, budget)) ?? error;
  }
}

/** Whether all users are as the command should leave them. */
async function isCarriedOut(
  api: Api,
  { userIds, codes, gives, selection, codesOf }: CodeCommand,
  budget: Budget,
): Promise<boolean> {
  const reads = inBatches(userIds).map((batch) => api.send(snapshotCall(batch, selection), budget));
  const users = (await Promise.all(reads)).flat().filter((user) => user !== null);
  const isDone = (user: UserSnapshot): boolean =>
    codes.every((code) => codesOf(user).includes(code) === gives);
  const done = new Set(users.filter(isDone).map(({ id }) => id));
  return userIds.every((id) => done.has(id));
}

/** The service documents no code for an unknown group or role, and its reason does not always say which one. */
function isUnclassified(error: unknown): error is ApiError {
  return isApiError(error) && error.code === "API";
}

/** The refusal with the groups or roles that do not exist. Undefined when all exist, or when that cannot be read. */
async function missingOf(
  api: Api,
  { operation, trying, codes, nameOf, lookUp }: CodeCommand,
  refusal: ApiError,
  budget: Budget,
): Promise<ApiError | undefined> {
  const reads = codes.map(async (code) =>
    (await api.send(lookUp(code), budget)) === null ? [nameOf(code)] : [],
  );
  const missing = (await Promise.all(reads).catch(() => [])).flat();
  budget.signal?.throwIfAborted();
  if (missing.length === 0) return undefined;
  const { status, apiCode, requestId, apiMessage } = refusal;
  const source = apiCode === undefined ? "" : ` (code ${apiCode})`;
  const message = `${trying} was refused: there is no ${missing.join(" and no ")} in this user pool${source}; create it in the console, or remove it from the program`;
  return new ApiError(message, { operation, status, apiCode, requestId, apiMessage, cause: refusal });
}

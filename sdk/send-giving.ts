import type { CommonMessage } from "./common-message.js";
import { nothingToDo } from "./common-message.js";
import { isApiError } from "./error-guards.js";
import { ApiError } from "./errors.js";
import type { Api } from "./http/api.js";
import type { Budget } from "./http/budget.js";
import type { Call } from "./http/call.js";
import type { RootField } from "./http/graphql-call.js";
import { commandCall } from "./http/graphql-call.js";

/** A command that gives codes of groups, roles or policies to holders, or takes them. */
export interface GivingCommand extends Pick<RootField, "operation" | "trying" | "field" | "args" | "values"> {
  readonly codes: readonly string[];
  readonly gives: boolean;
  /** Whether all holders are as the command should leave them. */
  readonly isCarriedOut: (budget: Budget) => Promise<boolean>;
  /** What one of the codes means, for example `group staff`. */
  readonly nameOf: (code: string) => string;
  /** Reads what a code names. Null: there is none. */
  readonly lookUp: (code: string) => Call<unknown>;
}

/**
 * Sends the command. When its response is lost and its retry is refused, the first attempt may have succeeded, and some
 * installations answer an error to a command that they have carried out. The command then counts as successful if all
 * holders are as it should leave them.
 */
export async function sendGiving(api: Api, command: GivingCommand): Promise<CommonMessage> {
  const { operation, trying, field, args, values, gives, isCarriedOut } = command;
  const budget = api.newBudget();
  const call: Call<CommonMessage> = {
    ...commandCall({ operation, trying, field, args, values, type: "mutation", repeatable: true }),
    afterLostResponse: async (refusal) => {
      if (await isCarriedOut(budget)) return nothingToDo;
      throw refusal;
    },
  };
  try {
    return await api.send(call, budget);
  } catch (error) {
    if (!isUnclassified(error)) throw error;
    if (await isCarriedOut(budget).catch(() => false)) return nothingToDo;
    budget.signal?.throwIfAborted();
    if (!gives) throw error;
    throw (await missingOf(api, command, error, budget)) ?? error;
  }
}

/** The service documents no code for an unknown group, role or policy, and its reason does not always say which one. */
function isUnclassified(error: unknown): error is ApiError {
  return isApiError(error) && error.code === "API";
}

/** The refusal with the codes that do not exist. Undefined when all exist, or when that cannot be read. */
async function missingOf(
  api: Api,
  { operation, trying, codes, nameOf, lookUp }: GivingCommand,
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

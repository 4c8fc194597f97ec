import type { CommonMessage } from "./common-message.js";
import { nothingToDo } from "./common-message.js";
import { isNotFound } from "./error-guards.js";
import type { Api } from "./http/api.js";
import type { Budget } from "./http/budget.js";
import type { RootField } from "./http/graphql-call.js";
import { commandCall } from "./http/graphql-call.js";

export interface Deletion extends Pick<RootField, "operation" | "trying" | "field" | "args" | "values"> {
  /** One lookup per object to delete: returns null when the object does not exist. */
  readonly lookUps: readonly ((budget: Budget) => Promise<object | null>)[];
}

/**
 * Sends a deletion. When its response is lost and its retry is refused, the first attempt may have succeeded. The
 * deletion then counts as successful if none of the objects exists.
 */
export async function sendDeletion(api: Api, { lookUps, ...root }: Deletion): Promise<CommonMessage> {
  return await api.send({
    ...commandCall({ ...root, type: "mutation", repeatable: true }),
    afterLostResponse: async (refusal, budget) => {
      if (lookUps.length === 1 && isNotFound(refusal)) return nothingToDo;
      const found = await Promise.all(lookUps.map((lookUp) => lookUp(budget)));
      if (found.every((object) => object === null)) return nothingToDo;
      throw refusal;
    },
  });
}

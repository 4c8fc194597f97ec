import type { Api } from "../http/api.js";
import { pathPart, restCommand } from "../http/rest-call.js";
import { detailCall } from "./user-calls.js";

interface StatusChange {
  /** The name of the method and of the endpoint. */
  readonly name: "suspend" | "activate" | "resign";
  readonly trying: string;
  readonly status: string;
}

export const statusChanges = {
  suspend: { name: "suspend", trying: "suspending", status: "Suspended" },
  activate: { name: "activate", trying: "activating", status: "Activated" },
  resign: { name: "resign", trying: "resigning", status: "Resigned" },
} as const satisfies Record<string, StatusChange>;

/**
 * Changes the status of a user. When the response is lost and the retry is refused, the change counts as made if the user
 * has the status.
 */
export async function changeStatus(
  api: Api,
  userId: string,
  { name, trying, status }: StatusChange,
): Promise<void> {
  const operation = `users.${name}`;
  await api.send({
    ...restCommand({
      operation,
      trying: `${trying} user ${userId}`,
      method: "POST",
      path: `/api/v2/users/${pathPart(operation, "userId", userId)}/${name}`,
      body: {},
      repeatable: true,
    }),
    afterLostResponse: async (refusal, budget) => {
      const user = await api.send(detailCall(userId, false), budget);
      if (user?.status !== status) throw refusal;
      return undefined;
    },
  });
}

import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import type { Api } from "../http/api.js";
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
}

/**
 * Sends the command. When its response is lost and its retry is refused, the first attempt may have succeeded. The
 * command then counts as successful if all users are as it should leave them.
 */
export async function sendCodeCommand(api: Api, command: CodeCommand): Promise<CommonMessage> {
  const { userIds, codes, gives, selection, codesOf, ...root } = command;
  if (userIds.length === 0 || codes.length === 0) return nothingToDo;
  const isDone = (user: UserSnapshot): boolean =>
    codes.every((code) => codesOf(user).includes(code) === gives);
  return await api.send({
    ...commandCall({ ...root, type: "mutation", repeatable: true }),
    afterLostResponse: async (refusal, budget) => {
      const reads = inBatches(userIds).map((batch) => api.send(snapshotCall(batch, selection), budget));
      const users = (await Promise.all(reads)).flat().filter((user) => user !== null);
      const done = new Set(users.filter(isDone).map(({ id }) => id));
      if (userIds.every((id) => done.has(id))) return nothingToDo;
      throw refusal;
    },
  });
}

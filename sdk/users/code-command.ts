import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import type { Api } from "../http/api.js";
import type { RootField } from "../http/graphql-call.js";
import { commandCall } from "../http/graphql-call.js";
import { inBatches } from "./batches.js";
import { snapshotCall } from "./user-calls.js";
import type { SnapshotSelection, UserSnapshot } from "./user-snapshot.js";

/** A command that gives users the codes of groups or roles, or takes them away. */
export interface CodeCommand extends Pick<RootField, "operation" | "trying" | "field" | "args" | "values"> {
  readonly userIds: readonly string[];
  readonly codes: readonly string[];
  /** Whether it gives. */
  readonly gives: boolean;
  /** What to read of users to see whether it is done. */
  readonly selection: SnapshotSelection;
  readonly codesOf: (user: UserSnapshot) => readonly string[];
}

/**
 * Sends the command. When its answer got lost and its repeat is refused, perhaps because the first one did it, then all
 * users being as it should leave them is as good as the answer.
 */
export async function sendCodeCommand(api: Api, command: CodeCommand): Promise<CommonMessage> {
  const { userIds, codes, gives, selection, codesOf, ...root } = command;
  if (userIds.length === 0 || codes.length === 0) return nothingToDo;
  const isDone = (user: UserSnapshot): boolean =>
    codes.every((code) => codesOf(user).includes(code) === gives);
  return await api.send({
    ...commandCall({ ...root, type: "mutation", repeatable: true }),
    afterLostAnswer: async (refusal, budget) => {
      const reads = inBatches(userIds).map((batch) => api.send(snapshotCall(batch, selection), budget));
      const users = (await Promise.all(reads)).flat().filter((user) => user !== null);
      const done = new Set(users.filter(isDone).map(({ id }) => id));
      if (userIds.every((id) => done.has(id))) return nothingToDo;
      throw refusal;
    },
  });
}

import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import { type GivingCommand, sendGiving } from "../send-giving.js";
import { inBatches } from "./batches.js";
import { snapshotCall } from "./user-calls.js";
import type { SnapshotSelection, UserSnapshot } from "./user-snapshot.js";

/** A command that assigns codes of groups or roles to users, or removes them. */
export interface CodeCommand extends Omit<GivingCommand, "isCarriedOut"> {
  readonly userIds: readonly string[];
  /** The data of users that shows whether the command was carried out. */
  readonly selection: SnapshotSelection;
  readonly codesOf: (user: UserSnapshot) => readonly string[];
}

/** Sends the command. It counts as carried out if all users are as it should leave them. */
export async function sendCodeCommand(api: Api, command: CodeCommand): Promise<CommonMessage> {
  if (command.userIds.length === 0 || command.codes.length === 0) return nothingToDo;
  return await sendGiving(api, {
    ...command,
    isCarriedOut: (budget) => isCarriedOut(api, command, budget),
  });
}

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

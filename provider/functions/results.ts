import {
  groupResult,
  roleResult,
  userCustomData,
  userResult,
  userSecrets,
} from "../../model/functions/results.js";
import type { ResultTable } from "../../model/functions/lookup-function.js";
import { pick, presentProperties, type Properties } from "../../model/rules/record.js";

/** A user as a result has it: without what is not set, and without secrets. */
export function toUser(observed: Properties, userPoolId: string): Properties {
  return toResult({ ...userResult, ...userCustomData }, observed, userPoolId);
}

export function toUserWithSecrets(observed: Properties, userPoolId: string): Properties {
  return toResult({ ...userResult, ...userCustomData, ...userSecrets }, observed, userPoolId);
}

export function toGroup(observed: Properties, userPoolId: string): Properties {
  return toResult(groupResult, observed, userPoolId);
}

export function toRole(observed: Properties, userPoolId: string): Properties {
  return toResult(roleResult, observed, userPoolId);
}

function toResult(table: ResultTable, observed: Properties, userPoolId: string): Properties {
  return { ...presentProperties(pick(observed, Object.keys(table))), userPoolId };
}

import { projectRead } from "../../model/rules/project.js";
import { pick, type Properties } from "../../model/rules/record.js";
import type { Kind } from "../../model/schema/kind.js";
import type { HandlerContext, ReadResult } from "./handler.js";

/** A read of declared fields, with inputs only where the pool is no longer what the state says. `foreign`: codes given elsewhere. */
export function toReadResult(
  { pool }: HandlerContext,
  { fields, options }: Kind,
  id: string,
  state: Properties,
  observed: Properties,
  foreign: readonly string[] = [],
): ReadResult {
  const names = Object.keys(fields);
  const owned = projectRead(fields, state, observed, foreign);
  const steering = pick(state, Object.keys(options));
  const outs = { ...owned, ...steering, userPoolId: pool.userPoolId };
  const hasDrifted = names.some((name) => state[name] !== owned[name]);
  return hasDrifted ? { id, outs, inputs: { ...pick(owned, names), ...steering } } : { id, outs };
}

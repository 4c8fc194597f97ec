import { UnsafeChangeError } from "../../../model/errors.js";
import { bookkeepingOutput } from "../../../model/rules/bookkeeping.js";
import { checkInputs, checkRefusedChanges, refusedChange } from "../../../model/rules/check-inputs.js";
import { codedId, type CodedKey, codedKeyOf, codedLabel, parseCodedId } from "../../../model/rules/coded.js";
import { differenceOf } from "../../../model/rules/difference.js";
import { planChange } from "../../../model/rules/plan-change.js";
import { toState } from "../../../model/rules/project.js";
import { pick, presentProperties, type Properties } from "../../../model/rules/record.js";
import { isSame } from "../../../model/rules/same.js";
import type { CodedKind } from "../../../model/schema/kind.js";
import { isApiError } from "../../../sdk/index.js";
import type { ObservedObject } from "../../pool/reading/coded-reader.js";
import { deletionPolicyOf, isKeptAsAdopted } from "../deletion-policy.js";
import type { Handler, HandlerContext } from "../handler.js";
import { toReadResult } from "../read-result.js";
import { builtIn } from "./built-in.js";
import { keyNow } from "./key-now.js";
import { removeObject } from "./remove.js";
import { writeChanges } from "./write-changes.js";

/**
 * The life of an object that a code identifies. A changed code renames it in place. The id is the one that it was created
 * with: what counts is the code in the state.
 */
export function codedHandler(kind: CodedKind): Handler {
  const fieldNames = Object.keys(kind.fields);
  const optionNames = Object.keys(kind.options);

  return {
    check(olds, news) {
      const { inputs, failures } = checkInputs(kind, news);
      return { inputs, failures: [...failures, ...checkRefusedChanges(kind, olds, inputs)] };
    },

    diff(state, declared) {
      const { plan, changes, changed, replaces } = differenceOf(kind, state, declared);
      if (plan.refused.length > 0 && replaces === undefined) {
        throw new UnsafeChangeError(plan.refused.map((name) => refusedChange(kind, name)).join("; "));
      }
      return replaces === undefined ? { changes, changed } : { changes, changed, replaces };
    },

    async create(context, declared) {
      const key = codedKeyOf(kind, declared);
      const objects = context.pool.coded(key.object);
      const isAdopting = (declared["adopt"] ?? context.adopt) === true;
      const known = isAdopting ? await objects.read(key) : "gone";
      if (known !== "gone") return await adopt(context, key, known, declared);
      try {
        const created = await objects.create(key, declared);
        return { id: codedId(key), outs: outputsOf(context, declared, created) };
      } catch (error) {
        const existing = await objects.readNow(key).catch(() => "gone" as const);
        if (existing === "gone") throw error;
        if (objects.isBuiltIn(existing)) throw builtIn(codedLabel(kind, key), error);
        if (isAdopting && isApiError(error)) return await adopt(context, key, existing, declared);
        throw alreadyThere(key, error);
      }
    },

    async read(context, id, state) {
      const found = await find(context, state);
      return found === "gone" ? found : toReadResult(context, kind, id, state, found);
    },

    async lookUp({ pool }, id) {
      const key = parseCodedId(kind, id);
      const found = await pool.coded(key.object).read(key);
      if (found === "gone") return found;
      return { id, outs: { ...presentProperties(pick(found, fieldNames)), userPoolId: pool.userPoolId } };
    },

    async update(context, id, state, declared) {
      const { updates } = planChange(kind.fields, state, declared);
      if (Object.keys(updates).length === 0) return { outs: outputsOf(context, declared, state, state) };
      const answer = await writeChanges(context, kind, id, state, updates);
      return { outs: outputsOf(context, declared, answer, state, Object.keys(updates)) };
    },

    async delete(context, _id, state) {
      if (deletionPolicyOf(kind, state) === "retain") {
        if (isKeptAsAdopted(state)) context.warn(keptAdopted(codedKeyOf(kind, state)));
      } else await removeObject(context, kind, state);
    },
  };

  /** Takes over an object that already exists: the declared fields are set. */
  async function adopt(
    context: HandlerContext,
    key: CodedKey,
    known: Properties,
    declared: Properties,
  ): ReturnType<Handler["create"]> {
    if (context.pool.coded(key.object).isBuiltIn(known)) throw builtIn(codedLabel(kind, key));
    if (context.pool.renames.isDoubtful(key)) throw perhapsManaged(key);
    const refused = Object.entries(kind.fields)
      .filter(([name, field]) => field.onChange === "refuse" && declared[name] !== undefined)
      .filter(([name, field]) => !isSame(field, declared[name], known[name]))
      .map(([name]) => name);
    if (refused.length > 0) throw differentAtCreation(key, refused);
    const asIs = { ...outputsOf(context, declared, known), ...bookkeepingOutput({ adopted: true }) };
    const { updates } = planChange(kind.fields, asIs, declared);
    const id = codedId(key);
    if (Object.keys(updates).length === 0) return { id, outs: asIs };
    const answer = await context.pool.coded(key.object).update(key, updates);
    return { id, outs: outputsOf(context, declared, answer, asIs, Object.keys(updates)) };
  }

  /** The object by the code in the state, or by the one that it may have got in a renaming whose answer was lost. */
  async function find({ pool }: HandlerContext, state: Properties): Promise<ObservedObject> {
    const key = await keyNow(pool, kind, state);
    return await pool.coded(key.object).read(key);
  }

  function outputsOf(
    { pool }: HandlerContext,
    declared: Properties,
    observed: Properties,
    previous: Properties = {},
    sent: readonly string[] = [],
  ): Record<string, unknown> {
    const owned = toState(kind.fields, declared, observed, previous, sent);
    return { ...owned, ...pick(declared, optionNames), userPoolId: pool.userPoolId };
  }

  function alreadyThere(key: CodedKey, cause: unknown): Error {
    return new UnsafeChangeError(
      `${codedLabel(kind, key)} is already in the pool and was not created by this run for certain. To take it over, set ` +
        "adopt: true. If you renamed the resource, add its previous name as an alias (in a roster: under previously)",
      { cause },
    );
  }

  function perhapsManaged(key: CodedKey): Error {
    return new UnsafeChangeError(
      `${codedLabel(kind, key)} was not adopted: another resource of this program may own it, because an earlier run could not ` +
        "tell whether it was renamed to this code. Declare it once, and run `pulumi up --refresh`",
    );
  }

  function differentAtCreation(key: CodedKey, names: readonly string[]): Error {
    return new UnsafeChangeError(
      `${codedLabel(kind, key)} already exists with a different ${names.join(" and a different ")}, which can be set at ` +
        "creation only. It was not adopted. Declare the value that it has",
    );
  }

  function keptAdopted(key: CodedKey): string {
    return (
      `${codedLabel(kind, key)} was adopted, so it stays in the pool. To delete it, declare its deletionPolicy before you ` +
      "remove it from the program"
    );
  }
}

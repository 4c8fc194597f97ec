import { z } from "zod";
import type { CommonMessage } from "../common-message.js";
import { isApiError } from "../error-guards.js";
import { UnexpectedResponseError } from "../errors.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import type { Call } from "../http/call.js";
import { commandCall, graphqlCall, severalCall } from "../http/graphql-call.js";
import { parsePart } from "../http/read-response.js";
import type { Attempt } from "../http/transport.js";
import { sendDeletion } from "../send-deletion.js";
import { inBatches, maxUsersPerBatch } from "../users/batches.js";
import { customDataEntries, customValueSelection, toCustomData, type CustomData } from "./custom-data.js";
import type { CustomField, CustomTargetType } from "./custom-field.js";
import { customField, customFieldSelection } from "./custom-field.js";
import type { CustomDataType } from "./encoding.js";
import { explained, textsIn, toWritten, type CustomValueInput } from "./written-values.js";

export interface SetCustomFieldInput {
  /** Unique among the fields of its target type. */
  readonly key: string;
  readonly dataType: CustomDataType;
  readonly label: string;
  /** The service documents no format. */
  readonly options?: string | undefined;
}

/** A value to remove. */
export interface CustomValueKey {
  /** The id of a user, role or other target. */
  readonly targetId: string;
  readonly key: string;
}

/**
 * The custom fields of a pool and their values, which the API calls user-defined fields. For errors that every method can
 * throw, see `Users`.
 */
export class CustomFields {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Lists the custom fields of a target type. */
  async list(targetType: CustomTargetType): Promise<CustomField[]> {
    return await this.#list("udf.list", targetType);
  }

  /**
   * Defines a custom field. A field with the same key is overwritten. The service does not document what happens to its
   * values when its type changes.
   */
  async set(targetType: CustomTargetType, input: SetCustomFieldInput): Promise<CustomField> {
    const { key, dataType, label, options } = input;
    const call = graphqlCall(
      {
        operation: "udf.set",
        trying: `defining custom field ${key} of ${targetType}`,
        type: "mutation",
        field: "setUdf",
        args: {
          targetType: "UDFTargetType!",
          key: "String!",
          dataType: "UDFDataType!",
          label: "String!",
          options: "String",
        },
        values: { targetType, key, dataType, label, options },
        repeatable: true,
      },
      customFieldSelection,
      customField,
    );
    return await this.#api.send(call);
  }

  /** Removes a custom field and all its values. This cannot be undone. An unknown key is an error. */
  async remove(targetType: CustomTargetType, key: string): Promise<CommonMessage> {
    const operation = "udf.remove";
    return await sendDeletion(this.#api, {
      operation,
      trying: `removing custom field ${key} of ${targetType}`,
      field: "removeUdf",
      args: { targetType: "UDFTargetType!", key: "String!" },
      values: { targetType, key },
      lookUps: [
        async (budget) => {
          const fields = await this.#list(operation, targetType, budget);
          return fields.find((field) => field.key === key) ?? null;
        },
      ],
    });
  }

  /**
   * Reads the custom values of a user, role or other target by its id.
   *
   * @throws UnexpectedResponseError when a value does not have the type of its field
   */
  async values(targetType: CustomTargetType, targetId: string): Promise<CustomData> {
    const operation = "udf.values";
    const trying = `reading the custom data of ${targetType} ${targetId}`;
    return await this.#values({ operation, trying }, targetType, targetId);
  }

  /**
   * Reads the custom values of any number of targets, 80 per request. A target that is missing in the map has no values, or
   * does not exist: the service does not document which.
   *
   * @throws UnexpectedResponseError when a value does not have the type of its field
   */
  async valuesOfMany(
    targetType: CustomTargetType,
    targetIds: readonly string[],
  ): Promise<Map<string, CustomData>> {
    const calls = inBatches(targetIds).map((batch) => valuesOfManyCall(targetType, batch));
    const found = await Promise.all(calls.map((call) => this.#api.send(call)));
    return new Map(
      found.flat().map(({ targetId, data }) => [targetId, toCustomData("udf.valuesOfMany", data)]),
    );
  }

  /**
   * Writes custom values of targets, those of 80 targets per request. All fields must be defined, and the values must have
   * their types. After a refusal it is unknown which values were written.
   *
   * @throws InvalidInputError for a value that JSON cannot hold
   */
  async setMany(targetType: CustomTargetType, values: readonly CustomValueInput[]): Promise<void> {
    const operation = "udf.setMany";
    // All of them are checked before the first request.
    const written = values.map((value) => ({ ...value, input: toWritten(operation, value) }));
    for (const targetIds of inBatches(values.map(({ targetId }) => targetId))) {
      const ids = new Set(targetIds);
      const batch = written.filter(({ targetId }) => ids.has(targetId));
      const trying = `writing the custom data of ${targetIds.length} ${targetType} targets`;
      const call = commandCall({
        operation,
        trying,
        type: "mutation",
        field: "setUdfValueBatch",
        args: { targetType: "UDFTargetType!", input: "[SetUdfValueBatchInput!]!" },
        values: { targetType, input: batch.map(({ input }) => input) },
        repeatable: true,
        secrets: batch.flatMap(({ value }) => textsIn(value)),
      });
      const budget = this.#api.newBudget();
      try {
        await this.#api.send(call, budget);
      } catch (error) {
        throw await this.#explained(error, { operation, trying }, targetType, batch, budget);
      }
    }
  }

  /** Removes the value of a custom field from a target. The field stays defined. */
  async removeValue(targetType: CustomTargetType, targetId: string, key: string): Promise<void> {
    const operation = "udf.removeValue";
    const trying = `removing custom field ${key} from ${targetType} ${targetId}`;
    await this.#removeValues({ operation, trying }, targetType, [{ targetId, key }]);
  }

  /** Removes several values, 80 per request. After a refusal it is unknown which were removed. */
  async removeValues(targetType: CustomTargetType, values: readonly CustomValueKey[]): Promise<void> {
    for (let start = 0; start < values.length; start += maxUsersPerBatch) {
      const batch = values.slice(start, start + maxUsersPerBatch);
      const trying = `removing ${batch.length} custom values of ${targetType} targets`;
      await this.#removeValues({ operation: "udf.removeValues", trying }, targetType, batch);
    }
  }

  /** Every response lists the values that the target still has, which must not contain the removed one. */
  async #removeValues(
    attempt: Attempt,
    targetType: CustomTargetType,
    values: readonly CustomValueKey[],
  ): Promise<void> {
    const commands = values.map(({ targetId, key }) => ({
      key,
      field: "removeUdv",
      args: { targetType: "UDFTargetType!", targetId: "String!", key: "String!" },
      values: { targetType, targetId, key },
    }));
    const keys = z.array(z.object({ key: z.string() })).nullable();
    const call = severalCall(attempt, "mutation", commands, "key", ({ sent, value, place }) => {
      const left = parsePart(attempt, keys, value, place) ?? [];
      if (!left.some(({ key }) => key === sent.key)) return;
      const message = `${attempt.trying} failed: the response still contains the value of custom field ${sent.key}`;
      throw new UnexpectedResponseError(message, { operation: attempt.operation, paths: [...place] });
    });
    await this.#api.send(call);
  }

  async #values(attempt: Attempt, targetType: CustomTargetType, targetId: string): Promise<CustomData> {
    const call = graphqlCall(
      {
        ...attempt,
        type: "query",
        field: "udv",
        args: { targetType: "UDFTargetType!", targetId: "String!" },
        values: { targetType, targetId },
        repeatable: true,
      },
      customValueSelection,
      customDataEntries,
    );
    return toCustomData(attempt.operation, await this.#api.send(call));
  }

  async #list(operation: string, targetType: CustomTargetType, budget?: Budget): Promise<CustomField[]> {
    const trying = `listing the custom fields of ${targetType}`;
    const ofTargetType = customField.refine(
      (field) => field.targetType === targetType,
      "another target type",
    );
    const call = graphqlCall(
      {
        operation,
        trying,
        type: "query",
        field: "udf",
        args: { targetType: "UDFTargetType!" },
        values: { targetType },
        repeatable: true,
      },
      customFieldSelection,
      z.array(ofTargetType),
    );
    return await this.#api.send(call, budget);
  }

  /** A refused write with the fields that are the reason. The refusal itself when they cannot be read. */
  async #explained(
    refusal: unknown,
    { operation, trying }: Attempt,
    targetType: CustomTargetType,
    values: readonly CustomValueInput[],
    budget: Budget,
  ): Promise<unknown> {
    if (!isApiError(refusal) || refusal.code !== "API") return refusal;
    const fields = await this.#list(operation, targetType, budget).catch(() => undefined);
    budget.signal?.throwIfAborted();
    return fields === undefined ? refusal : explained(refusal, { trying, targetType, values, fields });
  }
}

const valuesByTarget = z.array(z.object({ targetId: z.string(), data: customDataEntries }));

function valuesOfManyCall(
  targetType: CustomTargetType,
  targetIds: readonly string[],
): Call<z.infer<typeof valuesByTarget>> {
  const asked = new Set(targetIds);
  const hasOnlyAsked = valuesByTarget
    .refine((found) => found.every(({ targetId }) => asked.has(targetId)), "a target that was not asked for")
    .refine(
      (found) => new Set(found.map(({ targetId }) => targetId)).size === found.length,
      "a target occurs twice",
    );
  return graphqlCall(
    {
      operation: "udf.valuesOfMany",
      trying: `reading the custom data of ${targetIds.length} ${targetType} targets`,
      type: "query",
      field: "udfValueBatch",
      args: { targetType: "UDFTargetType!", targetIds: "[String!]!" },
      values: { targetType, targetIds },
      repeatable: true,
    },
    `targetId data { ${customValueSelection} }`,
    hasOnlyAsked,
  );
}

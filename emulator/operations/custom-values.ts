import { ManagementError } from "../errors.js";
import { defaultNamespace } from "../state/pool.js";
import type { CustomFieldRecord, CustomTargetType, FieldValue } from "../state/custom-data.js";
import { applyToAll } from "./bulk.js";
import { findField, toStored, toStoredFromText, type FieldKeyArgs } from "./custom-fields.js";
import { findRole } from "./roles.js";
import { success, type CommonMessage, type Service } from "./service.js";
import { findById } from "./users.js";

export interface TargetArgs {
  targetType: CustomTargetType;
  /** The id of a user, the id or code of a role, or the id of the pool. */
  targetId: string;
}

/** A key and the JSON text of a value. */
export interface WrittenValue {
  key: string;
  value?: string | null | undefined;
}

export interface TargetValue extends WrittenValue {
  targetId: string;
}

/** All values of a target. */
interface TargetValues {
  targetId: string;
  data: FieldValue[];
}

export function valuesOf(service: Service, { targetType, targetId }: TargetArgs): FieldValue[] {
  return service.pool.customData.valuesOf(targetType, findTarget(service, targetType, targetId));
}

/** The values of several targets. The ids in the answer are those of the question. */
export function valuesOfMany(
  service: Service,
  targetType: CustomTargetType,
  targetIds: readonly (string | null)[],
): TargetValues[] {
  const { behaviour } = service;
  return [...new Set(targetIds)].flatMap((id) => {
    const targetId = id ?? "";
    try {
      return [{ targetId, data: valuesOf(service, { targetType, targetId }) }];
    } catch (error) {
      if (behaviour.valueBatchUnknownId === "error" || !(error instanceof ManagementError)) throw error;
      return behaviour.valueBatchUnknownId === "empty" ? [{ targetId, data: [] }] : [];
    }
  });
}

/** Writes values of one target, as JSON text, and returns all that it has then. */
export function setValues(
  service: Service,
  { targetType, targetId }: TargetArgs,
  values: readonly WrittenValue[],
): FieldValue[] {
  if (values.length === 0) throw new ManagementError(2231, "The request must have values");
  setManyValues(
    service,
    targetType,
    values.map(({ key, value }) => ({ targetId, key, value })),
  );
  return valuesOf(service, { targetType, targetId });
}

/** Writes values of several targets, as JSON text. */
export function setManyValues(
  service: Service,
  targetType: CustomTargetType,
  values: readonly TargetValue[],
): CommonMessage {
  const { customData } = service.pool;
  if (values.length === 0) throw new ManagementError(2231, "The request must have values");
  applyToAll(
    service,
    values,
    ({ targetId, key, value }) => {
      const field = findField(service, targetType, key);
      return {
        key,
        targetType,
        targetId: findTarget(service, targetType, targetId),
        value: toStoredFromText(field, value),
      };
    },
    (value) => {
      customData.putValue(value);
    },
  );
  return success("Values set");
}

/** Writes values of one target over REST, which are not JSON text, and returns all that it has then. */
export function setPlainValues(service: Service, target: TargetArgs, values: object): FieldValue[] {
  const { targetType } = target;
  const written = Object.entries(values).map(([key, value]) => ({
    key,
    value: toStored(findField(service, targetType, key), value),
  }));
  return setValues(service, target, written);
}

/** Removes a value, if there is one, and returns those that remain. */
export function removeValue(
  service: Service,
  { targetType, targetId, key }: TargetArgs & FieldKeyArgs,
): FieldValue[] {
  findField(service, targetType, key);
  service.pool.customData.removeValue(targetType, findTarget(service, targetType, targetId), key);
  return valuesOf(service, { targetType, targetId });
}

/** The custom data of a user as it is part of the user: with all fields or with those that have a value. */
export function customDataOf(
  { pool, behaviour }: Service,
  userId: string,
): { field: CustomFieldRecord; value: string | null }[] {
  const values = pool.customData.valuesOf("USER", userId);
  if (behaviour.unsetCustomData === "omit") return values;
  return pool.customData
    .fieldsOf("USER")
    .map((field) => values.find((known) => known.field === field) ?? { field, value: null });
}

/** The id under which the values of a target are stored. Clients name a role by its id or by its code. */
function findTarget(service: Service, targetType: CustomTargetType, targetId: string): string {
  const { pool } = service;
  if (targetType === "USER") return findById(service, targetId).id;
  if (targetType === "ROLE") {
    return (pool.roles.get(targetId) ?? findRole(service, { code: targetId, namespace: defaultNamespace }))
      .id;
  }
  if (targetType === "USERPOOL" && targetId === pool.id) return targetId;
  throw new ManagementError(500, `${targetType} ${targetId} does not exist`);
}

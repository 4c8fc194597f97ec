import { isSame } from "../../model/rules/same.js";
import { type FieldValue, type Owner, toFieldValue } from "../finding/parts.js";
import type { DeclaredFields } from "../states/managed.js";

type Declaring = DeclaredFields & { readonly owner: Owner; readonly isPendingDelete: boolean };

interface ChangedField {
  readonly owners: Owner[];
  readonly field: string;
  readonly declared: FieldValue;
  readonly observed: FieldValue;
}

/** Several resources that declare the same value make one finding, because there was one change. */
export function changedFields(
  resources: readonly Declaring[],
  observed: Readonly<Record<string, unknown>>,
): ChangedField[] {
  const found = new Map<string, ChangedField>();
  for (const { owner, table, fields } of resources.filter(({ isPendingDelete }) => !isPendingDelete)) {
    for (const [name, declared] of Object.entries(fields)) {
      const row = table[name];
      if (row === undefined || isSame(row, declared, observed[name])) continue;
      const key = JSON.stringify([name, declared]);
      found.set(key, {
        owners: [...(found.get(key)?.owners ?? []), owner],
        field: name,
        declared: toFieldValue(declared),
        observed: toFieldValue(observed[name]),
      });
    }
  }
  return [...found.values()];
}

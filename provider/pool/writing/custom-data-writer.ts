import { isSameCustomValue, toCustomValue } from "../../../model/rules/custom-data.js";
import { UserGoneError } from "../../../model/errors.js";
import type { CustomValues, DeclaredCustomValue } from "../../../model/schema/custom-values.js";
import { customTypeName } from "../../../model/schema/user-field.js";
import {
  type CustomDataType,
  type CustomFields,
  type CustomValue,
  maxUsersPerBatch,
  type UserSnapshot,
} from "../../../sdk/index.js";
import { isolateFailures } from "../../../sdk/isolate-failures.js";
import { Batcher } from "../batching/batcher.js";
import type { UserCustomFields } from "../custom-fields.js";
import type { Observations } from "../reading/observations.js";
import type { UserReader } from "../reading/user-reader.js";
import { inBundles } from "./assignment.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import type { Outcome } from "./assignment-writer.js";
import { findOpen } from "./find-open.js";
import { isAboutOneUser, isRefusedTogether } from "./refusal.js";

/** What changes in the custom data of one user. */
export interface CustomDataChange {
  readonly userId: string;
  readonly set: CustomValues;
  /** Keys whose values are removed. */
  readonly cleared: readonly string[];
}

/** What it needs of the pool that it shares with others. */
interface PoolParts {
  readonly reader: UserReader;
  readonly observations: Observations<UserSnapshot>;
  readonly scheduler: BatchScheduler;
}

/** The smallest part of it that can fail. */
interface Entry {
  readonly userId: string;
  readonly key: string;
  /** Undefined: the value is removed. */
  readonly value: CustomValue | undefined;
}

type Failures = Outcome["failed"];

/**
 * Writes custom values of users, those of many users in one request, and removes several in one. A key that is not
 * defined, or whose type is another one, is not sent. After a refusal, the writer reads what is done and repeats the rest
 * in smaller requests, until the value that causes the refusal is alone and has its own error.
 */
export class CustomDataWriter {
  readonly #udf: CustomFields;
  readonly #fields: UserCustomFields;
  readonly #reader: UserReader;
  readonly #observations: Observations<UserSnapshot>;
  readonly #writings: Batcher<readonly Entry[], Failures>;

  constructor(udf: CustomFields, fields: UserCustomFields, { reader, observations, scheduler }: PoolParts) {
    this.#udf = udf;
    this.#fields = fields;
    this.#reader = reader;
    this.#observations = observations;
    this.#writings = new Batcher(scheduler, maxUsersPerBatch, (writings) => this.#write(writings));
  }

  /** @throws when the custom fields cannot be read */
  async write({ userId, set, cleared }: CustomDataChange): Promise<Outcome> {
    const keys = Object.keys(set);
    const types = keys.length > 0 ? await this.#fields.typesFor(keys) : new Map<string, CustomDataType>();
    const failed: Failures[number][] = [];
    // A key is removed even if it does not seem to be defined: a list of definitions that was cut must not spare a value.
    const entries: Entry[] = cleared.map((key) => ({ userId, key, value: undefined }));
    for (const [key, declared] of Object.entries(set)) {
      const dataType = types.get(key);
      const value = dataType && toCustomValue(dataType, declared);
      if (value === undefined) failed.push({ code: key, error: this.#mistake(key, declared, dataType) });
      else entries.push({ userId, key, value });
    }
    if (entries.length > 0) failed.push(...(await this.#writings.add(entries)));
    const failedKeys = new Set(failed.map(({ code }) => code));
    return { done: [...keys, ...cleared].filter((key) => !failedKeys.has(key)), failed };
  }

  async #write(writings: readonly (readonly Entry[])[]): Promise<Failures[]> {
    const errors = new Map<Entry, Error>();
    const entries = writings.flat();
    const ids = [...new Set(entries.map(({ userId }) => userId))];
    await this.#observations.duringWrite(ids, () =>
      Promise.all([this.#set(entries.filter(isSetting), errors), this.#clear(entries, errors)]),
    );
    return writings.map((writing) =>
      writing.flatMap((entry) => {
        const error = errors.get(entry);
        return error === undefined ? [] : [{ code: entry.key, error }];
      }),
    );
  }

  async #set(entries: readonly Setting[], errors: Map<Entry, Error>): Promise<void> {
    const failures = await isolateFailures(entries, {
      attempt: (some) =>
        this.#udf.setMany(
          "USER",
          some.map(({ userId: targetId, key, value }) => ({ targetId, key, value })),
        ),
      isAboutOne: isAboutOneUser,
      remaining: (some, error) => this.#findOpen(some, error, errors),
    });
    for (const [entry, error] of failures) errors.set(entry, error);
  }

  async #clear(entries: readonly Entry[], errors: Map<Entry, Error>): Promise<void> {
    const bundles = inBundles(entries.filter((entry) => !isSetting(entry)));
    await Promise.all(
      bundles.map(async (bundle) => {
        const failures = await isolateFailures(bundle, {
          attempt: (some) =>
            this.#udf.removeValues(
              "USER",
              some.map(({ userId: targetId, key }) => ({ targetId, key })),
            ),
          isAboutOne: isRefusedTogether,
          remaining: (some, error) => this.#findOpen(some, error, errors),
        });
        for (const [entry, error] of failures) errors.set(entry, error);
      }),
    );
  }

  /** The entries of a refused request that are not done. If the user does not exist, they have failed for good. */
  async #findOpen<Some extends Entry>(
    entries: readonly Some[],
    error: Error,
    errors: Map<Entry, Error>,
  ): Promise<Some[]> {
    return await findOpen(
      entries,
      (entry) => this.#isDone(entry),
      (entry, finding) => {
        if (finding === "gone") errors.set(entry, new UserGoneError(entry.userId, { cause: error }));
      },
    );
  }

  async #isDone({ userId, key, value }: Entry): Promise<boolean | "gone"> {
    const user = await this.#reader.readNow({ id: userId, customData: true });
    if (user === "gone") return user;
    const observed = user.customData?.get(key);
    return value === undefined ? observed === undefined : isSameCustomValue(value, observed);
  }

  #mistake(key: string, declared: DeclaredCustomValue, dataType: CustomDataType | undefined): Error {
    const type = typeof declared;
    if (dataType !== undefined) {
      return new Error(
        `it is declared as ${type}, but the custom field has the type ${customTypeName(dataType)} in the user pool. Declare a ` +
          `${customTypeName(dataType)}, or define another field with new approw.UserField(...)`,
      );
    }
    const advice = this.#fields.isExpected(key)
      ? "Add the UserField that defines it to the dependsOn option of the user"
      : "Define it with new approw.UserField(...) or in the console";
    return new Error(
      `it is declared as ${type}, but the user pool has no custom field with this key. ${advice}`,
    );
  }
}

type Setting = Entry & { readonly value: CustomValue };

function isSetting(entry: Entry): entry is Setting {
  return entry.value !== undefined;
}

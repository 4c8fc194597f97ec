import { z } from "zod";
import { userFields, type FieldUpdates } from "./user-fields.js";

export const identity = z.object({
  provider: z.string(),
  userIdInIdp: z.string(),
  openid: z.string().nullish(),
  isSocial: z.boolean().nullish(),
  connectionId: z.string().nullish(),
  accessToken: z.string().nullish(),
  refreshToken: z.string().nullish(),
});

/** The stages in the life of a user. */
export const userStatuses = ["Suspended", "Resigned", "Activated", "Archived"] as const;
export type UserStatus = (typeof userStatuses)[number];

export type IdentityRecord = z.infer<typeof identity>;

/** A user as stored. Times are epoch milliseconds; the password among the fields is a hash. */
export const userRecord = z.object({
  id: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Data files of earlier emulators lack it. */
  status: z.enum(userStatuses).default("Activated"),
  fields: userFields,
  /** Null if there is no password, or one that was stored unchanged (`keepPassword`). */
  passwordSalt: z.string().nullable(),
  identities: z.array(identity),
  /** The token of the last login. */
  token: z.string().nullable(),
  /** Increased to revoke every token issued before. */
  sessionGeneration: z.int(),
});

export type UserRecord = z.infer<typeof userRecord>;

/** The fields whose values are unique in a pool. */
export const uniqueKeys = ["username", "email", "phone", "externalId"] as const;
export type UniqueKey = (typeof uniqueKeys)[number];

/** The users of a pool in the order of their creation, found by id and by each unique key without a scan. */
export class UserStore {
  readonly #byId = new Map<string, UserRecord>();
  readonly #idBy: Readonly<Record<UniqueKey, Map<string, string>>> = {
    username: new Map(),
    email: new Map(),
    phone: new Map(),
    externalId: new Map(),
  };

  get(id: string): UserRecord | undefined {
    return this.#byId.get(id);
  }

  /** Email addresses match in any case, all other values exactly. */
  findBy(key: UniqueKey, value: string): UserRecord | undefined {
    const id = this.#idBy[key].get(key === "email" ? value.toLowerCase() : value);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** The first unique key of these fields that a user other than `exceptId` has. */
  takenKey(fields: FieldUpdates, exceptId?: string): UniqueKey | undefined {
    return uniqueKeys.find((key) => {
      const value = fields[key];
      const holder = value ? this.findBy(key, value) : undefined;
      return holder !== undefined && holder.id !== exceptId;
    });
  }

  add(record: UserRecord): void {
    this.#byId.set(record.id, record);
    this.#index(record);
  }

  replace(record: UserRecord): void {
    const before = this.#byId.get(record.id);
    if (before) this.#unindex(before);
    this.add(record);
  }

  remove(id: string): void {
    const record = this.#byId.get(id);
    if (!record) return;
    this.#unindex(record);
    this.#byId.delete(id);
  }

  all(): UserRecord[] {
    return [...this.#byId.values()];
  }

  #index(record: UserRecord): void {
    for (const key of uniqueKeys) {
      const value = record.fields[key];
      if (value) this.#idBy[key].set(value, record.id);
    }
  }

  #unindex(record: UserRecord): void {
    for (const key of uniqueKeys) {
      const value = record.fields[key];
      if (value) this.#idBy[key].delete(value);
    }
  }
}

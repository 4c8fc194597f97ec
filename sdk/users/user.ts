import { z } from "zod";
import type { HeaderFamily } from "../http/headers.js";
import { customDataEntry, customDataSelection } from "../udf/custom-data.js";
import { decodeCustomValue } from "../udf/encoding.js";
import type { UserField, UserFieldValues } from "./user-fields.js";
import { fieldKinds, userField, userFieldNames } from "./user-fields.js";

/** An account of a user at a social or enterprise login provider, without its tokens. */
export type Identity = z.infer<typeof identity>;

const identity = z.object({
  provider: z.string().nullish(),
  userIdInIdp: z.string().nullish(),
  openid: z.string().nullish(),
  userId: z.string().nullish(),
  connectionId: z.string().nullish(),
  extIdpId: z.string().nullish(),
  type: z.string().nullish(),
  isSocial: z.boolean().nullish(),
});

/** A user. Only `id` is always present. Absent means not requested, null means not set. */
export type User = UserFieldValues & {
  id: string;
  /** Accounts at login providers. `users.detail` and `users.batch` return them. */
  identities?: Identity[] | null;
  /** The pool's own fields by key, when requested with `withCustomData`. */
  customData?: Record<string, unknown>;
};

/** The fields that methods return by default. */
export function defaultUserFields(family: HeaderFamily): UserField[] {
  return userFieldNames.filter((name) => {
    const { read } = userField(name);
    return read === "byDefault" || (read === "onAuthing" && family === "authing");
  });
}

const customData = z
  .array(customDataEntry)
  .nullable()
  .transform((entries) =>
    Object.fromEntries((entries ?? []).map((entry) => [entry.key, toCustomValue(entry)])),
  );

/** Cached by selection: programs use few different ones, and building a schema costs more than a request. */
const selections = new Map<string, z.ZodType<User>>();

/** A user in a response with exactly the selected fields. */
export function selectedUser(fields: readonly UserField[], withCustomData = false): z.ZodType<User> {
  const key = [...fields, ...(withCustomData ? [customDataSelection] : [])].join(" ");
  const known = selections.get(key) ?? makeSelectedUser(fields, withCustomData);
  selections.set(key, known);
  return known;
}

function makeSelectedUser(fields: readonly UserField[], withCustomData: boolean): z.ZodType<User> {
  const shape = Object.fromEntries(fields.map((name) => [name, fieldKinds[userField(name).kind].nullable()]));
  return toUserSchema(
    z.object({ ...shape, id: z.string().min(1), ...(withCustomData ? { customData } : {}) }),
  );
}

/** A user in a response of the REST endpoints, which choose the fields themselves. Secrets are left out. */
export const restUser: z.ZodType<User> = toUserSchema(
  z.object({
    ...Object.fromEntries(
      userFieldNames
        .filter((name) => !userField(name).secret)
        .map((name) => [name, fieldKinds[userField(name).kind].nullable().optional()]),
    ),
    id: z.string().min(1),
    identities: z.array(identity).nullable().optional(),
    customData: customData.optional(),
  }),
);

/** The schema is built from the table at run time, `User` from its type. This declares that they are the same. */
function toUserSchema(schema: z.ZodType<Record<string, unknown> & { id: string }>): z.ZodType<User> {
  return schema;
}

/** A value that does not have the type of its field is returned as the service sent it. */
function toCustomValue({ value, dataType }: z.infer<typeof customDataEntry>): unknown {
  if (value === null || value === undefined) return null;
  return decodeCustomValue(dataType, value) ?? value;
}

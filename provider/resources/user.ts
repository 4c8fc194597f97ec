import type * as pulumi from "@pulumi/pulumi";

import { userFields } from "../../model/schema/user.js";
import { userOptions } from "../../model/schema/user-options.js";
import { claimUniqueFields } from "./claims.js";
import { addUndeclaredOutputs, toProperties, withSecretOutputs } from "./dynamic-resource.js";
import type { UserArgs } from "./user-properties.js";
import { UserProperties } from "./user-properties.js";
import { typeToken } from "../../model/schema/type-token.js";

const tables = { fields: userFields, options: userOptions };

/**
 * One person in the user pool.
 *
 * ```ts
 * const ada = new approw.User("ada", {
 *   username: "ada",
 *   email: "ada@example.com",
 *   name: "Ada Lovelace",
 *   password: config.requireSecret("adaPassword"),
 * });
 * ```
 *
 * Fields that are declared are owned: they are compared with the pool and set when they differ; a field that leaves
 * the program is cleared. Fields that were never declared are neither read nor touched. No field replaces the person,
 * except the three that the API takes at creation only, and those only with `replaceOnCreateOnlyChange`.
 */
export class User extends UserProperties {
  static {
    addUndeclaredOutputs(this, tables);
  }

  constructor(name: string, args: UserArgs, opts?: pulumi.CustomResourceOptions) {
    claimUniqueFields(name, args);
    super(
      typeToken("User"),
      name,
      toProperties("User", tables, args, opts),
      withSecretOutputs(userFields, opts),
    );
  }

  /**
   * Looks up a person who is managed elsewhere, by id. All fields but the secret ones are read; the program owns
   * none of them.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): User {
    return new User(name, {}, { ...opts, id });
  }
}

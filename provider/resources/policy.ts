// Generated from the kinds in model/schema by `npm run generate`: edit those.
import * as pulumi from "@pulumi/pulumi";

import { policy as kind } from "../../model/schema/index.js";
import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";
import type { PolicyStatement, PolicyStatementArgs } from "./policy-statement.js";

/** The arguments of a `Policy`. */
export interface PolicyArgs {
  /** Code of the policy. Unique in its namespace. A change renames the policy in place. */
  readonly code: pulumi.Input<string>;

  /**
   * Namespace of the policy, called permission group in the console. It must exist. A change replaces the
   * policy. Default: "default".
   */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

  /** Description of the policy. */
  readonly description?: pulumi.Input<string | undefined> | undefined;

  /**
   * Statements of the policy: at least one. Each has a `resource` and `actions`, and optionally an
   * `effect` (`ALLOW` or `DENY`, by default `ALLOW`) and a `condition`: a list of objects with `param`,
   * `operator` and `value`. The order of statements, actions and conditions has no meaning.
   */
  readonly statements: pulumi.Input<pulumi.Input<PolicyStatementArgs>[]>;

  /**
   * Whether to take over a policy that is already in the pool with the declared code. If false, the run
   * fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the policy when the resource is deleted. `delete` removes it from the pool; `retain`
   * leaves it as it is. Default: "delete", or "retain" for an adopted policy, because another stack may
   * manage it.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "retain" | undefined> | undefined;

  /**
   * Whether to delete the policy even if it is still assigned. If false, the deletion is refused in that
   * case, with the number of assignments. Default: false.
   */
  readonly force?: pulumi.Input<boolean | undefined> | undefined;
}

/** What `Policy.get` takes to describe what it looks up. Nothing of it is required. */
export interface PolicyState {
  /** Code of the policy. Unique in its namespace. A change renames the policy in place. */
  readonly code?: pulumi.Input<string | undefined> | undefined;

  /**
   * Namespace of the policy, called permission group in the console. It must exist. A change replaces the
   * policy. Default: "default".
   */
  readonly namespace?: pulumi.Input<string | undefined> | undefined;

  /** Description of the policy. */
  readonly description?: pulumi.Input<string | undefined> | undefined;

  /**
   * Statements of the policy: at least one. Each has a `resource` and `actions`, and optionally an
   * `effect` (`ALLOW` or `DENY`, by default `ALLOW`) and a `condition`: a list of objects with `param`,
   * `operator` and `value`. The order of statements, actions and conditions has no meaning.
   */
  readonly statements?: pulumi.Input<pulumi.Input<PolicyStatementArgs>[] | undefined> | undefined;

  /**
   * Whether to take over a policy that is already in the pool with the declared code. If false, the run
   * fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  readonly adopt?: pulumi.Input<boolean | undefined> | undefined;

  /**
   * What happens to the policy when the resource is deleted. `delete` removes it from the pool; `retain`
   * leaves it as it is. Default: "delete", or "retain" for an adopted policy, because another stack may
   * manage it.
   */
  readonly deletionPolicy?: pulumi.Input<"delete" | "retain" | undefined> | undefined;

  /**
   * Whether to delete the policy even if it is still assigned. If false, the deletion is refused in that
   * case, with the number of assignments. Default: false.
   */
  readonly force?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * A policy in one namespace of the user pool: which actions on which resources it allows or denies.
 *
 * Refer to it by `policy.code`, so that it is assigned after it is created, and assignments follow when
 * its code changes. A changed code renames the policy in place, and its assignments stay. A policy that
 * is still assigned is deleted only with `force: true`. Policies that are built in cannot be created,
 * adopted, changed or deleted.
 *
 * ```ts
 * const readBooks = new approw.Policy("read-books", {
 *   code: "read-books",
 *   statements: [{ resource: "books:*", actions: ["books:read"] }],
 * });
 * new approw.PolicyAssignment("ada", { userId: ada.id, policies: [readBooks] });
 * ```
 */

export class Policy extends pulumi.CustomResource {
  static {
    addUndeclaredOutputs(this, kind);
  }

  /** Code of the policy. Unique in its namespace. A change renames the policy in place. */
  declare readonly code: pulumi.Output<string>;

  /**
   * Namespace of the policy, called permission group in the console. It must exist. A change replaces the
   * policy. Default: "default".
   */
  declare readonly namespace: pulumi.Output<string | undefined>;

  /** Description of the policy. */
  declare readonly description: pulumi.Output<string | undefined>;

  /**
   * Statements of the policy: at least one. Each has a `resource` and `actions`, and optionally an
   * `effect` (`ALLOW` or `DENY`, by default `ALLOW`) and a `condition`: a list of objects with `param`,
   * `operator` and `value`. The order of statements, actions and conditions has no meaning.
   */
  declare readonly statements: pulumi.Output<PolicyStatement[]>;

  /**
   * Whether to take over a policy that is already in the pool with the declared code. If false, the run
   * fails in that case. Default: `approw:adopt` of the stack, or false.
   */
  declare readonly adopt: pulumi.Output<boolean | undefined>;

  /**
   * What happens to the policy when the resource is deleted. `delete` removes it from the pool; `retain`
   * leaves it as it is. Default: "delete", or "retain" for an adopted policy, because another stack may
   * manage it.
   */
  declare readonly deletionPolicy: pulumi.Output<"delete" | "retain" | undefined>;

  /**
   * Whether to delete the policy even if it is still assigned. If false, the deletion is refused in that
   * case, with the number of assignments. Default: false.
   */
  declare readonly force: pulumi.Output<boolean | undefined>;

  /** Id of the user pool that holds the object. */
  declare readonly userPoolId: pulumi.Output<string>;

  /**
   * Declares a `Policy`.
   *
   * ```ts
   * const readBooks = new approw.Policy("read-books", {
   *   code: "read-books",
   *   statements: [{ resource: "books:*", actions: ["books:read"] }],
   * });
   * new approw.PolicyAssignment("ada", { userId: ada.id, policies: [readBooks] });
   * ```
   *
   * @param name the name of the resource in the program; it must be unique among those of its type
   * @param args what is declared
   * @param opts options of Pulumi, such as `aliases` and `protect`
   */

  constructor(name: string, args: PolicyArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(new.target, kind, name, args, opts));
  }

  /**
   * Looks up a `Policy` that is managed elsewhere. Everything but secrets is read, and the program owns
   * none of it. The run fails when it does not exist.
   *
   * ```ts
   * const known = approw.Policy.get("known", "default/read-books");
   * ```
   *
   * @param name the name of the resource in the program
   * @param id the namespace of the policy and its code when it was created, separated by a slash
   * @param state known properties; nothing of it is required
   * @param opts options of Pulumi
   */

  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: PolicyState,
    opts?: pulumi.CustomResourceOptions,
  ): Policy {
    return new this(name, { ...state } as PolicyArgs, { ...opts, id });
  }

  /** Whether a value is a `Policy`, from any copy of this package. */

  static override isInstance(value: unknown): value is Policy {
    return isOfKind(kind, value);
  }
}

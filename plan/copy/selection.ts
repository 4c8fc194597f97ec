import type { Properties } from "../../model/rules/record.js";
import { reportedFields } from "../../drift/compare/compare.js";
import { isUserKind, type KindName, schemaOf } from "../../model/schema/index.js";
import { isUserField, type UserFieldName, userFields } from "../../model/schema/user.js";
import { defaultNamespace, type SnapshotSelection, type UserField } from "../../sdk/index.js";
import { type MentionedCode, mentionedCodes } from "./mentioned.js";

/** A resource that the run creates, changes or deletes, with everything that is known of it, now and afterwards. */
export interface Touched {
  readonly kind: KindName;
  /** The id of its object, where there is one already. */
  readonly id: string | undefined;
  readonly properties: readonly Properties[];
}

/** What a run needs of a pool. */
export interface Needed {
  readonly codes: readonly MentionedCode[];
  readonly users: Pick<SnapshotSelection, "customData" | "fields">;
  /** The namespaces whose policies are compared. */
  readonly policyNamespaces: readonly string[];
  /** Whether a user may take a unique value that an archived user has. */
  readonly asksForArchived: boolean;
  readonly asksForCustomFields: boolean;
}

/** What the resources of a run need to be known of the pool, and what is to be read beside it. */
export function neededFor(
  touched: readonly Touched[],
  also: Pick<SnapshotSelection, "customData" | "fields" | "policyNamespaces">,
): Needed {
  const users = touched.filter(({ kind }) => isUserKind(schemaOf(kind)));
  const declared = users.flatMap(({ properties }) => properties.flatMap(Object.keys));
  const codes = touched.flatMap(({ kind, properties }) =>
    properties.flatMap((each) => mentionedCodes(kind, each)),
  );
  const policies = codes.filter(({ object }) => object === "policy").map(({ namespace }) => namespace);
  const hasPolicies = touched.some(({ kind }) => kind === "PolicyAssignment");
  const asksForCustomFields =
    declared.includes("customData") || touched.some(({ kind }) => kind === "UserField");
  return {
    codes: [...new Map(codes.map((code) => [JSON.stringify(code), code])).values()],
    users: {
      fields: [...new Set([...reportedFields, ...(also.fields ?? []), ...declared.filter(isReadable)])],
      customData: asksForCustomFields || also.customData === true,
    },
    policyNamespaces: [
      ...new Set([...(also.policyNamespaces ?? []), ...policies, ...(hasPolicies ? [defaultNamespace] : [])]),
    ],
    asksForArchived: users.length > 0,
    asksForCustomFields,
  };
}

/** A field whose value the service returns. */
function isReadable(name: string): name is UserField & UserFieldName {
  return isUserField(name) && userFields[name].stored === "value" && !userFields[name].secret;
}

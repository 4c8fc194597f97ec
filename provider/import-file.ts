import { bookkeepingOutput } from "../model/rules/bookkeeping.js";
import { codedId, codedKeyOf } from "../model/rules/coded.js";
import { edgeSetId, edgeSetOf } from "../model/rules/edges.js";
import { memberSetOf } from "../model/rules/members.js";
import { type Properties, providerTextKey } from "../model/rules/record.js";
import {
  isCodedKind,
  isEdgeKind,
  isGrantKind,
  isMembersKind,
  type KindName,
  schemaOf,
} from "../model/schema/index.js";
import { type Kind, typeToken } from "../model/schema/kind.js";
import { handlers } from "./handlers/index.js";
import { providerText } from "./resources/provider-text.js";

/** An object that is in the pool, and the resource that is to manage it. */
export interface ImportedResource {
  readonly kind: KindName;
  readonly name: string;
  /** What the program declares, which is what the pool has, with plain values and without secrets. */
  readonly args: Properties;
  /** The id of a user. The ids of all others follow from what is declared. */
  readonly userId?: string | undefined;
}

interface ImportedPool {
  readonly userPoolId: string;
  /** The component that the resources are in. */
  readonly component?: { readonly type: string; readonly name: string };
}

/** An entry of a file for `pulumi import --file`. */
interface ImportEntry {
  readonly type: string;
  /** Names it within the file. */
  readonly name: string;
  readonly logicalName?: string;
  readonly component?: true;
  readonly parent?: string;
  readonly id?: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
}

/**
 * The content of a file for `pulumi import --file`. Each resource comes with the inputs and outputs that the provider would
 * have written, because the engine cannot read dynamic resources: the import sends no request, and the next `pulumi up`
 * finds no change. What is imported counts as adopted, so that without a `deletionPolicy` it stays in the pool when it is
 * removed from the program.
 */
export function importFileOf(
  resources: readonly ImportedResource[],
  { userPoolId, component }: ImportedPool,
): { readonly resources: readonly ImportEntry[] } {
  const parent: ImportEntry[] =
    component === undefined ? [] : [{ type: component.type, name: component.name, component: true }];
  const below = component === undefined ? {} : { parent: component.name };
  return {
    resources: [...parent, ...resources.map((resource) => ({ ...entryOf(resource, userPoolId), ...below }))],
  };
}

function entryOf(
  { kind: name, name: logicalName, args, userId }: ImportedResource,
  userPoolId: string,
): ImportEntry {
  const kind = schemaOf(name);
  const { inputs, failures } = handlers[name].check({}, args);
  const [failure] = failures;
  if (failure !== undefined) throw new Error(`${name} ${logicalName} cannot be imported: ${failure.reason}`);
  const text = { [providerTextKey]: providerText(kind) };
  return {
    type: typeToken(kind),
    // Resources of two kinds may have one name, and an entry of the file may not.
    name: `${name} ${logicalName}`,
    logicalName,
    id: idOf(kind, inputs, userId),
    inputs: { ...inputs, ...text },
    outputs: { ...inputs, ...notesOf(kind), userPoolId, ...text },
  };
}

function idOf(kind: Kind, inputs: Properties, userId: string | undefined): string {
  if (isCodedKind(kind)) return codedId(codedKeyOf(kind, inputs));
  if (isEdgeKind(kind) || isGrantKind(kind)) return edgeSetId(kind, edgeSetOf(kind, inputs));
  if (isMembersKind(kind)) return memberSetOf(kind, inputs).code;
  if (userId === undefined) throw new Error(`a ${kind.name} has an id`);
  return userId;
}

/** Sets of codes are given back when they are removed, whoever gave them. */
function notesOf({ subject }: Kind): Record<string, unknown> {
  return subject.is === "user" || subject.is === "coded" ? bookkeepingOutput({ adopted: true }) : {};
}

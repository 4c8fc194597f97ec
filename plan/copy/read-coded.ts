import {
  type Group,
  isApiError,
  type ManagementClient,
  type Policy,
  type PolicyTargetType,
  type Role,
} from "../../sdk/index.js";
import { isolateFailures } from "../../sdk/isolate-failures.js";
import type { MentionedCode } from "./mentioned.js";

/** A group or role, and the codes of its policies by namespace. */
interface HeldByObject {
  readonly type: Extract<PolicyTargetType, "GROUP" | "ROLE">;
  readonly code: string;
  /** The namespace of a role; empty for a group. */
  readonly namespace: string;
  readonly policies: Readonly<Record<string, readonly string[]>>;
}

/** The groups, roles and policies that exist of those that were asked for. */
export interface CodedObjects {
  readonly groups: readonly Group[];
  readonly roles: readonly Role[];
  readonly policies: readonly Policy[];
  readonly held: readonly HeldByObject[];
}

/** Codes in one request. */
const codesPerRequest = 50;

/** Looks the codes up, many in one request. Objects that the service does not know are missing in the result. */
export async function readCoded(
  client: ManagementClient,
  codes: readonly MentionedCode[],
  policyNamespaces: readonly string[],
): Promise<CodedObjects> {
  const wanted = byPlace(codes);
  const find = async <Found>(
    object: MentionedCode["object"],
    read: (codes: readonly string[], namespace: string) => Promise<(Found | null)[]>,
  ): Promise<Found[]> => {
    const found: Found[] = [];
    for (const place of wanted.filter((each) => each.object === object))
      found.push(...(await readEach(place.codes, (some) => read(some, place.namespace))));
    return found;
  };
  const groups = await find("group", (some) => client.groups.detailMany(some));
  const roles = await find("role", (some, namespace) => client.roles.detailMany(some, namespace));
  const policies = await find("policy", (some, namespace) => client.policies.detailMany(some, namespace));
  const held =
    policyNamespaces.length === 0
      ? []
      : [...(await heldByGroups(client, groups, policyNamespaces)), ...(await heldByRoles(client, roles))];
  return { groups, roles, policies, held };
}

interface Place extends Pick<MentionedCode, "namespace" | "object"> {
  readonly codes: readonly string[];
}

function byPlace(codes: readonly MentionedCode[]): Place[] {
  const places = new Map<string, MentionedCode[]>();
  for (const each of codes) {
    const key = JSON.stringify([each.object, each.namespace]);
    places.set(key, [...(places.get(key) ?? []), each]);
  }
  return [...places.values()].flatMap((all) => {
    const [first] = all;
    return first === undefined
      ? []
      : [{ object: first.object, namespace: first.namespace, codes: all.map(({ code }) => code) }];
  });
}

/** One bad code does not refuse the others: the service does not know it. */
async function readEach<Found>(
  codes: readonly string[],
  read: (codes: readonly string[]) => Promise<(Found | null)[]>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (let index = 0; index < codes.length; index += codesPerRequest) {
    const failures = await isolateFailures(codes.slice(index, index + codesPerRequest), {
      attempt: async (some) => {
        found.push(...(await read(some)).filter((each) => each !== null));
      },
      isAboutOne: isApiError,
    });
    for (const error of failures.values()) throw error;
  }
  return found;
}

async function heldByGroups(
  client: ManagementClient,
  groups: readonly Group[],
  namespaces: readonly string[],
): Promise<HeldByObject[]> {
  if (groups.length === 0) return [];
  const codes = groups.map(({ code }) => code);
  const found = await client.policies.codesOfTargets("GROUP", codes, namespaces);
  return codes.map((code) => ({ type: "GROUP", code, namespace: "", policies: found.get(code) ?? {} }));
}

/** The policies of a role are those of its own namespace. */
async function heldByRoles(client: ManagementClient, roles: readonly Role[]): Promise<HeldByObject[]> {
  const all: HeldByObject[] = [];
  for (const namespace of new Set(roles.map((role) => role.namespace))) {
    const codes = roles.filter((role) => role.namespace === namespace).map(({ code }) => code);
    const found = await client.policies.codesOfTargets("ROLE", codes, [namespace]);
    all.push(
      ...codes.map((code) => ({ type: "ROLE" as const, code, namespace, policies: found.get(code) ?? {} })),
    );
  }
  return all;
}

import type { CodedKey } from "../../model/rules/coded.js";
import { isApiError, type ManagementClient, type PolicyTargetType } from "../../sdk/index.js";
import { isolateFailures } from "../../sdk/isolate-failures.js";
import type { HolderOfPolicies, PoliciesHeld } from "../holder-of-policies.js";
import { findObject } from "./objects.js";

/**
 * Reads the policies of groups and roles, those of up to 80 in one request. The service does not document what it answers
 * for a group or role that does not exist: one that lacks all its declared policies, or that the service refuses, is looked
 * up. Only that answer makes it gone.
 */
export async function* observePolicies(
  client: ManagementClient,
  holders: readonly HolderOfPolicies[],
): AsyncGenerator<[holder: HolderOfPolicies, held: PoliciesHeld], void, undefined> {
  for (const alike of byRequest(holders)) {
    const answers = new Map<HolderOfPolicies, Readonly<Record<string, readonly string[]>>>();
    const failures = await isolateFailures(alike.holders, {
      attempt: async (some) => {
        const codes = some.map(({ key }) => key.code);
        const held = await client.policies.codesOfTargets(alike.type, codes, alike.namespaces);
        for (const holder of some) answers.set(holder, held.get(holder.key.code) ?? {});
      },
      isAboutOne: isApiError,
    });
    for (const holder of alike.holders) {
      const failure = failures.get(holder);
      const held = answers.get(holder) ?? {};
      const isDoubtful = failure !== undefined || lacksAll(holder, held);
      if (isDoubtful && (await findObject(client, holder.key)) === undefined) yield [holder, "gone"];
      else if (failure !== undefined) throw failure;
      else yield [holder, held];
    }
  }
}

function lacksAll({ grants }: HolderOfPolicies, held: Readonly<Record<string, readonly string[]>>): boolean {
  return grants.length > 0 && Object.values(held).every((codes) => codes.length === 0);
}

interface Alike {
  readonly type: PolicyTargetType;
  readonly namespaces: readonly string[];
  readonly holders: HolderOfPolicies[];
}

/** Holders that one request may be about. */
function byRequest(holders: readonly HolderOfPolicies[]): Alike[] {
  const all = new Map<string, Alike>();
  for (const holder of holders) {
    const type = targetType(holder.key);
    const name = JSON.stringify([type, holder.namespaces]);
    const alike = all.get(name) ?? { type, namespaces: holder.namespaces, holders: [] };
    alike.holders.push(holder);
    all.set(name, alike);
  }
  return [...all.values()];
}

function targetType({ object }: CodedKey): PolicyTargetType {
  return object === "role" ? "ROLE" : "GROUP";
}

import { type CodedKey, codedKeyText } from "../../../model/rules/coded.js";
import { isolateFailures } from "../../../sdk/isolate-failures.js";
import { inBundles } from "../writing/assignment.js";
import { isRefusedTogether } from "../writing/refusal.js";

/** Asks about several objects of one scope in one request. The answers are in the order of the codes; null: there is none. */
type Ask<Found> = (codes: readonly string[], scope: string | undefined) => Promise<(Found | null)[]>;

/** Asks about objects by their codes, several in one request, each with an answer of its own by its key. */
export async function askByCode<Found>(
  keys: readonly CodedKey[],
  ask: Ask<Found>,
): Promise<Map<string, Found | "gone" | Error>> {
  const answers = new Map<string, Found | "gone" | Error>();
  await Promise.all(
    inScopes(keys)
      .flatMap(inBundles)
      .map(async (bundle) => {
        const failures = await isolateFailures(bundle, {
          attempt: async (some) => {
            const found = await ask(codesOf(some), some[0]?.scope);
            for (const [index, key] of some.entries()) answers.set(codedKeyText(key), found[index] ?? "gone");
          },
          isAboutOne: isRefusedTogether,
        });
        for (const [key, error] of failures) answers.set(codedKeyText(key), error);
      }),
  );
  return answers;
}

export function codesOf(keys: readonly CodedKey[]): string[] {
  return keys.map(({ code }) => code);
}

/** Each key once, by scope: a request is about one scope. */
export function inScopes(keys: readonly CodedKey[]): CodedKey[][] {
  const scopes = new Map<string | undefined, CodedKey[]>();
  for (const key of new Map(keys.map((each) => [codedKeyText(each), each])).values()) {
    scopes.set(key.scope, [...(scopes.get(key.scope) ?? []), key]);
  }
  return [...scopes.values()];
}

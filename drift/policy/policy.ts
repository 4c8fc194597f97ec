import { z } from "zod";

import { YamlText } from "../../model/documents/yaml-text.js";
import { InputError } from "../../model/errors.js";
import { closest } from "../../model/rules/closest.js";
import { type Severity, severities } from "../finding/parts.js";
import { subjectInId } from "../finding/finding-id.js";
import { entryKinds } from "../finding/entry.js";
import { defaultSeverities } from "../finding/severity.js";

/** A finding that may stay, or a planned change that may happen, until a day. */
export interface Acceptance {
  readonly finding: string;
  readonly reason: string;
  /** The last day on which it is valid, `YYYY-MM-DD` in UTC. */
  readonly until: string;
  /** `file:line:column`. */
  readonly place: string;
}

/** The decisions of a team about its findings and planned changes. */
export interface Policy {
  readonly severities: ReadonlyMap<string, Severity>;
  readonly acceptances: readonly Acceptance[];
}

/** The reason of a suggested acceptance, for the reader to replace. */
export const placeholderReason = "TODO: say why";

export const emptyPolicy: Policy = { severities: new Map(), acceptances: [] };

const rules = [...defaultSeverities.keys()];
const severity = z.enum(severities, { error: `must be one of ${severities.join(", ")}` });
const text = z
  .string({ error: ({ input }) => (input === undefined ? "is missing" : "must be a string") })
  .trim();
const acceptance = z.strictObject(
  {
    finding: text.superRefine((id, context) => {
      const message = mistakeInId(id, entryKinds);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    }),
    reason: text.min(1, "must not be empty"),
    until: text.pipe(z.iso.date({ error: "must be a valid date such as 2026-12-31" })),
  },
  { error: "must have the keys finding, reason and until" },
);
/** A key whose lines are all commented out has the value null. */
const policy = z.strictObject(
  {
    severity: z.partialRecord(z.enum(rules), severity, { error: "must map rules to severities" }).nullish(),
    accepted: z.array(acceptance, { error: "must be a list" }).nullish(),
  },
  { error: "a policy must have the keys severity and accepted" },
);

/**
 * Reads a policy file.
 *
 * @throws InputError with file, line and column of each mistake, and a suggestion where there is one
 */
export function parsePolicy(file: string, content: string): Policy {
  const yaml = new YamlText(file, content);
  const parsed = policy.safeParse(yaml.value ?? {});
  if (!parsed.success)
    throw new InputError(parsed.error.issues.flatMap((issue) => mistakesOf(yaml, issue)).join("\n"));
  const { severity, accepted } = parsed.data;
  const acceptances = (accepted ?? []).map((entry, index) => ({
    ...entry,
    place: yaml.placeOf(["accepted", index]),
  }));
  refuseDuplicates(acceptances);
  refusePlaceholders(acceptances, (index) => yaml.placeOf(["accepted", index, "reason"]));
  const decided = Object.entries(severity ?? {}).flatMap(([rule, its]): [string, Severity][] =>
    its === undefined ? [] : [[rule, its]],
  );
  return { severities: new Map(decided), acceptances };
}

/** Of two acceptances of one finding, one would have no effect. */
function refuseDuplicates(acceptances: readonly Acceptance[]): void {
  const places = new Map<string, string>();
  for (const { finding, place } of acceptances) {
    const earlier = places.get(finding);
    if (earlier !== undefined)
      throw new InputError(`${place}: ${finding} is already accepted at ${earlier}: keep one of them`);
    places.set(finding, place);
  }
}

/** A suggestion that was pasted as it is was not decided on. One mistake stands for all of them: there may be hundreds. */
function refusePlaceholders(acceptances: readonly Acceptance[], placeOf: (index: number) => string): void {
  const pasted = acceptances.flatMap(({ reason }, index) => (reason === placeholderReason ? [index] : []));
  const [first, ...others] = pasted;
  if (first === undefined) return;
  const more =
    others.length === 0
      ? ""
      : ` (${others.length} more ${others.length === 1 ? "acceptance has" : "acceptances have"} it too)`;
  throw new InputError(
    `${placeOf(first)}: accepted.${first}.reason must not be the placeholder "${placeholderReason}"${more}: ` +
      "write why the finding is accepted, or remove the acceptance",
  );
}

/** What is wrong with the id of an entry of these kinds; undefined when a report could have it. */
export function mistakeInId(id: string, known: Readonly<Record<string, unknown>>): string | undefined {
  const [kind = ""] = id.split("/");
  if (Object.hasOwn(known, kind)) {
    return subjectInId(id) === undefined ? "is incomplete: copy the whole id from a report" : undefined;
  }
  const meant = closest(kind, Object.keys(known));
  const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
  return `must be the id of a finding, as a report shows it${hint}`;
}

function mistakesOf(yaml: YamlText, issue: z.core.$ZodIssue): string[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(yaml, path, key, keysAt(path)));
  }
  return [[`${yaml.placeOf(path)}:`, path.join("."), issue.message].filter((part) => part !== "").join(" ")];
}

/** The keys that are known at a place: at the top, among the rules, or in an acceptance. */
function keysAt([first]: readonly PropertyKey[]): readonly string[] {
  if (first === undefined) return Object.keys(policy.shape);
  return first === "severity" ? rules : Object.keys(acceptance.shape);
}

function unknownKey(
  yaml: YamlText,
  path: readonly PropertyKey[],
  key: string,
  known: readonly string[],
): string {
  const meant = closest(key, known);
  return `${yaml.placeOfKey(path, key)}: unknown key "${key}"${meant === undefined ? "" : `: did you mean ${meant}?`}`;
}

import { z } from "zod";

import { closest } from "../../model/rules/closest.js";
import { CommandError } from "../failure.js";
import { YamlText } from "../yaml-text.js";
import { type Severity, severities } from "./finding.js";
import { kinds } from "./kinds.js";
import { defaultSeverities } from "./severity.js";

/** A finding that somebody has looked at and lets be until a day. */
export interface Acceptance {
  readonly finding: string;
  readonly reason: string;
  /** The last day on which it counts, `YYYY-MM-DD` in UTC. */
  readonly until: string;
  /** `file:line:column`. */
  readonly place: string;
}

/** What a team has decided about its findings. */
export interface Policy {
  readonly severities: ReadonlyMap<string, Severity>;
  readonly acceptances: readonly Acceptance[];
}

export const emptyPolicy: Policy = { severities: new Map(), acceptances: [] };

const rules = [...defaultSeverities.keys()];
const severity = z.enum(severities, { error: `is one of ${severities.join(", ")}` });
const text = z.string({ error: ({ input }) => (input === undefined ? "is missing" : "is a text") }).trim();
const acceptance = z.strictObject(
  {
    finding: text.superRefine((id, context) => {
      const message = mistakeInId(id);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    }),
    reason: text.min(1, "is not empty"),
    until: text.pipe(z.iso.date({ error: "is a day that exists, such as 2026-12-31" })),
  },
  { error: "has a finding, a reason and a last day" },
);
/** A key whose lines are all commented out has the value null. */
const policy = z.strictObject(
  {
    severity: z
      .partialRecord(z.enum(rules), severity, { error: "is a mapping of rules to severities" })
      .nullish(),
    accepted: z.array(acceptance, { error: "is a list" }).nullish(),
  },
  { error: "a policy is a mapping with severity and accepted" },
);

/**
 * Reads a policy file.
 *
 * @throws CommandError with file, line and column of each mistake, and what was probably meant
 */
export function parsePolicy(file: string, content: string): Policy {
  const yaml = new YamlText(file, content);
  const parsed = policy.safeParse(yaml.value ?? {});
  if (!parsed.success)
    throw new CommandError(parsed.error.issues.flatMap((issue) => mistakesOf(yaml, issue)).join("\n"));
  const { severity, accepted } = parsed.data;
  const acceptances = (accepted ?? []).map((entry, index) => ({
    ...entry,
    place: yaml.placeOf(["accepted", index]),
  }));
  refuseTwice(acceptances);
  const decided = Object.entries(severity ?? {}).flatMap(([rule, its]): [string, Severity][] =>
    its === undefined ? [] : [[rule, its]],
  );
  return { severities: new Map(decided), acceptances };
}

/** Of two acceptances of one finding, one would count without a word about the other. */
function refuseTwice(acceptances: readonly Acceptance[]): void {
  const places = new Map<string, string>();
  for (const { finding, place } of acceptances) {
    const earlier = places.get(finding);
    if (earlier !== undefined)
      throw new CommandError(`${place}: ${finding} is accepted already, at ${earlier}: keep one of them`);
    places.set(finding, place);
  }
}

/** What is wrong with the id of a finding; undefined when a review could have reported it. */
function mistakeInId(id: string): string | undefined {
  const [kind = "", person = ""] = id.split("/");
  if (Object.hasOwn(kinds, kind)) {
    return person === "" ? "names nobody: take the whole id, as a review reports it" : undefined;
  }
  const meant = closest(kind, Object.keys(kinds));
  const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
  return `is the id of a finding, as a review reports it${hint}`;
}

function mistakesOf(yaml: YamlText, issue: z.core.$ZodIssue): string[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(yaml, path, key, keysAt(path)));
  }
  return [[`${yaml.placeOf(path)}:`, path.join("."), issue.message].filter((part) => part !== "").join(" ")];
}

/** What may stand at a place: at the top, among the rules, or in an acceptance. */
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
  return `${yaml.placeOfKey(path, key)}: "${key}" is not known${meant === undefined ? "" : `: did you mean ${meant}?`}`;
}

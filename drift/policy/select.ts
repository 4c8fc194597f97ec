import { closest } from "../../model/rules/closest.js";
import type { Finding } from "../finding/finding.js";
import { kinds } from "../finding/kinds.js";
import { reportedSeverity } from "../finding/parts.js";
import { findingRules } from "../finding/severity.js";
import { successorOf } from "./accept.js";
import { mistakeInId } from "./policy.js";

const everything = "all";

/** Words that stand for findings. Everything else is the id of one. */
const words: readonly string[] = [
  everything,
  ...reportedSeverity.options,
  ...new Set([...Object.keys(kinds), ...findingRules.keys()]),
];

/** What is wrong with a word for findings; undefined when there can be such findings. */
export function mistakeInSelection(word: string): string | undefined {
  if (words.includes(word)) return undefined;
  if (word.includes("/")) {
    const mistake = mistakeInId(word, kinds);
    return mistake === undefined ? undefined : `It ${mistake}${mistake.endsWith("?") ? "" : "."}`;
  }
  const meant = closest(word, words);
  return meant === undefined
    ? "It must be the id of a finding, a kind, a rule, a severity or all."
    : `Did you mean ${meant}?`;
}

/** Findings that were chosen. */
export interface Selection {
  readonly chosen: readonly Finding[];
  /** What is wrong with each id that no finding has. */
  readonly unmatched: readonly string[];
}

/** The findings that the words stand for. An accepted finding is only meant by its id. */
export function selectFindings(selection: readonly string[], findings: readonly Finding[]): Selection {
  const wanted = new Set(selection);
  const ids = findings.map(({ id }) => id);
  const chosen = findings.filter(
    ({ id, kind, rule, severity, accepted }) =>
      wanted.has(id) ||
      (accepted === undefined && [everything, kind, rule, severity].some((word) => wanted.has(word))),
  );
  const unmatched = [...wanted]
    .filter((word) => !words.includes(word) && !ids.includes(word))
    .map((id) => {
      const successor = successorOf(id, ids);
      return `${id} matches no finding${successor === undefined ? "" : `; it is now ${successor}`}`;
    });
  return { chosen, unmatched };
}

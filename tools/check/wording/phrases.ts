import { type Passage, placeholder } from "./passage.js";

/** A phrase that this project does not write. */
export interface Phrase {
  /** How the report names it. */
  readonly name: string;
  /** A space stands for any white space, so that a phrase is found across line breaks too. */
  readonly pattern: RegExp;
  /** What to write instead. */
  readonly instead: string;
  /** Where it counts; everywhere unless told otherwise. */
  readonly only?: Passage["kind"];
  /** The first words of these may be the phrase: there they are a label without a verb. */
  readonly exceptAtStartOf?: Passage["kind"];
}

/** The beginning of a sentence, of a clause after a semicolon, of a heading or of a list entry. */
const beginning = String.raw`(?<=(?:^[-#>]* *|[.;!?] *|\n *[-#*>\d]+[.]? *)[*_"“ ]*)`;

/** Before "at a time": "one", "80", "${count}", with up to two words between. */
const counted = String.raw`(?<!(?:\b(?:one|two|few|several|many|n|[\d,.]+)|${placeholder})(?: [\w-]+){0,2} )`;

/** The list; keep it in step with "English" in CONTRIBUTING.md. */
export const phrases: readonly Phrase[] = [
  {
    name: "is no X",
    pattern: phrase(
      String.raw`(?<!\bthere )(?<!\bif )\b(?:is|are|was|were|be) no (?!longer\b|more\b|fewer\b|less\b)(?:[\w"'“]+|${placeholder})`,
    ),
    instead: "“is not a …”, “is not valid …”, “unknown …” or “there is no …”",
  },
  {
    name: "free relative as subject",
    pattern: phrase(
      String.raw`${beginning}(?:what|whatever|who|whoever|whom)\b(?! to\b| happens\b)(?!(?: [\w-]+){1,2} *(?:\n|\||$))(?![^.!?|]*[?…])`,
    ),
    instead: "a noun as the subject (“the users that …”, “everything that …”)",
    exceptAtStartOf: "docstring",
  },
  {
    name: "pronoun for users",
    pattern: phrase(String.raw`\b(?:nobody|somebody|everybody|anybody)\b`),
    instead: "“no user”, “a user”, “all users”, “someone else”",
  },
  {
    name: "“else” for otherwise",
    pattern: phrase(String.raw`(?:[,;.:(] |\bor |\band )else\b(?! if\b)|${beginning}else\b`),
    instead: "“otherwise”",
  },
  {
    name: "former",
    pattern: phrase(String.raw`\bformer\b`),
    instead: "“previous”, “old”, or the name of the thing",
  },
  {
    name: "taken for",
    pattern: phrase(
      String.raw`\b(?:taken|mistaken) for\b|\b(?:take|takes|took|taking) (?:\w+ )?\w+ for (?:a|an|the|absent|gone|deleted|done)\b`,
    ),
    instead: "“treated as”, “counted as”",
  },
  { name: "in clear", pattern: phrase(String.raw`\bin clear\b`), instead: "“unmasked”, “in plain text”" },
  { name: "for ever", pattern: phrase(String.raw`\bfor ever\b`), instead: "“indefinitely”, “permanently”" },
  { name: "mend", pattern: phrase(String.raw`\bmend(?:s|ed|ing)?\b`), instead: "“fix”, “repair”" },
  {
    name: "spelt",
    pattern: phrase(String.raw`\b(?:mis)?spelt\b`),
    instead: "“spelled”, “written”, “differs only in case”",
  },
  {
    name: "grave",
    pattern: phrase(String.raw`\bgrav(?:e|er|est)\b`),
    instead: "“severe”, “severity … or higher”",
  },
  {
    name: "a text",
    pattern: phrase(
      String.raw`\b(?:a|an empty|empty|another|each|every) text\b(?! (?:file|editor|field|area|format|message|block))`,
    ),
    instead: "“a string”, “text”",
  },
  {
    name: "“by” for with",
    pattern: phrase(
      String.raw`\bby (?:HTTP|its own code|a new|its means)\b|${beginning}by (?:it|this|that|them)\b`,
    ),
    instead: "“with”, “through”",
  },
  {
    name: "“at a time” without a number",
    pattern: phrase(String.raw`${counted}\bat a time\b`),
    instead: "“concurrently”, “in parallel”, “N at a time”",
  },
  {
    name: "theatre and travel",
    pattern: phrase(
      String.raw`\b(?:culprits?|depart(?:s|ed|ing|ures?)?|travel(?:s|led|ling|lers?)?|patience|skis?|lives)\b`,
    ),
    instead: "the technical term: “offending”, “sent”, “timeout”, “runs on”, “lifetime”",
  },
  {
    name: "perhaps …, perhaps not",
    pattern: phrase(String.raw`\bperhaps \w+, perhaps not\b`),
    instead: "“it is not known whether …”",
  },
  {
    name: "times over",
    pattern: phrase(String.raw`\btimes over\b`),
    instead: "“after N attempts”",
  },
  {
    name: "person",
    pattern: phrase(String.raw`\bpersons?\b`),
    instead: "“user”",
    only: "message",
  },
];

function phrase(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll(" *", String.raw`\s*`).replaceAll(" ", String.raw`\s+`), "giu");
}

import type { ErrorCode } from "yaml";

/** What is wrong with a text that is no YAML, in words for those who write one by hand. */
export const yamlMistakes: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias such as *name takes neither a tag nor an anchor",
  BAD_ALIAS: "there is no anchor of this name, such as &name, before the alias",
  BAD_COLLECTION_TYPE: "the tag does not fit a list or a mapping",
  BAD_DIRECTIVE: "a line that begins with % is a directive, and this is none",
  BAD_DQ_ESCAPE: "in double quotes, \\ begins an escape such as \\n: write \\\\ or use single quotes",
  BAD_INDENT: "the indentation is wrong here, or a bracket is not closed",
  BAD_PROP_ORDER: "a tag or an anchor is in the wrong place",
  BAD_SCALAR_START: "a text cannot begin with this character: put the text in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "a value is nested where one text is expected: is a line break missing, or are quotes?",
  BLOCK_IN_FLOW: "inside of brackets, lists and mappings are written with brackets too",
  DUPLICATE_KEY: "the key is there twice",
  IMPOSSIBLE: "this cannot be read",
  KEY_OVER_1024_CHARS: "a key is too long",
  MISSING_CHAR: "a character is missing here, such as a colon, a comma, a quote or a closing bracket",
  MULTILINE_IMPLICIT_KEY: "a key goes over several lines: is a colon or a closing quote missing?",
  MULTIPLE_ANCHORS: "a value has several anchors",
  MULTIPLE_DOCS: "there is a second document: take the line --- out",
  MULTIPLE_TAGS: "a value has several tags",
  NON_STRING_KEY: "a key is not a text",
  RESOURCE_EXHAUSTION: "this is nested too deeply",
  TAB_AS_INDENT: "lines are indented with blanks, and not with tabs",
  TAG_RESOLVE_FAILED: "the tag is not known, or does not fit its value",
  UNEXPECTED_TOKEN: "this is not expected here",
};

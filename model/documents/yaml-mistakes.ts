import type { ErrorCode } from "yaml";

/** The mistakes in a file that is not valid YAML, in words for people who write YAML by hand. */
export const yamlMistakes: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias such as *name cannot have a tag or an anchor",
  BAD_ALIAS:
    "the anchor of this alias is not defined before it: write &name at the value that *name refers to",
  BAD_COLLECTION_TYPE: "the tag does not match a list or a mapping",
  BAD_DIRECTIVE: "a line that begins with % must be a valid directive",
  BAD_DQ_ESCAPE: "invalid escape in double quotes: write \\\\ for a backslash, or use single quotes",
  BAD_INDENT: "the indentation is wrong, or a bracket is not closed",
  BAD_PROP_ORDER: "a tag or an anchor is in the wrong place",
  BAD_SCALAR_START: "a string cannot begin with this character: put the string in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a nested value is not allowed here: a line break or quotes may be missing",
  BLOCK_IN_FLOW: "inside brackets, lists and mappings must be written with brackets",
  DUPLICATE_KEY: "duplicate key",
  IMPOSSIBLE: "this cannot be parsed",
  KEY_OVER_1024_CHARS: "the key is longer than 1024 characters",
  MISSING_CHAR: "a character is missing, such as a colon, a comma, a quote or a closing bracket",
  MULTILINE_IMPLICIT_KEY: "a key spans several lines: a colon or a closing quote may be missing",
  MULTIPLE_ANCHORS: "a value has several anchors",
  MULTIPLE_DOCS: "the file must contain one document: remove the line ---",
  MULTIPLE_TAGS: "a value has several tags",
  NON_STRING_KEY: "a key must be a string",
  RESOURCE_EXHAUSTION: "the nesting is too deep",
  TAB_AS_INDENT: "lines must be indented with spaces, not with tabs",
  TAG_RESOLVE_FAILED: "the tag is unknown, or does not match its value",
  UNEXPECTED_TOKEN: "unexpected character",
};

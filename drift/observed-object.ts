import type { CodedKey } from "../model/rules/coded.js";

/** An object that a code identifies, such as a group, as the service answered it. */
export interface ObservedObject {
  readonly key: CodedKey;
  readonly values: Readonly<Record<string, unknown>>;
}

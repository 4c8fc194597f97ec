import { posix } from "node:path";

import type { Entry } from "../finding/entry.js";

interface PhysicalLocation {
  readonly artifactLocation: { readonly uri: string };
  readonly region: { readonly startLine: number; readonly startColumn?: number };
}

/**
 * The file and line of an entry: a line that is there now, otherwise one that was removed, otherwise the first line of the
 * project's file. Files of origins are relative to the project, and their URIs are relative to the same place as its file.
 */
export function locationOf({ origins = [] }: Entry, projectFile: string): PhysicalLocation {
  const origin = origins.find(({ is }) => is === "current") ?? origins[0];
  if (origin === undefined) return { artifactLocation: { uri: projectFile }, region: { startLine: 1 } };
  const { file, line, column } = origin;
  const path = file.split("/").map(encodeSegment).join("/");
  return {
    artifactLocation: { uri: posix.join(posix.dirname(projectFile), path) },
    region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
  };
}

/** Half a surrogate pair has no encoding. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, "\uFFFD"));
}

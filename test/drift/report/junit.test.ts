import { describe, expect, test } from "vitest";

import { renderJunit } from "../../../drift/report/junit.js";
import { accepting, buildReport, changedNickname, foreignRole, hostileName } from "./build-report.js";

const ada = { id: "u1", username: "ada" };

describe("renderJunit", () => {
  test("a finding that counts fails, one below the threshold passes, an accepted one is skipped", () => {
    const differences = [foreignRole(ada), foreignRole(ada, "author"), changedNickname(ada)];

    const text = renderJunit(buildReport(differences, accepting("role-foreign/u1/default/author")));

    expect(text).toContain('tests="4" failures="1" errors="0" skipped="1"');
    expect(text).toMatch(
      /<testcase classname="drift\.high\.role-foreign" name="ada: holds the role &quot;admin&quot;[^>]*><failure message="holds [^>]* type="high">/u,
    );
    expect(text).toMatch(/&quot;author&quot;[^>]*><skipped message="accepted until 2026-12-31: known/u);
    expect(text).toMatch(/classname="drift\.low\.field-changed"[^>]*><system-out>/u);
  });

  test("a clean review is one passed test", () => {
    const text = renderJunit(buildReport([]));

    expect(text).toContain('tests="1" failures="0" errors="0" skipped="0"');
    expect(text).toContain('<testcase classname="drift" name="the user pool was reviewed">');
  });

  test("stays well-formed with a hostile name", () => {
    const text = renderJunit(
      buildReport([foreignRole({ id: "u1", username: hostileName }), changedNickname(ada, "\u0000\ud800")]),
    );

    expect(unbalanced(text)).toEqual([]);
    expect(text).not.toMatch(/[^\n\x20-\x7e]/u);
    expect(text).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/u);
    expect(text).not.toContain("<script");
  });
});

/** The elements that are opened and not closed in order; a document has one root. */
function unbalanced(xml: string): string[] {
  const open: string[] = [];
  const tags = xml
    .replace(/^<\?xml [^>]*\?>\n/u, "")
    .matchAll(/<(?<close>\/?)(?<name>[a-z-]+)(?: [a-z]+="[^"<]*")*(?<empty>\/?)>|(?<stray><)/gu);
  for (const { groups } of tags) {
    if (groups?.["stray"]) return ["<"];
    if (groups?.["empty"]) continue;
    if (!groups?.["close"]) open.push(groups?.["name"] ?? "");
    else if (open.pop() !== groups["name"]) return [groups["name"] ?? ""];
  }
  return open;
}

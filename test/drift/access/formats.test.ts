import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import type { Access, AccessReport, UserAccess } from "../../../drift/access/access-report.js";
import { formats } from "../../../drift/access/formats.js";
import { BrowserPage, findChromium } from "../report/browser-page.js";

const hash = "0123456789abcdef0123456789abcdef01234567";

function accessOf(values: Partial<Access> = {}): Access {
  return {
    type: "role",
    code: "admin",
    namespace: "default",
    source: "program",
    owners: [{ source: "dev", urn: "urn:pulumi:dev::people::pulumi-nodejs:dynamic/approw:User::ada" }],
    origins: [
      {
        file: "people/a.yaml",
        line: 7,
        is: "current",
        commit: { hash, author: "Ada", date: "2026-01-02T03:04:05.000Z", subject: "Ada joins" },
      },
    ],
    ended: false,
    ...values,
  };
}

function userOf(username: string, access: readonly Access[], values: Partial<UserAccess> = {}): UserAccess {
  return {
    id: `id-of-${username}`,
    username,
    userPoolId: "pool",
    blocked: false,
    status: "Activated",
    source: "program",
    owners: [],
    origins: [],
    access: [...access],
    ...values,
  };
}

function reportOf(...users: readonly UserAccess[]): AccessReport {
  const all = users.flatMap(({ access }) => access);
  return {
    schemaVersion: 1,
    tool: { name: "pulumi-approw", version: "0.1.0" },
    generatedAt: "2026-11-27T12:00:00.000Z",
    pools: [{ userPoolId: "pool", host: "https://core.example" }],
    sources: ["dev"],
    counts: {
      users: users.length,
      access: all.length,
      byHand: all.filter(({ source }) => source === "hand").length,
    },
    completeness: { complete: true, notRead: [] },
    namespaces: ["default"],
    requests: { total: 1, retries: 0, throttled: 0 },
    users: [...users],
  };
}

const render = (format: keyof typeof formats, report: AccessReport, width = 120): string =>
  formats[format].render(report, { width });

/** The cells of a text as RFC 4180 has them. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.replace(/^\uFEFF/u, "").matchAll(/((?:"(?:[^"]|"")*"|[^"\r\n])*)\r\n/gu))
    rows.push(
      [...(line[1] ?? "").matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gu)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
      ),
    );
  return rows;
}

function cellsOf(report: AccessReport): Record<string, string>[] {
  const [heading = [], ...rows] = parseCsv(render("csv", report));
  return rows.map((row) => Object.fromEntries(heading.map((name, index) => [name, row[index] ?? ""])));
}

describe("csv", () => {
  test("has a row for everything, with the line, the commit and the resource behind it", () => {
    const [row] = cellsOf(reportOf(userOf("ada", [accessOf({ until: "2026-12-31", reason: "T-1" })])));

    expect(row).toEqual({
      "user pool": "pool",
      "user id": "id-of-ada",
      username: "ada",
      email: "",
      phone: "",
      name: "",
      account: "",
      type: "role",
      namespace: "default",
      code: "admin",
      source: "program",
      line: "people/a.yaml:7",
      commit: hash,
      author: "Ada",
      date: "2026-01-02T03:04:05.000Z",
      subject: "Ada joins",
      "taken over at": "",
      resources: "User ada in dev",
      until: "2026-12-31",
      reason: "T-1",
      ended: "",
    });
  });

  test("has one row for a user without access, and marks one who is blocked", () => {
    const rows = cellsOf(reportOf(userOf("ada", [], { blocked: true, status: "Suspended" })));

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ username: "ada", account: "blocked, suspended", type: "", code: "" });
  });

  test.each(["=1+1", "+49301", "-2", "@SUM(A1)", "\tx", "\r=1"])("a cell %j is no formula", (text) => {
    const [row] = cellsOf(reportOf(userOf(text, [accessOf({ code: text })])));

    expect([row?.["username"], row?.["code"]]).toEqual([`'${text}`, `'${text}`]);
  });

  test("quotes, commas and new lines in names stay in their cells", () => {
    const odd = 'a "b", c\nd\r\n=e';
    const rows = cellsOf(reportOf(userOf(odd, [accessOf({ reason: odd })])));

    expect(rows).toHaveLength(1);
    expect([rows[0]?.["username"], rows[0]?.["reason"]]).toEqual([odd, odd]);
  });

  test("has the columns that its page lists", async () => {
    const page = await readFile(resolve(__dirname, "../../../docs/access.md"), "utf8");
    const listed = /The CSV has these columns: ([^.]+)\./u.exec(page)?.[1] ?? "";
    const [heading] = parseCsv(render("csv", reportOf()));

    expect([...listed.matchAll(/`([^`]+)`/gu)].map(([, name]) => name)).toEqual(heading);
  });

  test("begins with a byte order mark, which Excel needs for UTF-8", () => {
    expect(render("csv", reportOf()).startsWith("\uFEFFuser pool,")).toBe(true);
  });
});

const hostile = "<img src=x onerror=alert(1)>\"'&`|\u202E\u001b[31m@here";
const commit = { hash, author: hostile, date: "2026-01-02T03:04:05.000Z", subject: hostile };
const hostileAccess = accessOf({
  code: hostile,
  reason: hostile,
  until: "2026-12-31",
  origins: [{ file: hostile, line: 1, is: "current", commit }],
});

describe("html", () => {
  test("escapes names, files, authors and subjects", () => {
    const page = render("html", reportOf(userOf(hostile, [hostileAccess], { id: "5f7" })));

    expect(page).not.toContain("<img");
    expect(page).not.toContain("\u202E");
    expect(page.match(/<script>/gu)).toHaveLength(1);
  });

  test("allows no script but its own, and can show what was given by hand", () => {
    const page = render("html", reportOf(userOf("ada", [accessOf({ source: "hand", owners: [] })])));

    expect(page).toContain("script-src 'sha256-");
    expect(page).toContain('data-show="by hand"');
    expect(page).toContain('<option value="by hand">');
  });
});

describe("table", () => {
  test.each([120, 60])("shows each user once with the lines behind everything, %i wide", (width) => {
    const report = reportOf(
      userOf("ada", [
        accessOf(),
        accessOf({ code: "chief", namespace: "hr", source: "hand", owners: [], origins: [] }),
      ]),
      userOf("bob", [accessOf({ origins: [], until: "2026-01-01", ended: true })]),
      userOf("cleo", []),
    );

    const text = render("table", report, width).replaceAll(/\s+/gu, " ");

    expect(text).toContain("3 users with 3 groups, roles and policies, 1 of them by hand");
    expect(text.replaceAll(/[│ ]+/gu, " ")).toContain("people/a.yaml:7, commit 0123456 by Ada on 2026-01-02");
    for (const words of [
      "role chief in hr",
      "by hand",
      "User ada in dev",
      "ended on 2026-01-01",
      "no access",
    ])
      expect(text).toContain(words);
  });

  test("shows characters that would move the cursor by their number", () => {
    const text = render("table", reportOf(userOf(hostile, [hostileAccess], { id: "5f7" })));

    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("\u202E");
  });

  test("shows at most 500 rows and counts the others", () => {
    const many = Array.from({ length: 501 }, (_, index) => userOf(`u${index}`, []));

    expect(render("table", reportOf(...many))).toContain("1 more: use --format csv=FILE");
  });
});

const chromium = findChromium();

test.skipIf(chromium === undefined)("the HTML report does not break the words of its labels", async () => {
  const directory = await mkdtemp(join(tmpdir(), "approw-access-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, "access.html"), render("html", reportOf(userOf("ada", [accessOf()]))));
  const page = await BrowserPage.open(chromium ?? "", join(directory, "access.html"));
  onTestFinished(() => page.close());
  await page.resize(1280);
  const heights = await page.evaluate(
    `[...document.querySelectorAll(".severity")].map((label) => label.getClientRects()[0].height < 30)`,
  );
  expect(heights).toEqual([true]);
});

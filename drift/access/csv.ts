import type { Access, AccessReport } from "./access-report.js";
import { type AccessRow, describeOwner, marksOf, rowsOf } from "./sentences.js";

interface Column {
  readonly heading: string;
  readonly cell: (row: AccessRow) => string;
}

/** The columns. Programs read them by name, so that others may be added at the end. */
const columns: readonly Column[] = [
  { heading: "user pool", cell: ({ user }) => user.userPoolId },
  { heading: "user id", cell: ({ user }) => user.id },
  { heading: "username", cell: ({ user }) => user.username ?? "" },
  { heading: "email", cell: ({ user }) => user.email ?? "" },
  { heading: "phone", cell: ({ user }) => user.phone ?? "" },
  { heading: "name", cell: ({ user }) => user.name ?? "" },
  { heading: "account", cell: ({ user }) => marksOf(user).join(", ") },
  { heading: "type", cell: ({ access }) => access?.type ?? "" },
  { heading: "namespace", cell: ({ access }) => access?.namespace ?? "" },
  { heading: "code", cell: ({ access }) => access?.code ?? "" },
  { heading: "source", cell: (row) => (behind(row).source === "hand" ? "by hand" : behind(row).source) },
  { heading: "line", cell: (row) => lineOf(row, 0) },
  { heading: "commit", cell: (row) => commitOf(row)?.hash ?? "" },
  { heading: "author", cell: (row) => commitOf(row)?.author ?? "" },
  { heading: "date", cell: (row) => commitOf(row)?.date ?? "" },
  { heading: "subject", cell: (row) => commitOf(row)?.subject ?? "" },
  { heading: "taken over at", cell: (row) => lineOf(row, 1) },
  { heading: "resources", cell: (row) => behind(row).owners.map(describeOwner).join(", ") },
  { heading: "until", cell: ({ access }) => access?.until ?? "" },
  { heading: "reason", cell: ({ access }) => access?.reason ?? "" },
  { heading: "ended", cell: ({ access }) => (access?.ended === true ? "yes" : "") },
];

/** Without it, Excel reads UTF-8 as the code page of the machine. */
const byteOrderMark = "\uFEFF";

/** A table for spreadsheets, as RFC 4180 has it: a row for each group, role and policy of a user. */
export function renderCsv(report: AccessReport): string {
  const lines = [
    columns.map(({ heading }) => heading),
    ...rowsOf(report).map((row) => columns.map(({ cell }) => cell(row))),
  ];
  return `${byteOrderMark}${lines.map((cells) => `${cells.map(toCell).join(",")}\r\n`).join("")}`;
}

/** A spreadsheet would calculate a cell that begins like this, and users choose their own names. */
const formula = /^[=+\-@\t\r]/u;

function toCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Of the access, or of the user who has none. */
function behind({ user, access }: AccessRow): Pick<Access, "origins" | "owners" | "source"> {
  return access ?? user;
}

function lineOf(row: AccessRow, index: number): string {
  const origin = behind(row).origins[index];
  return origin === undefined ? "" : `${origin.file}:${origin.line}`;
}

function commitOf(row: AccessRow): NonNullable<Access["origins"][number]["commit"]> | undefined {
  return behind(row).origins[0]?.commit;
}

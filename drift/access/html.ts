import { contactsOf, nameOf } from "../finding/subject.js";
import { renderPage } from "../report/html-page.js";
import { type Markup, markup } from "../report/markup.js";
import type { Access, AccessReport } from "./access-report.js";
import {
  type AccessRow,
  describeOwner,
  endOf,
  gapsOf,
  limitsOf,
  marksOf,
  nameOfAccess,
  rowsOf,
  sourcesOf,
  summaryOf,
} from "./sentences.js";

const columns = ["Source", "User", "Access", "From", "Resources", "End"];

/** The report as one page that loads nothing, with search and sorting. */
export function renderHtml(report: AccessReport): string {
  const rows = rowsOf(report);
  const gaps = gapsOf(report).map((gap) => markup`<p class="gap"><strong>Incomplete.</strong> ${gap}</p>\n`);
  const { users, access, byHand } = report.counts;
  const tiles = Object.entries({ users, access, "by hand": byHand }).map(
    ([what, count]) => markup`<li><strong>${count}</strong> ${what}</li>\n`,
  );
  const title = `Access: ${summaryOf(report)}`;
  return renderPage({
    title,
    heading: title,
    pools: report.pools,
    generatedAt: report.generatedAt,
    main: markup`${gaps}<ul class="tiles">${tiles}</ul>
${rows.length === 0 ? markup`<p>There are no users.</p>` : tableOf(rows)}
<h2>About this report</h2>
<ul><li>${limitsOf(report)}</li></ul>`,
    nouns: rows.length === 0 ? undefined : "rows",
  });
}

function tableOf(rows: readonly AccessRow[]): Markup {
  const headers = columns.map(
    (column, index) =>
      markup`<th scope="col"${index === 1 ? markup` aria-sort="ascending"` : ""}><button type="button">${column}</button></th>`,
  );
  const choices = ["", ...Object.values(sourceNames), "blocked", "ended"].map(
    (choice) => markup`<option value="${choice}">${choice === "" ? "everything" : choice}</option>`,
  );
  return markup`<h2>Groups, roles and policies</h2>
<div id="controls" role="search" hidden>
<div><label for="search">Search names, emails, codes, files and authors</label><input id="search" type="search" autocomplete="off"></div>
<div><label for="show">Show</label><select id="show">${choices}</select></div>
<label class="check"><input id="group" type="checkbox" checked> Group by user</label>
<output id="shown" for="search show"></output>
</div>
<div class="scroll" role="region" aria-label="Groups, roles and policies" tabindex="0">
<table>
<caption>Everything that users have, by user. The headers sort.</caption>
<thead><tr>${headers}</tr></thead>
<tbody>
${rows.map(rowOf)}</tbody>
</table>
</div>`;
}

const sourceNames = { program: "program", hand: "by hand", unknown: "unknown" } as const satisfies Record<
  Access["source"],
  string
>;

/** Access that was given by hand is what a reader looks for. */
const colours = { program: "low", hand: "high", unknown: "medium" } as const satisfies Record<
  Access["source"],
  string
>;

function rowOf({ user, access }: AccessRow): Markup {
  const behind = access ?? user;
  const isEnded = access?.ended === true;
  const show = isEnded ? "ended" : user.blocked ? "blocked" : sourceNames[behind.source];
  const contacts = [...contactsOf({ user }), ...marksOf(user)].map(
    (contact) => markup`<bdi class="contact">${contact}</bdi> `,
  );
  const cells = [
    markup`<td><span class="severity ${colours[behind.source]}">${sourceNames[behind.source]}</span></td>`,
    markup`<th scope="row" data-order="${nameOf({ user })} ${user.id}"><bdi>${nameOf({ user })}</bdi> ${contacts}<code class="id">${user.id}</code></th>`,
    markup`<td>${access === undefined ? "no access" : nameOfAccess(access)}</td>`,
    markup`<td>${behind.source === "hand" || behind.origins.length === 0 ? "" : linesOf(sourcesOf(behind))}</td>`,
    markup`<td>${linesOf(behind.owners.map(describeOwner))}</td>`,
    markup`<td>${access === undefined ? "" : endOf(access)}</td>`,
  ];
  return markup`<tr data-show="${show}" data-about="${user.userPoolId}/${user.id}" data-id="${user.id}">${cells}</tr>
`;
}

function linesOf(texts: readonly string[]): Markup[] {
  return texts.map((text, index) => (index === 0 ? markup`${text}` : markup`<br>${text}`));
}

import { createHash } from "node:crypto";

import { raw } from "hono/html";

import { type Entry, entryKinds } from "../finding/entry.js";
import { severities } from "../finding/parts.js";
import { contactsOf, nameOf, shownUserId, subjectKeyOf } from "../finding/subject.js";
import { acceptanceFor, ignoreRuleFor } from "../policy/suggest.js";
import { htmlScript } from "./html-script.js";
import { htmlStyle } from "./html-style.js";
import { type Markup, markup } from "./markup.js";
import {
  acceptanceOf,
  blocksOf,
  noticesOf,
  originsOf,
  ownersOf,
  repairsOf,
  sinceOf,
  timeOf,
  titleCase,
  titleOf,
} from "./sentences.js";
import type { Report, ReportView } from "./view.js";
import { viewOf } from "./view-of.js";

const style = raw(htmlStyle);

/** The report as one page that loads nothing. It shows names that users chose, so it allows no script but its own. */
export function renderHtml(report: Report): string {
  const { pools, generatedAt } = report;
  const view = viewOf(report);
  const hasEntries = view.entries.length > 0;
  const title = `${view.title}: ${view.outcome}`;
  const script = htmlScript(view.nouns.many);
  const policy = `default-src 'none'; style-src '${hash(htmlStyle)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`;
  const items = [...view.notes((value) => value), ...noticesOf(report)].map(
    (note) => markup`<li>${note}</li>\n`,
  );
  return String(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${withCode(title)}</h1>
<p class="soft">${pools.map(({ userPoolId, host }) => markup`User pool <code>${userPoolId}</code> on ${host}, `)}
<time datetime="${generatedAt}">${generatedAt}</time></p>
</header>
<main>
${view.alerts.map(({ label, text }) => markup`<p class="gap"><strong>${label}</strong> ${withCode(text((value) => value))}</p>\n`)}${countTiles(report)}
${tilesOf(view.tiles.top)}${hasEntries ? entriesSection(view, generatedAt) : markup`<p>${withCode(view.nothing)}</p>`}
${tilesOf(view.tiles.bottom)}<h2>${view.aboutHeading}</h2>
<ul>${items}</ul>
</main>
${hasEntries ? markup`<script>${raw(script)}</script>\n` : ""}</body>
</html>
`);
}

/** Lets a browser run this text and no other. */
function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function countTiles({ counts: { high, medium, low, accepted } }: Report): Markup {
  const tiles = Object.entries({ high, medium, low, accepted }).map(
    ([what, count]) => markup`<li class="${what}"><strong>${count}</strong> ${what}</li>\n`,
  );
  return markup`<ul class="tiles">${tiles}</ul>`;
}

function tilesOf(rows: ReportView["tiles"]["top"]): Markup[] {
  return rows.map(({ heading, tiles }) => {
    const items = tiles.map(({ figure, meter, text }) => {
      const bar =
        meter === undefined
          ? " "
          : markup` <meter min="0" max="${Math.max(meter.of, 1)}" value="${meter.value}" aria-label="${meter.label}"></meter><br>`;
      return markup`<li><strong>${figure}</strong>${bar}${text}</li>\n`;
    });
    return markup`<h2>${heading}</h2>
<ul class="tiles">${items}</ul>
`;
  });
}

function entriesSection(view: ReportView, generatedAt: string): Markup {
  const { entries, nouns, hasTimes, isSinceEarlier, decisionHeading } = view;
  const [first = "", ...others] = blocksOf(entries).map(({ heading }) => heading);
  const subject = [first, ...others.map((heading) => heading.toLowerCase())].join(" or ");
  const columns = [
    "Severity",
    subject,
    titleCase(nouns.one),
    "Resources",
    ...(hasTimes ? ["Time"] : []),
    decisionHeading,
  ];
  const headers = columns.map(
    (column, index) =>
      markup`<th scope="col"${index === 0 ? markup` aria-sort="ascending"` : ""}><button type="button">${column}</button></th>`,
  );
  const shown = ["", ...severities.filter((severity) => severity !== "none"), "accepted"];
  const choices = [...shown, ...(isSinceEarlier ? ["new"] : [])].map(
    (choice) => markup`<option value="${choice}">${choice === "" ? `all ${nouns.many}` : choice}</option>`,
  );
  return markup`<h2>${titleCase(nouns.many)}</h2>
<div id="controls" role="search" hidden>
<div><label for="search">Search names, emails, phones, codes and ids</label><input id="search" type="search" autocomplete="off"></div>
<div><label for="show">Show</label><select id="show">${choices}</select></div>
<label class="check"><input id="group" type="checkbox" checked> Group by ${subject.toLowerCase()}</label>
<output id="shown" for="search show"></output>
</div>
<div class="scroll" role="region" aria-label="${titleCase(nouns.many)}" tabindex="0">
<table>
<caption>${titleCase(nouns.many)}, highest severity first. The headers sort.</caption>
<thead><tr>${headers}</tr></thead>
<tbody>
${entries.map((entry) => rowOf(entry, view, generatedAt))}</tbody>
</table>
</div>`;
}

function rowOf(entry: Entry, { nouns, hasTimes }: ReportView, generatedAt: string): Markup {
  const { severity, kind, message, id, accepted } = entry;
  const isAccepted = accepted !== undefined;
  const sources = [...ownersOf(entry), ...originsOf(entry)].map((source, index) =>
    index === 0 ? source : markup`<br>${source}`,
  );
  const repairs = repairsOf(entry).map((repair) => markup`<br>${repair}`);
  const attributes = isAccepted
    ? markup`data-show="accepted" class="accepted"`
    : markup`data-show="${severity}"`;
  const isNew = "isNew" in entry && entry.isNew === true ? markup` data-new` : "";
  const decision = isAccepted
    ? markup`${acceptanceOf(accepted)}<details><summary>${titleCase(nouns.one)} id</summary><code class="id">${id}</code></details>`
    : markup`${withCode(entryKinds[kind].decision)}${settlingOf(entry, generatedAt)}`;
  const contacts = contactsOf(entry).map((contact) => markup`<bdi class="contact">${contact}</bdi> `);
  const userId = "user" in entry ? markup`<code class="id">${shownUserId(entry.user)}</code>` : "";
  const cells = [
    markup`<td data-order="${severities.indexOf(severity)}"><span class="severity ${severity}">${severity}</span></td>`,
    markup`<th scope="row" data-order="${nameOf(entry)} ${subjectKeyOf(entry)}"><bdi>${nameOf(entry)}</bdi> ${contacts}${userId}</th>`,
    markup`<td><strong>${titleOf(entry)}</strong>: ${message}${repairs}</td>`,
    markup`<td>${sources}</td>`,
    ...(hasTimes ? [markup`<td data-order="${timeOf(entry) ?? ""}">${withTimes(sinceOf(entry))}</td>`] : []),
    markup`<td>${decision}</td>`,
  ];
  return markup`<tr ${attributes}${isNew} data-about="${subjectKeyOf(entry)}" data-id="${id}">${cells}</tr>
`;
}

/** What to paste into which file, to accept the entry or to ignore the user or object. A click selects all of it. */
function settlingOf(entry: Entry, generatedAt: string): Markup {
  const rule = ignoreRuleFor(entry);
  const ignoring = rule === undefined ? "" : markup`<p>In .approwignore:</p><pre>${rule}</pre>`;
  return markup`<details><summary>Accept${rule === undefined ? "" : " or ignore"}</summary><p>In approw-drift.yaml, below accepted:</p><pre>${acceptanceFor(entry, generatedAt)}</pre>${ignoring}</details>`;
}

/** A time stays on one line. */
function withTimes(text: string): Markup[] {
  return text
    .split(/(\d{4}-\d\d-\d\d \d\d:\d\d UTC)/u)
    .map((piece, index) => (index % 2 === 0 ? markup`${piece}` : markup`<span class="time">${piece}</span>`));
}

/** Our own texts mark commands as Markdown does. */
function withCode(text: string): Markup[] {
  return text
    .split("`")
    .map((piece, index) => (index % 2 === 0 ? markup`${piece}` : markup`<code>${piece}</code>`));
}

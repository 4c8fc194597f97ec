import { createHash } from "node:crypto";

import { raw } from "hono/html";

import type { Finding } from "../finding/finding.js";
import { severities } from "../finding/parts.js";
import { kinds } from "../finding/kinds.js";
import { pluralOf } from "../finding/objects.js";
import { contactsOf, subjectKeyOf, nameOf } from "../finding/subject.js";
import { acceptanceFor, ignoreRuleFor } from "../policy/suggest.js";
import { htmlScript } from "./html-script.js";
import { htmlStyle } from "./html-style.js";
import { type Markup, markup } from "./markup.js";
import type { DriftReport } from "./report.js";
import {
  acceptanceOf,
  blocksOf,
  gapsOf,
  notesOf,
  noticesOf,
  outcomeOf,
  ownersOf,
  percent,
  sharesOf,
  sinceOf,
  timeOf,
  titleOf,
} from "./sentences.js";

const [style, script] = [raw(htmlStyle), raw(htmlScript)];

/** The report as one page that loads nothing. It shows names that users chose, so it allows no script but its own. */
export function renderHtml(report: DriftReport): string {
  const { findings, pools, generatedAt } = report;
  const title = `Drift review: ${outcomeOf(report)}`;
  const policy = `default-src 'none'; style-src '${hash(htmlStyle)}'; script-src '${hash(htmlScript)}'; base-uri 'none'; form-action 'none'`;
  const items = [...notesOf(report), ...noticesOf(report)].map((note) => markup`<li>${note}</li>\n`);
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
<h1>${title}</h1>
<p class="soft">${pools.map(({ userPoolId, host }) => markup`User pool <code>${userPoolId}</code> on ${host}, `)}
<time datetime="${generatedAt}">${generatedAt}</time></p>
</header>
<main>
${gapsOf(report).map((gap) => markup`<p class="gap"><strong>Incomplete.</strong> ${withCode(gap)}</p>\n`)}${countTiles(report)}
${findings.length === 0 ? markup`<p>${report.completeness.complete ? "There is nothing to decide." : "No findings in what was read."}</p>` : findingsSection(report)}
<h2>Coverage</h2>
${coverageTiles(report)}
<h2>About this review</h2>
<ul>${items}</ul>
</main>
${findings.length === 0 ? "" : markup`<script>${script}</script>\n`}</body>
</html>
`);
}

/** Lets a browser run this text and no other. */
function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function countTiles({ counts: { high, medium, low, accepted } }: DriftReport): Markup {
  const tiles = Object.entries({ high, medium, low, accepted }).map(
    ([what, count]) => markup`<li class="${what}"><strong>${count}</strong> ${what}</li>\n`,
  );
  return markup`<ul class="tiles">${tiles}</ul>`;
}

function coverageTiles({ coverage }: DriftReport): Markup {
  const { objects = [] } = coverage;
  const shares = [
    ...sharesOf(coverage).map(([what, share]) => ({ what, ...share })),
    ...objects.map(({ type, ...share }) => ({ what: `${pluralOf(type)} declared as resources`, ...share })),
  ];
  const tiles = shares.map(({ what, managed, total }) => {
    const text = `${managed} of ${total} ${what}`;
    return markup`<li><strong>${percent(managed, total)}%</strong> <meter min="0" max="${Math.max(total, 1)}" value="${managed}" aria-label="${text} are managed by code"></meter><br>${text}</li>\n`;
  });
  return markup`<ul class="tiles">${tiles}</ul>`;
}

function findingsSection({ findings, generatedAt, since }: DriftReport): Markup {
  const [first = "", ...others] = blocksOf(findings).map(({ heading }) => heading);
  const subject = [first, ...others.map((heading) => heading.toLowerCase())].join(" or ");
  const headers = ["Severity", subject, "Finding", "Resources", "Time", "What to do"].map(
    (column, index) =>
      markup`<th scope="col"${index === 0 ? markup` aria-sort="ascending"` : ""}><button type="button">${column}</button></th>`,
  );
  const shown = ["", ...severities.filter((severity) => severity !== "none"), "accepted"];
  const choices = [...shown, ...(since === undefined ? [] : ["new"])].map(
    (choice) => markup`<option value="${choice}">${choice === "" ? "all findings" : choice}</option>`,
  );
  return markup`<h2>Findings</h2>
<div id="controls" role="search" hidden>
<div><label for="search">Search names, emails, phones, codes and ids</label><input id="search" type="search" autocomplete="off"></div>
<div><label for="show">Show</label><select id="show">${choices}</select></div>
<label class="check"><input id="group" type="checkbox" checked> Group by ${subject.toLowerCase()}</label>
<output id="shown" for="search show"></output>
</div>
<div class="scroll" role="region" aria-label="Findings" tabindex="0">
<table>
<caption>Findings, highest severity first. The headers sort.</caption>
<thead><tr>${headers}</tr></thead>
<tbody>
${findings.map((finding) => rowOf(finding, generatedAt))}</tbody>
</table>
</div>`;
}

function rowOf(finding: Finding, generatedAt: string): Markup {
  const { severity, kind, message, id, accepted } = finding;
  const isAccepted = accepted !== undefined;
  const owners = ownersOf(finding).map((owner, index) => (index === 0 ? owner : markup`<br>${owner}`));
  const attributes = isAccepted
    ? markup`data-show="accepted" class="accepted"`
    : markup`data-show="${severity}"`;
  const isNew = finding.isNew === true ? markup` data-new` : "";
  const decision = isAccepted
    ? markup`${acceptanceOf(accepted)}<details><summary>Finding id</summary><code class="id">${id}</code></details>`
    : markup`${withCode(kinds[kind].decision)}${settlingOf(finding, generatedAt)}`;
  const contacts = contactsOf(finding).map((contact) => markup`<bdi class="contact">${contact}</bdi> `);
  const userId = "user" in finding ? markup`<code class="id">${finding.user.id}</code>` : "";
  const cells = [
    markup`<td data-order="${severities.indexOf(severity)}"><span class="severity ${severity}">${severity}</span></td>`,
    markup`<th scope="row" data-order="${nameOf(finding)} ${subjectKeyOf(finding)}"><bdi>${nameOf(finding)}</bdi> ${contacts}${userId}</th>`,
    markup`<td><strong>${titleOf(finding)}</strong>: ${message}</td>`,
    markup`<td>${owners}</td>`,
    markup`<td data-order="${timeOf(finding) ?? ""}">${withTimes(sinceOf(finding))}</td>`,
    markup`<td>${decision}</td>`,
  ];
  return markup`<tr ${attributes}${isNew} data-about="${subjectKeyOf(finding)}" data-id="${id}">${cells}</tr>
`;
}

/** What to paste into which file, to accept the finding or to ignore the user or object. A click selects all of it. */
function settlingOf(finding: Finding, generatedAt: string): Markup {
  const rule = ignoreRuleFor(finding);
  const ignoring = rule === undefined ? "" : markup`<p>In .approwignore:</p><pre>${rule}</pre>`;
  return markup`<details><summary>Accept${rule === undefined ? "" : " or ignore"}</summary><p>In approw-drift.yaml, below accepted:</p><pre>${acceptanceFor(finding, generatedAt)}</pre>${ignoring}</details>`;
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

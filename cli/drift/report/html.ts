import { createHash } from "node:crypto";

import { nameOf } from "../describe.js";
import type { Finding } from "../finding.js";
import { severities } from "../finding.js";
import { kinds } from "../kinds.js";
import { escapeMarkup } from "./escape-markup.js";
import { htmlScript } from "./html-script.js";
import { htmlStyle } from "./html-style.js";
import type { DriftReport } from "./report.js";
import {
  acceptanceOf,
  notesOf,
  noticesOf,
  ownersOf,
  percent,
  sinceOf,
  outcomeOf,
  timeOf,
} from "./sentences.js";

/** The report as one page that needs nothing else, and loads nothing: it may hold what people chose to call themselves. */
export function renderHtml(report: DriftReport): string {
  const title = `Drift review: ${outcomeOf(report)}`;
  const policy = `default-src 'none'; style-src '${hash(htmlStyle)}'; script-src '${hash(htmlScript)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeMarkup(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header>
<h1>${escapeMarkup(title)}</h1>
<p class="soft">User pool <code>${escapeMarkup(report.userPoolId)}</code> on ${escapeMarkup(report.host)},
<time datetime="${escapeMarkup(report.generatedAt)}">${escapeMarkup(report.generatedAt)}</time></p>
</header>
<main>
${countTiles(report)}
${report.findings.length === 0 ? "<p>There is nothing to decide.</p>" : findingsSection(report.findings)}
<h2>Coverage</h2>
${coverageTiles(report)}
<h2>About this review</h2>
<ul>${[...notesOf(report), ...noticesOf(report)].map((note) => `<li>${escapeMarkup(note)}</li>`).join("\n")}</ul>
</main>
${report.findings.length === 0 ? "" : `<script>${htmlScript}</script>\n`}</body>
</html>
`;
}

/** Lets a browser run this text and no other. */
function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function countTiles({ counts: { high, medium, low, accepted } }: DriftReport): string {
  const tiles = Object.entries({ high, medium, low, accepted }).map(
    ([what, count]) => `<li class="${what}"><strong>${count}</strong> ${what}</li>`,
  );
  return `<ul class="tiles">${tiles.join("\n")}</ul>`;
}

function coverageTiles({ coverage: { people, memberships, roles } }: DriftReport): string {
  const tiles = Object.entries({ people, memberships, roles }).map(([what, { managed, total }]) => {
    const text = `${managed} of ${total} ${what}`;
    return `<li><strong>${percent(managed, total)} %</strong> <meter min="0" max="${Math.max(total, 1)}" value="${managed}" aria-label="${text} are owned by code"></meter><br>${text}</li>`;
  });
  return `<ul class="tiles">${tiles.join("\n")}</ul>`;
}

function findingsSection(findings: readonly Finding[]): string {
  const columns = ["Severity", "Person", "Finding", "Resources", "Since", "To decide"];
  const headers = columns.map((column, index) => {
    const order = index === 0 ? ' aria-sort="ascending"' : "";
    return `<th scope="col"${order}><button type="button">${column}</button></th>`;
  });
  const choices = ["", ...severities.filter((severity) => severity !== "none"), "accepted"].map(
    (choice) => `<option value="${choice}">${choice === "" ? "all findings" : choice}</option>`,
  );
  return `<h2>Findings</h2>
<div id="controls" role="search" hidden>
<div><label for="search">Search for names, codes, kinds and ids</label><input id="search" type="search" autocomplete="off"></div>
<div><label for="show">Show</label><select id="show">${choices.join("")}</select></div>
<output id="shown" for="search show"></output>
</div>
<div class="scroll" role="region" aria-label="Findings" tabindex="0">
<table>
<caption>Findings, the gravest first. The headers sort.</caption>
<thead><tr>${headers.join("")}</tr></thead>
<tbody>
${findings.map(rowOf).join("\n")}
</tbody>
</table>
</div>`;
}

/** Our own texts mark commands as Markdown does. */
function withCode(text: string): string {
  return escapeMarkup(text).replace(/`([^`]+)`/gu, "<code>$1</code>");
}

function rowOf(finding: Finding): string {
  const { severity, person, kind, message, id, accepted } = finding;
  const { title, decision } = kinds[kind];
  const isAccepted = accepted !== undefined;
  const cells = [
    `<td data-order="${severities.indexOf(severity)}"><span class="severity ${severity}">${severity}</span></td>`,
    `<th scope="row"><bdi>${escapeMarkup(nameOf(person))}</bdi> <code class="id">${escapeMarkup(person.id)}</code></th>`,
    `<td><strong>${title}</strong>: ${escapeMarkup(message)} <code class="id">${escapeMarkup(id)}</code></td>`,
    `<td>${ownersOf(finding).map(escapeMarkup).join("<br>")}</td>`,
    `<td data-order="${escapeMarkup(timeOf(finding) ?? "")}">${escapeMarkup(sinceOf(finding))}</td>`,
    `<td>${isAccepted ? escapeMarkup(acceptanceOf(accepted)) : withCode(decision)}</td>`,
  ];
  const show = isAccepted ? "accepted" : severity;
  return `<tr data-show="${show}"${isAccepted ? ' class="accepted"' : ""}>${cells.join("")}</tr>`;
}

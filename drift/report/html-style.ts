/** How the HTML report looks: on a screen, light or dark, and on paper. */
export const htmlStyle = `
:root { color-scheme: light dark; --text: #1c1f24; --soft: #5a6270; --line: #d5d9e0; --ground: #ffffff; --panel: #f4f6f9;
  --high: #a8071a; --medium: #8a4b00; --low: #0b5394; --focus: #0b5fff; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e8ec; --soft: #a3abb8; --line: #3a414d; --ground: #14171c; --panel: #1d2128;
    --high: #ff8a80; --medium: #ffb75e; --low: #82b8ff; --focus: #82b8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 90rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.15rem; }
p { margin: 0.25rem 0; }
.soft { color: var(--soft); }
code { font: 0.85em ui-monospace, monospace; overflow-wrap: anywhere; }
.gap { margin: 0.75rem 0; padding: 0.6rem 1rem; border: 1px solid var(--medium); border-radius: 0.5rem; overflow-wrap: anywhere; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.tiles li { min-width: 8rem; padding: 0.6rem 1rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--panel); }
.tiles strong { display: block; font-size: 1.5rem; line-height: 1.2; }
meter { width: 7rem; }
#controls { display: flex; flex-wrap: wrap; align-items: end; gap: 1rem; margin: 1rem 0; }
#controls[hidden] { display: none; }
label { display: block; font-size: 0.85rem; color: var(--soft); }
input, select { min-width: 10rem; padding: 0.4rem 0.6rem; border: 1px solid var(--soft); border-radius: 0.35rem;
  background: var(--ground); color: inherit; font: inherit; }
input[type="search"] { min-width: min(18rem, 100%); }
.check { display: flex; gap: 0.4rem; align-items: center; padding: 0.4rem 0; }
.check input { min-width: 0; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; }
/* The header sticks to what scrolls, so the table scrolls in itself, up and down too. */
.scroll { max-height: calc(100vh - 2rem); overflow: auto; border: 1px solid var(--line); border-radius: 0.5rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
/* A value without a blank, such as the address of a picture, must not push the other columns off the page. */
h1, p, li, td, tbody th, summary { overflow-wrap: anywhere; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: 0.6rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { position: sticky; top: 0; z-index: 1; padding: 0; background: var(--panel); }
th button { width: 100%; padding: 0.6rem 0.75rem; border: 0; background: none; color: inherit; font: inherit;
  font-weight: 600; text-align: left; white-space: nowrap; cursor: pointer; }
th[aria-sort] button::after { content: " \\25B2"; }
th[aria-sort="descending"] button::after { content: " \\25BC"; }
tbody th { font-weight: 600; }
code.id { display: block; color: var(--soft); font-size: 0.7rem; font-weight: 400; }
code.id, pre { user-select: all; }
pre { margin: 0.25rem 0; padding: 0.4rem; border: 1px solid var(--line); border-radius: 0.35rem; font: 0.8em ui-monospace, monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--soft); }
tr[hidden] { display: none !important; }
.contact { display: block; font-weight: 400; overflow-wrap: anywhere; }
tr.again th > :first-child { opacity: 0; }
tr.again th > :not(:first-child) { display: none; }
td, tbody th { min-width: 5.5rem; }
td:first-child { min-width: 0; }
td:nth-child(3) { min-width: 10rem; }
@media (min-width: 64rem) {
  /* The id of a user has 24 characters and fits into one line, and so does a time. */
  tbody th { min-width: 13.5rem; }
  .time { white-space: nowrap; }
}
@media (max-width: 48rem) {
  /* One finding below the other. The headers stay as buttons that sort. */
  table, tbody, tbody tr, tbody td, tbody th { display: block; }
  thead, thead tr { display: flex; flex-wrap: wrap; }
  thead { position: static; }
  td, tbody th, td:nth-child(3) { min-width: 0; padding: 0.25rem 0.75rem; border-bottom: 0; }
  td:empty { display: none; }
  tbody tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  .scroll { max-height: none; }
}
.severity { display: inline-block; min-width: 5rem; white-space: nowrap; padding: 0.05rem 0.5rem; border: 1px solid currentColor; border-radius: 1rem;
  font-size: 0.85rem; font-weight: 600; text-align: center; }
.high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); }
tr.accepted { color: var(--soft); }
@media print {
  :root { color-scheme: light; --text: #000000; --soft: #333333; --line: #999999; --ground: #ffffff; --panel: #ffffff;
    --high: #a8071a; --medium: #8a4b00; --low: #0b5394; }
  body { max-width: none; padding: 0; font-size: 9pt; }
  table { font-size: 1em; }
  #controls { display: none; }
  .scroll { max-height: none; overflow: visible; border: 0; }
  thead { display: table-header-group; } thead th { position: static; } th[aria-sort] button::after { content: ""; }
  tr { break-inside: avoid; }
  /* Paper is as narrow as a small window, and is still a table. */
  table { display: table; table-layout: fixed; }
  thead { display: table-header-group; } tbody { display: table-row-group; } thead tr, tbody tr { display: table-row; }
  thead th, tbody td, tbody th, td:empty { display: table-cell; }
  .time { white-space: normal; }
  td, tbody th, td:nth-child(3) { min-width: 0; padding: 0.3rem; border-bottom: 1px solid var(--line); }
  th button { padding: 0.3rem; }
  thead th:nth-child(1) { width: 10%; } thead th:nth-child(2) { width: 18%; } thead th:nth-child(3) { width: 30%; }
  .severity { min-width: 0; }
  tr.again th > :first-child { opacity: 1; }
  tr.again th > :not(:first-child) { display: block; }
  details { display: none; }
}
`;

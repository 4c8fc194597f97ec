/** Search and sorting in the HTML report. Without the script, the page shows all entries, which are called by these nouns. */
export function htmlScript(nouns: string): string {
  return `
const body = document.querySelector("tbody");
const rows = [...body.rows];
// The details repeat the finding in the words of a file. Of them, only the id is searched.
const textOf = (row) => [row.dataset.id, ...[...row.cells].map((cell) => cell.textContent.replace(cell.querySelector("details")?.textContent ?? "", ""))].join(" ");
const texts = new Map(rows.map((row) => [row, textOf(row).toLowerCase()]));
const collator = new Intl.Collator("en", { numeric: true });
const headers = [...document.querySelectorAll("thead th")];
const search = document.getElementById("search");
const show = document.getElementById("show");
const group = document.getElementById("group");
const shown = document.getElementById("shown");

function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const row of rows) {
    const text = texts.get(row);
    const isOfKind = show.value === "" || row.dataset.show === show.value || (show.value === "new" && "new" in row.dataset);
    row.hidden = !isOfKind || !words.every((word) => text.includes(word));
  }
  arrange();
  shown.textContent = rows.filter((row) => !row.hidden).length + " of " + rows.length + " ${nouns}";
}

// The rows in the order of the last sorting or, by user or object, the rows of each below the first of them, which names it.
function arrange() {
  const visible = rows.filter((row) => !row.hidden);
  const bySubject = new Map();
  for (const row of visible) bySubject.set(row.dataset.about, [...(bySubject.get(row.dataset.about) ?? []), row]);
  const ordered = group.checked ? [...bySubject.values()].flat() : visible;
  ordered.forEach((row, index) => row.classList.toggle("again", group.checked && ordered[index - 1]?.dataset.about === row.dataset.about));
  body.replaceChildren(...ordered, ...rows.filter((row) => row.hidden));
}

function sortBy(header) {
  const column = headers.indexOf(header);
  const sign = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of headers) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
  const keys = new Map(rows.map((row) => [row, row.cells[column].dataset.order ?? row.cells[column].textContent]));
  // Unknown values come last in both directions.
  const isBlank = (row) => (keys.get(row) === "" ? 1 : 0);
  rows.sort((one, other) => isBlank(one) - isBlank(other) || sign * collator.compare(keys.get(one), keys.get(other)));
  arrange();
}

search.addEventListener("input", filter);
show.addEventListener("change", filter);
group.addEventListener("change", arrange);
for (const header of headers) header.firstElementChild.addEventListener("click", () => sortBy(header));
document.getElementById("controls").hidden = false;
filter();
`;
}

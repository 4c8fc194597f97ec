/** Search and sorting in the HTML report. Without the script, the page shows all findings. */
export const htmlScript = `
const body = document.querySelector("tbody");
const rows = [...body.rows];
const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const collator = new Intl.Collator("en", { numeric: true });
const headers = [...document.querySelectorAll("thead th")];
const search = document.getElementById("search");
const show = document.getElementById("show");
const shown = document.getElementById("shown");

function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const row of rows) {
    const text = texts.get(row);
    const isOfKind = show.value === "" || row.dataset.show === show.value;
    row.hidden = !isOfKind || !words.every((word) => text.includes(word));
  }
  shown.textContent = rows.filter((row) => !row.hidden).length + " of " + rows.length + " findings";
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
  body.replaceChildren(...rows);
}

search.addEventListener("input", filter);
show.addEventListener("change", filter);
for (const header of headers) header.firstElementChild.addEventListener("click", () => sortBy(header));
document.getElementById("controls").hidden = false;
filter();
`;

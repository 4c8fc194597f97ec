import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Difference } from "../../../drift/finding/finding.js";
import { renderHtml } from "../../../drift/report/html.js";
import { BrowserPage, findChromium } from "./browser-page.js";
import { buildPlan, everyChange, originOf } from "./build-plan.js";
import { accepting, buildReport, changedNickname, foreignRole, hostileName } from "./build-report.js";

const ada = { id: "u1", username: "ada" };
const bob = { id: "u2", username: "bob" };
const hostile = { id: "u3", username: hostileName };

const report = buildReport(
  [changedNickname(ada), foreignRole(ada), foreignRole(bob, "author"), foreignRole(hostile)],
  accepting("role-foreign/u2/default/author", "on call"),
);

describe("renderHtml", () => {
  const html = renderHtml(report);

  test("is one page that loads nothing and runs no script but its own", () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/u);
    expect(html).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/u);
    expect(html).not.toMatch(/ (?:src|href|onclick|style)=|@import|url\(/u);
  });

  test("has a row for each finding, with what there is to decide", () => {
    expect(html.match(/<tr data-show=/gu)).toHaveLength(4);
    expect(html).toContain(
      "<strong>Undeclared role</strong>: holds the role &quot;admin&quot;, which no program declares",
    );
    expect(html).toContain("<pre>- finding: role-foreign/u1/default/admin\n");
    expect(html).toContain('<code class="id">role-foreign/u2/default/author</code>');
    expect(html.match(/>(?:Time|What to do)<\/button>/gu)).toHaveLength(2);
    expect(html).toContain('>changed at or before <span class="time">2026-06-01 00:00 UTC</span></td>');
    expect(html).toContain("<code>pulumi up --refresh</code> restores the declared value");
    expect(html).toContain("accepted until 2026-12-31: on call (approw-drift.yaml:2:5)");
  });

  test("shows and searches email and phone", () => {
    const text = renderHtml(
      buildReport([foreignRole({ ...ada, email: "ada@example.com", phone: "+49 30 1234" })]),
    );

    expect(text).toContain('<bdi class="contact">ada@example.com</bdi>');
    expect(text).toContain('<bdi class="contact">+49 30 1234</bdi>');
  });

  test("has the acceptance and the ignore rule of a finding ready to paste", () => {
    const outsider: Difference = { kind: "user-unmanaged", user: ada, owners: [], groups: [], roles: [] };
    const text = renderHtml(buildReport([outsider]));

    expect(text).toContain(
      "<pre>- finding: user-unmanaged/u1\n  reason: &quot;TODO: say why&quot;\n  until: 2026-09-13</pre>",
    );
    expect(text).toContain("<pre>username:ada</pre>");
  });

  test("a hostile name is text", () => {
    expect(html).not.toContain("<script>alert");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    for (const control of ["\u001b", "\u202e"]) expect(html).not.toContain(control);
  });

  test("names tables, headers and inputs for screen readers", () => {
    expect(html).toContain("<caption>");
    expect(html.match(/<th scope="col"/gu)).toHaveLength(6);
    expect(html.match(/<th scope="row"/gu)).toHaveLength(4);
    expect(html).toContain('<label for="search">');
    expect(html).toContain('<label for="show">');
    expect(html).toContain(
      '<th scope="col" aria-sort="ascending"><button type="button">Severity</button></th>',
    );
  });

  test("a clean review says so, without table and script", () => {
    const clean = renderHtml(buildReport([]));

    expect(clean).toContain("There is nothing to decide.");
    expect(clean).not.toMatch(/<table|<script/u);
  });
});

const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write(
    "No Chromium is on this machine: sorting and searching in the HTML report are not tested here.\n",
  );
}

describe.skipIf(chromium === undefined)("the HTML report in Chromium", () => {
  let directory: string;
  let page: BrowserPage;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "approw-html-"));
    await writeFile(join(directory, "review.html"), renderHtml(report));
    page = await BrowserPage.open(chromium ?? "", join(directory, "review.html"));
    // A browser takes its time to start on a busy machine.
  }, 60_000);

  afterAll(async () => {
    await page.close();
    await rm(directory, { recursive: true });
  });

  async function visibleUsers(): Promise<unknown> {
    return await page.evaluate(
      `[...document.querySelectorAll("tbody tr")].filter((row) => row.offsetHeight > 0).map((row) => row.querySelector("th code").textContent)`,
    );
  }

  async function type(words: string): Promise<void> {
    await page.evaluate(
      `search.value = ${JSON.stringify(words)}, search.dispatchEvent(new Event("input", { bubbles: true }))`,
    );
  }

  async function show(choice: string): Promise<void> {
    await page.evaluate(
      `{ const select = document.getElementById("show"); select.value = ${JSON.stringify(choice)}; select.dispatchEvent(new Event("change")); }`,
    );
  }

  /** The sorting that each header announces after a click on one of them. */
  async function clickHeader(column: number): Promise<unknown> {
    return await page.evaluate(
      `[...document.querySelectorAll("thead button")][${column}].click(), [...document.querySelectorAll("thead th")].map((th) => th.getAttribute("aria-sort"))`,
    );
  }

  test("its own script runs under its policy, and shows the controls", async () => {
    expect(await page.evaluate(`document.getElementById("controls").offsetHeight > 0`)).toBe(true);
    expect(await page.evaluate(`document.getElementById("shown").textContent`)).toBe("4 of 4 findings");
  });

  test("searches for all words, in any case, and announces how many are left", async () => {
    await type("ADMIN u1");

    expect(await visibleUsers()).toEqual(["u1"]);
    expect(await page.evaluate(`document.getElementById("shown").textContent`)).toBe("1 of 4 findings");
    await type("");
    expect(await visibleUsers()).toHaveLength(4);
  });

  test("finds a finding by its id, which the details of the row show", async () => {
    await type("role-foreign/u2/default/author");
    expect(await visibleUsers()).toEqual(["u2"]);
    await type("");
  });

  test("shows one severity, or what is accepted", async () => {
    await show("low");
    expect(await visibleUsers()).toEqual(["u1"]);
    await show("accepted");
    expect(await visibleUsers()).toEqual(["u2"]);
    await show("");
  });

  async function group(isOn: boolean): Promise<void> {
    await page.evaluate(
      `{ const box = document.getElementById("group"); box.checked = ${String(isOn)}; box.dispatchEvent(new Event("change")); }`,
    );
  }

  test("shows the findings of one user together, and the user once, unless told otherwise", async () => {
    const named = `[...document.querySelectorAll("tbody tr")].map((row) => getComputedStyle(row.querySelector("th bdi")).opacity)`;

    expect(await visibleUsers()).toEqual(["u3", "u1", "u1", "u2"]);
    expect(await page.evaluate(named)).toEqual(["1", "1", "0", "1"]);
    await group(false);
    expect(await visibleUsers()).toEqual(["u3", "u1", "u2", "u1"]);
    expect(await page.evaluate(named)).toEqual(["1", "1", "1", "1"]);
    await group(true);
  });

  test("what there is to paste is not searched", async () => {
    await type("TODO");
    expect(await visibleUsers()).toEqual([]);
    await type("");
  });

  test("sorts by a column, then the other way round, and tells which", async () => {
    await group(false);
    const none = [null, null, null, null, null];

    expect(await clickHeader(1)).toEqual([null, "ascending", null, null, null, null]);
    expect(await visibleUsers()).toEqual(expect.arrayContaining(["u1", "u2", "u3"]));
    const upwards = await visibleUsers();
    expect(await clickHeader(1)).toEqual([null, "descending", null, null, null, null]);
    expect(await visibleUsers()).not.toEqual(upwards);
    expect(await clickHeader(0)).toEqual(["ascending", ...none]);
    expect(await visibleUsers()).toHaveLength(4);
    expect(await page.evaluate(`document.querySelector("tbody tr:last-child .severity").textContent`)).toBe(
      "low",
    );
  });

  test("unknown values come last in both directions", async () => {
    const since = `[...document.querySelectorAll("tbody tr")].map((row) => row.cells[4].textContent === "")`;

    await clickHeader(4);
    expect(await page.evaluate(since)).toEqual([false, true, true, true]);
    await clickHeader(4);
    expect(await page.evaluate(since)).toEqual([false, true, true, true]);
    await clickHeader(0);
  });

  test("no text is fainter than the accessibility guidelines ask for, in light and in dark", async () => {
    for (const scheme of ["light", "dark"] as const) {
      await page.emulate("screen", scheme);
      expect(await page.evaluate(faintTexts), scheme).toEqual([]);
    }
    await page.emulate("screen");
  });

  test("on paper there are no controls, and the headers come again on each page", async () => {
    await page.emulate("print");

    expect(await page.evaluate(`getComputedStyle(document.getElementById("controls")).display`)).toBe("none");
    expect(await page.evaluate(`getComputedStyle(document.querySelector("thead")).display`)).toBe(
      "table-header-group",
    );
    await page.emulate("screen");
  });
});

describe.skipIf(chromium === undefined)("the HTML report of a plan in Chromium", () => {
  let directory: string;
  let page: BrowserPage;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "approw-html-"));
    const commit = { author: "x".repeat(500), subject: "y".repeat(500) };
    const origins = [originOf({ file: `${"folder/".repeat(50)}${"z".repeat(300)}.yaml` }, commit)];
    const changes = Object.values(everyChange).map((change) => ({ ...change, origins }));
    await writeFile(join(directory, "plan.html"), renderHtml(buildPlan(changes)));
    page = await BrowserPage.open(chromium ?? "", join(directory, "plan.html"));
  }, 120_000);

  afterAll(async () => {
    await page.close();
    await rm(directory, { recursive: true });
  });

  test("its own script runs under its policy, and counts changes", async () => {
    expect(await page.evaluate(`document.getElementById("shown").textContent`)).toBe("24 of 24 changes");
  });

  test.each([1280, 500])("nothing is cut or hangs over at %i px", async (width) => {
    await page.resize(width);

    expect(
      await page.evaluate(
        `[...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > ${width} + 0.5).map((element) => element.tagName)`,
      ),
    ).toEqual([]);
  });
});

describe.skipIf(chromium === undefined)("the HTML report of two thousand findings in Chromium", () => {
  let directory: string;
  let page: BrowserPage;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "approw-html-"));
    const users = Array.from({ length: 2000 }, (_, n) => ({ id: `u${n}`, username: `user-${n}` }));
    const many = buildReport(users.map((user) => changedNickname(user)));
    await writeFile(join(directory, "review.html"), renderHtml(many));
    page = await BrowserPage.open(chromium ?? "", join(directory, "review.html"));
  }, 120_000);

  afterAll(async () => {
    await page.close();
    await rm(directory, { recursive: true });
  });

  test("the headers stay in sight while the findings scroll", async () => {
    await page.evaluate(
      `document.querySelector("tbody tr:nth-child(1000)").scrollIntoView({ block: "end" })`,
    );

    const header = await page.evaluate(
      `(({ top, bottom }) => [top >= 0, bottom <= innerHeight, document.elementFromPoint(60, top + 10).closest("thead") !== null])(document.querySelector("thead th").getBoundingClientRect())`,
    );

    expect(header).toEqual([true, true, true]);
  });

  test("a click on a header sorts them all", async () => {
    await page.evaluate(`(document.querySelectorAll("thead button")[1].click(), "sorted")`);

    expect(await page.evaluate(`document.querySelector("tbody tr:nth-child(11) th code").textContent`)).toBe(
      "u10",
    );
  });
});

describe.skipIf(chromium === undefined)("the HTML report of long values in Chromium", () => {
  let directory: string;
  let page: BrowserPage;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "approw-html-"));
    const endless = {
      id: "5f0c1a2b3d4e5f6071829304",
      username: "x".repeat(2000),
      email: `${"e".repeat(300)}@a.example`,
    };
    const signed = `https://photos.example/${"a1b2".repeat(500)}`;
    const long = buildReport([
      changedNickname(endless, signed),
      foreignRole(endless, "r".repeat(500)),
      foreignRole(ada),
    ]);
    await writeFile(join(directory, "review.html"), renderHtml(long));
    page = await BrowserPage.open(chromium ?? "", join(directory, "review.html"));
  }, 120_000);

  afterAll(async () => {
    await page.close();
    await rm(directory, { recursive: true });
  });

  test.each([
    { media: "screen", width: 1280 },
    { media: "screen", width: 780 },
    { media: "screen", width: 500 },
    { media: "print", width: 700 },
  ] as const)("nothing is cut or hangs over at $width px ($media)", async ({ media, width }) => {
    await page.emulate(media);
    await page.resize(width);

    const overhanging = await page.evaluate(
      `[...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > ${width} + 0.5).map((element) => element.tagName)`,
    );
    const scrolled = await page.evaluate(
      `[document.documentElement, document.querySelector(".scroll")].map((element) => element.scrollWidth - element.clientWidth)`,
    );

    expect(overhanging).toEqual([]);
    expect(scrolled).toEqual([0, 0]);
  });
});

/** Elements whose text has less than 4.5:1 of contrast with the page's ground (WCAG 2.2, 1.4.3). */
const faintTexts = `(() => {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return color === "rgba(0, 0, 0, 0)" && element.parentElement ? groundOf(element.parentElement) : color;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .filter((element) => element.offsetHeight > 1)
    .filter((element) => {
      const [one, other] = [getComputedStyle(element).color, groundOf(element)].map(luminance);
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) < 4.5;
    })
    .map((element) => element.tagName + " " + element.className);
})()`;

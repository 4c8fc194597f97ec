import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { expect, test } from "vitest";

import { brokenLinks, linksOf, pagesIn } from "./support/markdown-links.js";

const repository = resolve(__dirname, "../..");

test("every link between the documents leads somewhere", async () => {
  const pages = await pagesIn(repository);
  const texts = await Promise.all(pages.map((page) => readFile(page, "utf8")));
  const broken = await Promise.all(pages.map((page) => brokenLinks(repository, relative(repository, page))));

  expect(broken.flat()).toEqual([]);
  expect(texts.flatMap(linksOf).length).toBeGreaterThan(10);
});

import { createHash } from "node:crypto";

import { raw } from "hono/html";

import { htmlScript } from "./html-script.js";
import { htmlStyle } from "./html-style.js";
import { type Markup, markup } from "./markup.js";

interface Page {
  readonly title: string;
  /** The title, which may hold code. */
  readonly heading: string | readonly Markup[];
  readonly pools: readonly { readonly userPoolId: string; readonly host: string }[];
  readonly generatedAt: string;
  readonly main: Markup;
  /** What the rows of its table are called; undefined without a table, which needs no script. */
  readonly nouns: string | undefined;
}

const style = raw(htmlStyle);

/** One page that loads nothing. It shows names that users chose, so it allows no script but its own. */
export function renderPage({ title, heading, pools, generatedAt, main, nouns }: Page): string {
  const script = htmlScript(nouns ?? "");
  const policy = `default-src 'none'; style-src '${hash(htmlStyle)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`;
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
<h1>${heading}</h1>
<p class="soft">${pools.map(({ userPoolId, host }) => markup`User pool <code>${userPoolId}</code> on ${host}, `)}
<time datetime="${generatedAt}">${generatedAt}</time></p>
</header>
<main>
${main}
</main>
${nouns === undefined ? "" : markup`<script>${raw(script)}</script>\n`}</body>
</html>
`);
}

/** Lets a browser run this text and no other. */
function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

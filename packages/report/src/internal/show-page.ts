import { type Html, html } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";

/** What every page has. */
export interface PageParts {
  /** What kind of page it is, above the title. */
  readonly kind: string;
  readonly title: string;
  /** The result in a sentence. */
  readonly lede: string;
  /** Terms and values. */
  readonly facts: readonly (readonly [string, string])[];
  readonly main: Html;
}

/** A whole document. */
export function showPage({ kind, title, lede, facts, main }: PageParts): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${PAGE_STYLE}
</head>
<body>
<header>
<p class="kind">${kind}</p>
<h1>${title}</h1>
<p class="lede">${lede}</p>
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<main>
${main}
</main>
<footer><p>After G. Hinton, O. Vinyals and J. Dean, <cite>Distilling the Knowledge in a Neural Network</cite>, 2015
(arXiv:1503.02531).</p></footer>
</body>
</html>
`;
  return keepTogether(page.markup);
}

/** What stands in `<pre>` to be copied, and text between tags. */
const PRE_OR_TEXT = /<pre.*?<\/pre>|>[^<]+/gs;

/** No line breaks between a number and what belongs to it: `98.7 %`, `74.2 ± 7.7`. */
function keepTogether(markup: string): string {
  return markup.replace(PRE_OR_TEXT, (part) =>
    part.startsWith("<pre")
      ? part
      : part.replace(/(?<=\d) %/g, "\u00a0%").replace(/(?<=\d) ± (?=\d)/g, "\u00a0±\u00a0"),
  );
}

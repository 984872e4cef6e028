import { assertFields, assertShape } from "@dark-knowledge/core";
import { PAGE_STYLE } from "../internal/page-style.ts";
import { type Html, type HtmlPart, html } from "./html.ts";

/** The parts of a page. */
export interface PageParts {
  /** The kind of page, shown above the title. */
  readonly kind: string;
  readonly title: string;
  /** The result in a sentence or two. */
  readonly lede: string;
  /** Terms and values that describe the run. */
  readonly facts: readonly (readonly [string, string])[];
  /** The sections in order; undefined ones are left out. */
  readonly sections: readonly (Html | undefined)[];
}

/**
 * Renders a whole document: one self-contained HTML page with its style. It loads nothing from the network, runs no
 * script, follows the reader's light or dark scheme, fits narrow screens, and prints.
 *
 * @throws ArgumentError when a part has the wrong type
 * @returns a document that starts with `<!doctype html>`
 *
 * @example
 * ```ts
 * import { html, showPage, showSection } from "@dark-knowledge/report";
 *
 * const section = showSection("why", "Why", [html`<p>It is 3 < 4.</p>`, html`<p>${"3 < 4"}</p>`]);
 * const page = showPage({ kind: "Note", title: "Less", lede: "Less.", facts: [["data", "none"]], sections: [section] });
 * page.includes("<h1>Less</h1>"); // => true
 * page.includes("<p>3 &lt; 4</p>"); // => true
 * ```
 */
export function showPage(parts: PageParts): string {
  assertPage(parts);
  const { kind, title, lede, facts, sections } = parts;
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
${sections.flatMap((section): HtmlPart[] => (section ? [section, "\n"] : []))}</main>
<footer><p>After G. Hinton, O. Vinyals and J. Dean, <cite>Distilling the Knowledge in a Neural Network</cite>, 2015
(arXiv:1503.02531).</p></footer>
</body>
</html>
`;
  return keepTogether(page.markup);
}

function assertPage(parts: PageParts): void {
  const kinds = { kind: "text", title: "text", lede: "text", facts: "list", sections: "list" } as const;
  assertFields("showPage", parts, kinds, { argument: "parts", prefix: "parts." });
  for (const [index, fact] of parts.facts.entries()) {
    const path = `parts.facts[${index}]`;
    assertFields("showPage", { [path]: fact }, { [path]: "texts" });
    assertShape("showPage", path, [fact.length], [2]);
  }
}

/** Matches `<pre>` elements, whose text is copied, and text between tags. */
const PRE_OR_TEXT = /<pre.*?<\/pre>|>[^<]+/gs;

/** Prevents line breaks between a number and its unit or spread: `98.7 %`, `74.2 ± 7.7`. */
function keepTogether(markup: string): string {
  return markup.replace(PRE_OR_TEXT, (part) =>
    part.startsWith("<pre")
      ? part
      : part.replace(/(?<=\d) %/g, "\u00a0%").replace(/(?<=\d) ± (?=\d)/g, "\u00a0±\u00a0"),
  );
}

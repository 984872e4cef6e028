import { type Html, type HtmlPart, html } from "./html.ts";

/**
 * A part of a page under a heading.
 *
 * @param id of the heading, different from those of the other sections of the page
 * @param parts pieces of HTML in order; those that are undefined are left out
 * @see {@link showPage} for an example
 */
export function showSection(id: string, title: string, parts: readonly (Html | undefined)[]): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${parts.flatMap((part): HtmlPart[] => (part ? [part, "\n"] : []))}</section>`;
}

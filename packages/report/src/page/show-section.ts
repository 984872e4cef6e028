import { assertFields } from "@dark-knowledge/core";
import { type Html, type HtmlPart, html } from "./html.ts";

/**
 * Shows a part of a page under a heading.
 *
 * @param id the id of the heading, unique on the page
 * @param parts pieces of HTML in order; undefined ones are left out
 * @throws ArgumentError when an argument has the wrong type
 * @see {@link showPage} for an example
 */
export function showSection(id: string, title: string, parts: readonly (Html | undefined)[]): Html {
  assertFields("showSection", { id, title, parts }, { id: "text", title: "text", parts: "list" });
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${parts.flatMap((part): HtmlPart[] => (part ? [part, "\n"] : []))}</section>`;
}

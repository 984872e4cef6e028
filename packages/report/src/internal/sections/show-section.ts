import { type Html, html } from "../html.ts";

/** A part of a page under a heading. */
export function showSection(id: string, title: string, parts: readonly (Html | undefined)[]): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${parts}
</section>`;
}

import { type Html, html } from "../html.ts";

/** Lets something wide scroll by itself, also with the keyboard, where the page is narrow. */
export function showScroller(label: string, content: Html): Html {
  return html`<div class="scroller" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}

import { type Html, html } from "../page/html.ts";

/**
 * Lets something wide scroll by itself, also with the keyboard, where the page is narrow. A line above it says so when it does: the
 * style sheet gives the line no room where everything is in view.
 */
export function showScroller(label: string, content: Html): Html {
  return html`<div class="scroller" role="region" aria-label="${label}" tabindex="0"><div class="wide"><p class="hint" aria-hidden="true">more to the right →</p>${content}</div></div>`;
}

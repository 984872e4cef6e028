import { type Html, html } from "../page/html.ts";

/**
 * Wraps wide content in a region that scrolls on narrow pages, also with the keyboard. A line above it says that it
 * scrolls; the style sheet hides the line where everything is in view.
 */
export function showScroller(label: string, content: Html): Html {
  return html`<div class="scroller" role="region" aria-label="${label}" tabindex="0"><div class="wide"><p class="hint" aria-hidden="true">more to the right →</p>${content}</div></div>`;
}

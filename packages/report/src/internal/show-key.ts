import type { Mark } from "../mark-of.ts";
import { type Html, html } from "../page/html.ts";

/** Renders the symbol of a kind of net, for use before its name; nothing where there is none. */
export function showKey(mark: Mark | undefined): Html | undefined {
  return mark && html`<span class="key ${mark}"></span>`;
}

import { ArgumentError, assertFields, assertShape, formatValue } from "@dark-knowledge/core";

/**
 * A piece of finished HTML, which {@link html} inserts unescaped.
 *
 * @see {@link html}
 */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/**
 * The values allowed in a `${…}` of {@link html}: text is escaped, lists are joined, false and undefined give nothing.
 */
export type HtmlPart = Html | string | number | false | undefined | readonly HtmlPart[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * A template tag for HTML. The literal parts are HTML; everything filled in is escaped text, safe between tags and in
 * quoted attributes.
 *
 * @throws ArgumentError when a part is something else
 *
 * @example
 * ```ts
 * import { html } from "@dark-knowledge/report";
 *
 * const items = ["a < b", "c & d"].map((text) => html`<li>${text}</li>`);
 * html`<ul>${items}</ul>`.markup; // => "<ul><li>a &lt; b</li><li>c &amp; d</li></ul>"
 * ```
 */
export function html(literals: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  assertFields("html", { literals }, { literals: "texts" });
  assertShape("html", "literals", [literals.length], [parts.length + 1]);
  const rest = parts.map((part, index) => markupOf(part, index) + literals[index + 1]!);
  return new Html(literals[0]! + rest.join(""));
}

function markupOf(part: HtmlPart, index: number): string {
  if (part instanceof Html) return part.markup;
  if (part === undefined || part === false) return "";
  if (typeof part === "string" || typeof part === "number") {
    return String(part).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
  }
  if (Array.isArray(part)) return part.map((one) => markupOf(one, index)).join("");
  throw new ArgumentError({
    ...{ functionName: "html", argument: `parts[${index}]`, code: "dtype" },
    expected: "must be Html, a string, a number, a list of them, false or undefined",
    received: formatValue(part),
  });
}

import { parseHTML } from "linkedom";

/** The part of the DOM that these tests read; the workspace has no types of the whole. */
interface PageElement {
  readonly textContent: string;
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** A page with the elements that a selector finds on it. */
export interface Page {
  readonly title: string;
  readonly text: string;
  all(selector: string): readonly PageElement[];
  first(selector: string): PageElement;
  /** The text of each element that the selector finds. */
  texts(selector: string): readonly string[];
}

/** Text with ordinary spaces, where a page keeps a number and its unit together. */
export const plain = (text: string) => text.replaceAll("\u00a0", " ");

/** Parses a page as a browser does. */
export function parsePage(markup: string): Page {
  const { document } = parseHTML(markup);
  const all = (selector: string): PageElement[] => Array.from(document.querySelectorAll(selector));
  return {
    title: document.title,
    text: plain(all("body")[0]!.textContent).replace(/\s+/g, " "),
    all,
    first: (selector) => all(selector)[0]!,
    texts: (selector) => all(selector).map(({ textContent }) => plain(textContent)),
  };
}

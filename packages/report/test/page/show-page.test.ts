import { expect, it } from "vitest";
import { html, showPage } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const PARTS = { kind: "Run <1>", title: "A & B", lede: "98.7 % of 4.2 ± 0.1.", facts: [["data", "x < y"]] as const };

it("showPage(parts) is a whole document of escaped text and finished sections", () => {
  const markup = showPage({
    ...PARTS,
    sections: [html`<section>one</section>`, undefined, html`<section>two</section>`],
  });
  expect(markup.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
  const page = parsePage(markup);
  expect(page.title).toBe("A & B");
  expect(page.texts("h1, .kind, dt, dd, section")).toEqual(["Run <1>", "A & B", "data", "x < y", "one", "two"]);
});

it("showPage(parts) keeps numbers and units together, but for what is copied", () => {
  const pre = html`<pre>98.7 % of 4.2 ± 0.1</pre>`;
  const markup = showPage({ ...PARTS, sections: [html`<p title="5 % off">5 % off</p>`, pre] });
  expect(markup).toContain("98.7\u00a0% of 4.2\u00a0±\u00a00.1.");
  expect(markup).toContain('<p title="5 % off">5\u00a0% off</p>');
  expect(markup).toContain("<pre>98.7 % of 4.2 ± 0.1</pre>");
});

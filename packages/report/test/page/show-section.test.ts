import { expect, it } from "vitest";
import { html, showSection } from "../../src/index.ts";

it("showSection(id, title, parts) has a heading that names it, and the parts that there are", () => {
  expect(showSection("why", "Why & how", [html`<p>1</p>`, undefined, html`<p>2</p>`]).markup).toBe(
    '<section aria-labelledby="why">\n<h2 id="why">Why &amp; how</h2>\n<p>1</p>\n<p>2</p>\n</section>',
  );
});

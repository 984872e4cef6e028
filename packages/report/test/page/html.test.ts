import { describe, expect, it } from "vitest";
import { Html, html } from "../../src/index.ts";

describe("html`…`", () => {
  it("escapes text between tags and in attributes", () => {
    expect(html`<p title="${`"a" & 'b'`}">${"<b>"}</p>`.markup).toBe(
      '<p title="&quot;a&quot; &amp; &#39;b&#39;">&lt;b&gt;</p>',
    );
  });

  it("keeps HTML, joins lists, writes numbers and leaves out what is not there", () => {
    expect(html`${[html`<i>${1}</i>`, "&", [0, new Html("<br>")]]}|${undefined}${false}|`.markup).toBe(
      "<i>1</i>&amp;0<br>||",
    );
  });
});

import { showScroller } from "../internal/show-scroller.ts";
import type { RunRecord } from "../run-record.ts";
import { type Html, html } from "./html.ts";
import { showSection } from "./show-section.ts";

/**
 * Shows how to run this again: the command, the versions, and the folded specification.
 *
 * @param remark another sentence
 * @see {@link showPage} for a page of such sections
 */
export function showRerun(record: Pick<RunRecord, "command" | "spec" | "versions" | "backend">, remark?: Html): Html {
  const { command, spec, versions, backend } = record;
  const json = JSON.stringify(spec, null, 2);
  const software = Object.entries({ ...versions, backend }).map(
    ([name, version]) => html`<div><dt>${name}</dt><dd>${version}</dd></div>`,
  );
  const how = command
    ? html`Save the specification as <code>spec.json</code> and run <code>${command}</code>.`
    : html`The specification decides the result.`;
  return showSection("rerun", "How to run this again", [
    html`<p>${how} It holds every seed. The same versions and the same backend belong to the same numbers. ${remark}</p>`,
    html`<dl class="versions">${software}</dl>`,
    html`<details class="machine">
<summary>The specification</summary>
${showScroller("Specification as JSON", html`<pre><code>${json}</code></pre>`)}
</details>`,
  ]);
}

import type { RunRecord } from "../../run-record.ts";
import { type Html, html } from "../html.ts";
import { showScroller } from "./show-scroller.ts";

/** The specification and versions with which a command gives the run again, and a remark. */
export function showRerun(
  { spec, versions, backend }: Pick<RunRecord, "spec" | "versions" | "backend">,
  command: string,
  remark?: Html,
): Html {
  const json = JSON.stringify(spec, null, 2);
  const scroller = showScroller("Specification as JSON", html`<pre><code>${json}</code></pre>`);
  const software = Object.entries({ ...versions, backend }).map(
    ([name, version]) => html`<div><dt>${name}</dt><dd>${version}</dd></div>`,
  );
  return html`<section aria-labelledby="rerun">
<h2 id="rerun">How to run this again</h2>
<p>Save the specification as <code>spec.json</code> and run <code>dark-knowledge ${command} --spec spec.json</code>. It
holds every seed. The same versions and the same backend belong to the same numbers.${remark}</p>
<dl class="versions">${software}</dl>
<details class="machine"><summary>The specification</summary>${scroller}</details>
</section>`;
}

import { assertKind, type Kind } from "../internal/assert-kind.ts";
import { ENVIRONMENT } from "../internal/kinds.ts";
import { showScroller } from "../internal/show-scroller.ts";
import { toJson } from "../internal/to-json.ts";
import type { EnvironmentRecord, RunRecord } from "../run-record.ts";
import { type Html, html } from "./html.ts";
import { showSection } from "./show-section.ts";

const RERUN: Kind = {
  fields: { command: "text?", spec: "object", versions: "object", backend: "text", environments: "objects?" },
  parts: { environments: ENVIRONMENT },
};

/**
 * Shows how to run this again: the command, the versions, and the folded specification. Where stages ran in different
 * environments, it says which ran where.
 *
 * @param remark another sentence
 * @throws ArgumentError when a part of `record` has the wrong type
 * @see {@link showPage} for a page of such sections
 */
export function showRerun(
  record: Pick<RunRecord, "command" | "spec" | "versions" | "backend" | "environments">,
  remark?: Html,
): Html {
  assertKind("showRerun", "record", record, RERUN);
  const { command, spec, versions, backend, environments = [] } = record;
  const json = toJson("showRerun", "record.spec", spec, 2);
  const software = Object.entries({ ...versions, backend }).map(
    ([name, version]) => html`<div><dt>${name}</dt><dd>${version}</dd></div>`,
  );
  const how = command
    ? html`Save the specification as <code>spec.json</code> and run <code>${command}</code>.`
    : html`The specification decides the result.`;
  return showSection("rerun", "How to run this again", [
    html`<p>${how} It holds every seed. The same versions and the same backend belong to the same numbers. ${remark}</p>`,
    html`<dl class="versions">${software}</dl>`,
    environments.length > 1 ? showEnvironments(environments) : undefined,
    html`<details class="machine">
<summary>The specification</summary>
${showScroller("Specification as JSON", html`<pre><code>${json}</code></pre>`)}
</details>`,
  ]);
}

/** Lists which stages ran where, by the settings that are not the same for all. */
function showEnvironments(environments: readonly EnvironmentRecord[]): Html {
  const names = [...new Set(environments.flatMap(({ settings }) => Object.keys(settings)))];
  const differing = names.filter((name) => new Set(environments.map(({ settings }) => settings[name])).size > 1);
  const items = environments.map(({ settings, stages }) => {
    const own = differing.map((name) => `${name} ${settings[name] ?? "not set"}`).join(", ");
    return html`<li>${own}: ${stages.join(", ")}</li>`;
  });
  return html`<p>Not all stages ran in the same environment, so their last digits may differ from those of a new run:</p>
<ul>${items}</ul>`;
}

import { Html, html, showPage, showSection } from "@dark-knowledge/report";
import type { NetData, RecogniserData, RecordingData } from "./recogniser-data.ts";

/** The contents of a page of a recogniser. */
export interface RecogniserPageParts {
  readonly title: string;
  readonly lede: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly recogniser: RecogniserData;
  readonly net: NetData;
  /** The first is shown at once. */
  readonly recordings: readonly RecordingData[];
  /** Sentences below. */
  readonly notes: readonly string[];
  /** The script of the page. */
  readonly program: string;
}

/** Renders a page that recognises words: one self-contained HTML file with the net, the decoder and the program that runs them. */
export function recogniserPage({ title, lede, facts, notes, program, ...data }: RecogniserPageParts): string {
  const page = showPage({
    ...{ kind: "Recogniser", title, lede, facts },
    sections: [
      showSection("listen", "Listen", [
        html`<p id="recordings" class="controls"></p>
<p class="controls"><label for="file">Open a recording</label> <input id="file" type="file" accept="audio/*,.wav"> <button id="record" type="button">Record</button></p>
<p id="status" class="note" role="status"></p>`,
      ]),
      showSection("heard", "Heard", [
        html`<div id="answer" aria-live="polite"><p id="words"></p><p id="said" class="note"></p></div>
<div class="track" role="region" aria-label="What was heard, over time" tabindex="0"><canvas id="picture" role="img" aria-label="Nothing yet"></canvas><div id="now"></div></div>`,
        ...notes.map((note) => html`<p class="note">${note}</p>`),
      ]),
    ],
  });
  // Nothing in the data may end the element that holds it, and `$` means nothing in a function's answer.
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  const script = program.replaceAll("</script", "<\\/script");
  const end = `<script type="application/json" id="data">${json}</script>\n<script type="module">${script}</script>\n</body>`;
  return page.replace("</head>", () => `${STYLE.markup}\n</head>`).replace("</body>", () => end);
}

const STYLE = new Html(`<style>
.controls { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; max-width: none; }
button, input[type="file"]::file-selector-button {
  padding: 0.35rem 0.8rem; border: 1px solid var(--rule); border-radius: 1rem; background: none; color: inherit; font: inherit; font-size: 0.875rem; cursor: pointer;
}
button:hover { background: var(--wash); }
input[type="file"] { font: inherit; font-size: 0.875rem; max-width: 100%; }
#status { min-height: 1.5em; }
#words { margin: 0 0 0.25rem; font-size: 1.5rem; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
#said { min-height: 1.5em; }
.track { position: relative; overflow-x: auto; margin-bottom: 1rem; }
#picture { display: block; }
#now { position: absolute; top: 0; bottom: 0; left: 0; width: 2px; background: var(--baseline); opacity: 0; }
:focus-visible { outline: 2px solid var(--student); outline-offset: 2px; }
</style>`);

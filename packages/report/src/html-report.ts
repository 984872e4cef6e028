import { compareStudents } from "./compare-students.ts";
import { assertRecord } from "./internal/assert-record.ts";
import { formatCount, formatPlural } from "./internal/format-number.ts";
import { html } from "./internal/html.ts";
import { showConfusions } from "./internal/sections/show-confusions.ts";
import { showGlossary } from "./internal/sections/show-glossary.ts";
import { showLearningCurves } from "./internal/sections/show-learning-curves.ts";
import { showRerun } from "./internal/sections/show-rerun.ts";
import { showResult } from "./internal/sections/show-result.ts";
import { showSoftTargets } from "./internal/sections/show-soft-targets.ts";
import { type PageParts, showPage } from "./internal/show-page.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * The whole run as one self-contained HTML page: result, learning curves, confusions, soft targets, and how to run it
 * again.
 *
 * The page needs nothing from the network and no script; charts are SVG and pictures PNG inside it. It follows the
 * reader's light or dark scheme, fits narrow screens and prints. What the record lacks (validation, fidelity, history,
 * examples, a model) is left out. The same record gives the same string.
 *
 * @returns a document that starts with `<!doctype html>`
 * @throws ArgumentError when the parts of `record` do not fit together
 *
 * @example
 * ```ts
 * import { htmlReport, type RunRecord } from "@dark-knowledge/report";
 *
 * const evaluation = { size: 200, errors: 9, accuracy: 0.955, nll: 0.25, calibrationError: 0.01, confusion: [[96, 4], [5, 95]] };
 * const record: RunRecord = {
 *   title: "two classes", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", trainSize: 10, transferSize: 10, validationSize: 0, testSize: 200, classNames: ["0", "1"] },
 *   models: [
 *     { role: "teacher", label: "teacher", architecture: "2-9-2", parameters: 47, runs: [{ seed: 1, seconds: 3, history: [], evaluation }] },
 *   ],
 *   examples: [],
 * };
 * const page = htmlReport(record);
 * page.includes("<h1>two classes</h1>"); // => true
 * page.includes("<script"); // => false
 * ```
 */
export function htmlReport(record: RunRecord): string {
  assertRecord("htmlReport", record);
  return showPage({
    kind: "Distillation run",
    title: record.title,
    lede: compareStudents(record),
    facts: factsOf(record),
    main: html`${showResult(record)}
${showLearningCurves(record)}
${showConfusions(record)}
${showSoftTargets(record)}
${showRerun(record, "distill")}
${showGlossary()}`,
  });
}

function factsOf({ dataset }: RunRecord): PageParts["facts"] {
  const { name, trainSize, transferSize, validationSize, testSize, classNames } = dataset;
  return [
    ["data", name],
    ["classes", formatCount(classNames.length)],
    ["teacher trained on", formatPlural(trainSize, "example")],
    ["students trained on", formatPlural(transferSize, "example")],
    ["validated on", validationSize > 0 ? formatPlural(validationSize, "example") : "nothing"],
    ["tested on", formatPlural(testSize, "example")],
  ];
}

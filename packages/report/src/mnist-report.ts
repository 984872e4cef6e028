import { compareStudents } from "./compare-students.ts";
import { assertMnistRecord } from "./internal/assert-mnist-record.ts";
import { formatCount, formatPercent } from "./internal/format-number.ts";
import { html } from "./internal/html.ts";
import { groupNets } from "./internal/mnist-nets.ts";
import { sectionThreeOf } from "./internal/section-three.ts";
import { showComparisons } from "./internal/sections/show-comparisons.ts";
import { showGlossary } from "./internal/sections/show-glossary.ts";
import { showMnistResult } from "./internal/sections/show-mnist-result.ts";
import { showRerun } from "./internal/sections/show-rerun.ts";
import { showSoftTargets } from "./internal/sections/show-soft-targets.ts";
import { showTemperatures } from "./internal/sections/show-temperatures.ts";
import { showTransferSizes } from "./internal/sections/show-transfer-sizes.ts";
import { showCorrections, showUnseenClasses } from "./internal/sections/show-unseen-classes.ts";
import { type PageParts, showPage } from "./internal/show-page.ts";
import type { MnistNetRecord, MnistRecord } from "./mnist-record.ts";
import { describeMnistRun } from "./mnist-tables.ts";
import { summarise } from "./summarise.ts";

/**
 * A run of section 3 of the paper as one self-contained HTML page: its numbers beside the paper's, temperatures, fewer transfer examples, what a
 * student learned about a digit that it never saw, and what goes beyond the paper.
 *
 * The page is made as that of {@link htmlReport} is: nothing from the network, no script, charts as SVG, light and dark. What the record lacks, as
 * that of a run of some tables alone, is left out. The same record gives the same string.
 *
 * @returns a document that starts with `<!doctype html>`
 * @throws ArgumentError when the parts of `record` do not fit together
 * @see {@link mnistTables} for the tables alone
 * @see Hinton, Vinyals and Dean (2015), section 3
 *
 * @example
 * ```ts
 * import { type MnistRecord, mnistReport } from "@dark-knowledge/report";
 *
 * const record: MnistRecord = {
 *   spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "mnist", trainSize: 60000, testSize: 10000, isHeldOut: false, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [70, 74].map((errors, index) => ({
 *     role: "teacher", name: "teacher", seed: index + 1, architecture: "784-1200-1200-2", parameters: 2385602,
 *     transferSize: 60000, omit: [], only: [], epochs: [], exampleLogits: [],
 *     size: 10000, errors, nll: 0.025, calibrationError: 0.002, confusion: [[5000 - errors, errors], [0, 5000]],
 *   })),
 * };
 * const page = mnistReport(record);
 * page.includes("teacher (784-1200-1200-2): 72.0 ± 2.8, paper 67 errors"); // => true
 * page.includes("<script"); // => false
 * ```
 */
export function mnistReport(record: MnistRecord): string {
  assertMnistRecord("mnistReport", record);
  const three = sectionThreeOf(record);
  return showPage({
    kind: "Section 3 of the paper, again",
    title: `Distillation on ${TITLES[record.dataset.name] ?? record.dataset.name}`,
    lede: ledeOf(record),
    facts: factsOf(record),
    main: html`${showMnistResult(record)}
${showTemperatures(record)}
${showTransferSizes(record)}
${showCorrections(record)}
${showSoftTargets(
  three,
  " Of each class this is the example that the teacher is least sure about, of those in the record; the nets are those of the first seed.",
)}
${showUnseenClasses(record)}
${showComparisons(record)}
${showRerun(
  record,
  "reproduce mnist",
  html` <code>dark-knowledge report record.jsonl</code> makes this page anew from the record of a run.`,
)}
${showGlossary(["temperature", "softTargets", "transferSet", "gapClosed", "nll", "agreement", "spread"])}`,
  });
}

/** What data sets are called in titles. */
const TITLES: Readonly<Record<string, string>> = { mnist: "MNIST", digits: "generated digits" };

/** What the soft targets brought, and what they taught of classes that were not there. */
function ledeOf(record: MnistRecord): string {
  const three = sectionThreeOf(record);
  const hasBoth = ["hard", "distilled"].every((role) => three.models.some((model) => model.role === role));
  const unseen = groupNets(record.nets.filter(({ corrected, omit }) => corrected && omit.length > 0));
  return [
    hasBoth ? compareStudents(three) : describeMnistRun(record),
    ...unseen.map((group) => tellUnseen(group, record)),
  ].join(" ");
}

function tellUnseen(group: readonly MnistNetRecord[], { dataset }: MnistRecord): string {
  const { omit } = group[0]!;
  const names = omit.map((label) => `${dataset.classNames[label]}s`).join(" and ");
  const shares = group.map(({ corrected }) => rightShare(corrected!.byShares.confusion, omit));
  return `A student that never saw ${names} gets ${formatPercent(summarise(shares).mean, 1)} of them right once their bias is chosen, without labels.`;
}

/** The share of examples of some classes that are right. */
function rightShare(confusion: readonly (readonly number[])[], classes: readonly number[]): number {
  const all = classes.reduce((sum, label) => sum + confusion[label]!.reduce((row, count) => row + count, 0), 0);
  const right = classes.reduce((sum, label) => sum + confusion[label]![label]!, 0);
  return right / all;
}

function factsOf({ dataset, nets }: MnistRecord): PageParts["facts"] {
  const count = (role: MnistNetRecord["role"]) => formatCount(nets.filter((net) => net.role === role).length);
  const { name, trainSize, testSize, isHeldOut } = dataset;
  return [
    ["data", name],
    ["trained on", `${formatCount(trainSize)} examples`],
    ["tested on", `${formatCount(testSize)} examples${isHeldOut ? " held out of the training set" : ""}`],
    ["teachers", count("teacher")],
    ["members of ensembles", count("member")],
    ["students", count("student")],
  ];
}

import {
  compareStudents,
  describeRun,
  findComparison,
  formatFixed,
  formatPercent,
  groupNets,
  type Html,
  html,
  type NetGroup,
  type NetRecord,
  type RunRecord,
  runFacts,
  showComparison,
  showGlossary,
  showPage,
  showRerun,
  showResult,
  showSection,
  showSoftTargets,
  showSweep,
  showTable,
  summarise,
} from "@dark-knowledge/report";
import { errorsOn } from "./internal/concerned-classes.ts";
import { showCorrectedResult, showCorrections, showUnseenClasses } from "./internal/unseen-classes.ts";
import { mnistFindings } from "./mnist-findings.ts";
import { mnistTable, netsOfTable, tableNames, titleOf, WITHOUT } from "./mnist-tables.ts";

/**
 * Renders the page of a run of section 3 of the paper: its numbers next to the paper's, temperatures, fewer transfer
 * examples, what a student learned about a digit that it never saw, and results beyond the paper.
 */
export function mnistPage(record: RunRecord): string {
  return showPage({
    kind: "Section 3 of the paper, again",
    title: record.title,
    lede: ledeOf(record),
    facts: runFacts(record),
    sections: [
      showFindings(record),
      showResult(record, {
        nets: netsOfTable(record, "section-3"),
        without: WITHOUT,
        caption: crossOf(record),
        parts: correctedGroups(record).map((group) => showCorrectedResult(record, group)),
      }),
      showTemperatures(record),
      showTransferSizes(record),
      showCorrections(record, correctedGroups(record)),
      showSoftTargets(record),
      showUnseenClasses(record, correctedGroups(record)),
      showComparisons(record),
      showRerun(record),
      showGlossary(record),
    ],
  });
}

function showFindings(record: RunRecord): Html | undefined {
  const findings = mnistFindings(record);
  if (findings.length === 0) return undefined;
  return showSection(
    "findings",
    "In short",
    findings.map((finding) => html`<p>${finding}</p>`),
  );
}

/** States what the soft targets changed, and what they taught about missing classes. */
function ledeOf(record: RunRecord): string {
  const { baseline, student } = findComparison(record);
  const unseen = correctedGroups(record).filter(({ nets }) => (nets[0]!.omit ?? []).length > 0);
  return [
    baseline && student ? compareStudents(record) : describeRun(record),
    ...unseen.flatMap(({ nets }) => tellUnseen(nets, record) ?? []),
  ].join(" ");
}

function tellUnseen(nets: readonly NetRecord[], { dataset }: RunRecord): string | undefined {
  const { omit = [] } = nets[0]!;
  const names = omit.map((label) => `${dataset.classNames[label]}s`).join(" and ");
  const shares = nets.flatMap(({ corrected }) => {
    const confusion = corrected?.byShares.confusion;
    if (confusion === undefined) return [];
    const { size, errors } = errorsOn(confusion, omit);
    return size > 0 ? 1 - errors / size : [];
  });
  if (shares.length === 0) return undefined;
  return `A student that never saw ${names} gets ${formatPercent(summarise(shares).mean, 1)} of them right once their bias is chosen, without labels.`;
}

function crossOf({ references = [], dataset }: RunRecord): string {
  const cross =
    references.length > 0
      ? "The cross is the paper’s number, which is of a single net on the same 10,000 test examples."
      : `The paper’s numbers are of the test set of MNIST, and are not drawn with those of other examples (${dataset.name}).`;
  return `${cross} A difference is worth believing when it is large compared with the bands.`;
}

/** Finds students whose transfer set lacked classes. */
function correctedGroups({ nets }: RunRecord): readonly NetGroup[] {
  return groupNets(nets.filter(({ corrected }) => corrected));
}

/** Shows errors against temperature, one panel per width; nothing where no temperature was tried. */
function showTemperatures(record: RunRecord): Html | undefined {
  const nets = record.nets.filter(({ table }) => table === "temperature");
  const widths = [...new Set(nets.map(({ architecture }) => architecture ?? ""))];
  if (nets.length === 0) return undefined;
  const panels = widths.map((width) =>
    showSweep(record, {
      nets: nets.filter(({ architecture = "" }) => architecture === width),
      x: ({ temperature }) => temperature,
      ...{ axis: "temperature T", formatX: String, title: width },
      labels: { student: "distilled" },
      level: {
        label: "on labels",
        nets: record.nets.filter(({ baseline, architecture }) => baseline && architecture === width),
      },
    }),
  );
  return showSection("temperature", "Which temperature", [
    html`<p>Test errors of distilled students by the temperature of their soft targets, one panel for each width. The larger
marks are means, the bars behind them one standard deviation to each side, the small dots single seeds; the dashed line is the mean of the
student of the same layers on labels alone, where there is one. Each panel has its own axis, and not every one starts at zero.</p>`,
    html`<p>The paper reports that all temperatures above 8 do about equally well with 300 or more units in each layer, and that with 30
units temperatures from 2.5 to 4 work significantly better than higher or lower ones.</p>`,
    html`<div class="panels">${panels}</div>`,
    foldTable(record, "temperature"),
  ]);
}

/**
 * Shows errors against the share of the transfer set, on labels and on soft targets; nothing where no share was tried.
 */
function showTransferSizes(record: RunRecord): Html | undefined {
  const parts = record.nets.filter(({ table }) => table === "transfer-size");
  if (parts.length === 0) return undefined;
  const training = record.dataset.sizes.training ?? 0;
  const { baseline, student } = findComparison(record);
  // The whole set belongs to the curve.
  const whole = [baseline, student].flatMap((group) => group?.nets ?? []);
  const percent = (examples: number) =>
    `${formatFixed((100 * examples) / training, examples * 100 < training ? 1 : 0)} %`;
  return showSection("transfer-size", "Fewer transfer examples", [
    html`<p>Test errors by the share of the training set that students learn from, with the classes in the same proportions. Fewer
examples are seen more often, as many times as the specification says. A teacher that was trained on the whole set tells the
student more about each example than its label does.</p>`,
    showSweep(record, {
      nets: [...parts, ...whole].filter(({ architecture }) => architecture === parts[0]!.architecture),
      x: ({ transferSize }) => transferSize,
      ...{ axis: "share of the training set", formatX: percent, title: parts[0]!.architecture ?? "", isWide: true },
    }),
    foldTable(record, "transfer-size"),
  ]);
}

function foldTable(record: RunRecord, name: string): Html {
  return showTable(mnistTable(record, name), { fold: `${titleOf(name)}: all figures` });
}

/** Tables shown elsewhere on the page. */
const ELSEWHERE: readonly string[] = ["section-3", "temperature", "transfer-size"];

/**
 * Shows each table of students as dots, next to the two students of section 3: other teachers, later losses, controls.
 */
function showComparisons(record: RunRecord): Html | undefined {
  const names = tableNames(record).filter(
    (name) => !ELSEWHERE.includes(name) && !netsOfTable(record, name).some(({ corrected }) => corrected),
  );
  if (names.length === 0) return undefined;
  const { baseline, student } = findComparison(record);
  const basis = [baseline, student].flatMap((group) => group ?? []);
  return showSection("comparisons", "Other teachers, later losses, controls", [
    html`<p>Each panel begins with the two students of section 3, on labels and distilled at its temperature; then comes, where it is
trained for as long as the others of the panel, that of the sweep at T = 20. Each mark is one seed; the upright line is the mean, the band
around it one standard deviation to each side. Axes whose values span more than five-fold are
logarithmic.</p>`,
    ...names.map((name) =>
      showComparison(record, {
        ...{ title: titleOf(name), nets: netsOfTable(record, name), basis, table: mnistTable(record, name) },
      }),
    ),
  ]);
}

import type { MnistFigures, MnistNetRecord, MnistRecord } from "../../mnist-record.ts";
import { mnistTables } from "../../mnist-tables.ts";
import { type DotRow, drawDotRows } from "../charts/draw-dot-rows.ts";
import { formatCount, formatErrors, formatFixed, formatSummary } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { concernedClasses, errorsBySeed, groupNets, labelOf, roleOf } from "../mnist-nets.ts";
import { PAPER_ERROR_RATES } from "../paper-errors.ts";
import { showMnistTable } from "./show-mnist-table.ts";
import { showSection } from "./show-section.ts";

/** The paper's numbers beside those of the run: the three nets, and the students that never saw some classes. */
export function showMnistResult(record: MnistRecord): Html {
  const [three] = mnistTables(record);
  const nets = groupNets(record.nets.filter(({ role, table }) => role === "teacher" || table === "section-3"));
  const lacking = groupNets(record.nets.filter(({ corrected }) => corrected));
  const cross = hasPaper(record)
    ? "The cross is the paper’s number, which is of a single net on the 10,000 test examples."
    : `The paper’s numbers are of MNIST, and are not drawn beside those of ${record.dataset.name}.`;
  return showSection("result", "Result", [
    html`<figure class="dots">
${drawDotRows(
  nets.map((group) => rowOf(group, record)),
  errorOptions(record, "Test errors"),
)}
<figcaption>Each mark is one seed; the upright line is the mean, the band around it one standard deviation to each
side. ${cross} A difference is worth believing when it is large beside the bands.</figcaption>
</figure>`,
    showMnistTable(
      three,
      "Errors, NLL and agreement are the mean ± the sample standard deviation over the nets that differ by their seed.",
    ),
    ...lacking.map((group) => showLacking(group, record)),
  ]);
}

function showLacking(group: readonly MnistNetRecord[], record: MnistRecord): Html {
  const { name, only } = group[0]!;
  const table = mnistTables(record).find((one) => one.name === group[0]!.table);
  const classes = concernedClasses(group[0]!).map((label) => `${record.dataset.classNames[label]}s`);
  const corrected = group.flatMap((net) => (net.corrected ? { seed: net.seed, ...net.corrected } : []));
  const isRate = only.length > 0;
  const row = (label: string, key: string, values: readonly ({ readonly seed: number } & MnistFigures)[]): DotRow => ({
    role: "distilled",
    label,
    values: values.map(({ seed, errors, size }) => ({ seed, value: isRate ? (100 * errors) / size : errors })),
    reference: paperOf(key, record, isRate),
  });
  const rows = [
    row("as trained", name, group),
    row(
      "biases chosen without labels",
      `${name} by shares`,
      corrected.map(({ seed, byShares }) => ({ ...byShares, seed })),
    ),
    row(
      "bias chosen on the test set",
      `${name} by test errors`,
      corrected.map(({ seed, byTestErrors }) => ({ ...byTestErrors, seed })),
    ),
  ];
  const what = isRate ? `only ${classes.join(" and ")}` : `no ${classes.join(" and ")}`;
  const quantity = `Test errors of the student whose transfer set has ${what}`;
  const options = isRate
    ? {
        ...{ quantity, axis: "test errors, percent; fewer is better" },
        format: (summary: Parameters<typeof formatSummary>[0]) => `${formatSummary(summary, 1)} %`,
        formatValue: (value: number) => `${formatFixed(value, 1)} %`,
      }
    : errorOptions(record, quantity);
  return html`<h3>${table?.title ?? name}</h3>
<figure class="dots">
${drawDotRows(rows, options)}
<figcaption>${
    isRate
      ? `The student learned from the teacher’s soft targets for ${classes.join(" and ")} alone. The paper finds their biases too high, and lowers both by one number.`
      : `The student learned from the teacher’s soft targets for all digits but ${classes.join(" and ")}, and never saw one. How often they occur it cannot know: the paper finds that most of its errors come from a bias that is too low for them.`
  } Without labels: so that each of these classes is as frequent on the training images as the teacher says. On the test
set, as the paper does it: one number with the fewest test errors.</figcaption>
</figure>
${showMnistTable(table, "Each row has the same nets.")}`;
}

function rowOf(group: readonly MnistNetRecord[], record: MnistRecord): DotRow {
  const { name, architecture } = group[0]!;
  const role = roleOf(group[0]!);
  return {
    role,
    label: `${labelOf(group[0]!)} (${architecture})`,
    values: errorsBySeed(group),
    reference: paperOf(name, record, false),
  };
}

function hasPaper({ dataset }: MnistRecord): boolean {
  return dataset.name === "mnist";
}

function paperOf(key: string, record: MnistRecord, isRate: boolean): DotRow["reference"] {
  const rate = PAPER_ERROR_RATES[key];
  if (rate === undefined || !hasPaper(record)) return undefined;
  return { name: "paper", value: isRate ? 100 * rate : rate * record.dataset.testSize };
}

function errorOptions({ dataset }: MnistRecord, quantity: string) {
  return {
    quantity,
    axis: `test errors, of ${formatCount(dataset.testSize)}; fewer is better`,
    format: formatErrors,
    formatValue: (errors: number) => `${formatFixed(errors, Number.isInteger(errors) ? 0 : 1)} errors`,
  };
}

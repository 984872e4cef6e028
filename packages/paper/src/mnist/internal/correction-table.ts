import {
  type CorrectedFigures,
  formatMetric,
  formatReference,
  formatSummary,
  METRICS,
  type MetricRecord,
  metricValue,
  type NetGroup,
  type ReferenceRecord,
  type RunRecord,
  summarise,
  type Table,
} from "@dark-knowledge/report";
import { concernedClasses, errorsOn } from "./concerned-classes.ts";

/** One way to treat the biases, of all nets of a group. */
interface Treatment {
  readonly label: string;
  readonly mark: "uncorrected" | "student";
  readonly corrected?: "byShares" | "byTestErrors";
  readonly figures: readonly CorrectedFigures[];
  /** The change of each class's bias, by net; one list where it is the same for all classes. */
  readonly biases: readonly (readonly number[])[];
}

/** Lists the nets of a group as trained, and after their biases were changed in both ways. */
export function treatmentsOf({ nets }: NetGroup): readonly Treatment[] {
  const corrected = nets.flatMap((net) => net.corrected ?? []);
  return [
    { label: "as trained", mark: "uncorrected", figures: nets, biases: [] },
    {
      ...{ label: "biases chosen without labels", mark: "student", corrected: "byShares" },
      figures: corrected.map(({ byShares }) => byShares),
      biases: concernedClasses(nets[0]!).map((_, index) => corrected.map(({ byShares }) => byShares.biases[index]!)),
    },
    {
      ...{ label: "bias chosen on the test set", mark: "student", corrected: "byTestErrors" },
      figures: corrected.map(({ byTestErrors }) => byTestErrors),
      biases: [corrected.map(({ byTestErrors }) => byTestErrors.shift)],
    },
  ];
}

/** Errors on the classes concerned only; of no use outside these tables. */
const CONCERNED: MetricRecord = {
  ...{ key: "concernedErrors", title: "errors on the classes concerned", short: "on the classes", format: "count" },
  better: "lower",
};
const BIASES: MetricRecord = { key: "biases", title: "biases added", short: "biases", format: "number", decimals: 1 };
const SHOWN: readonly MetricRecord[] = [
  ...METRICS.filter(({ key }) => key === "errors"),
  CONCERNED,
  ...METRICS.filter(({ key }) => key === "errorRate"),
  BIASES,
];

/**
 * Makes the table of results on missing classes, before and after their biases were changed, next to the paper's
 * numbers.
 */
export function correctionTable(record: RunRecord, group: NetGroup, title: string): Table {
  const treatments = treatmentsOf(group);
  const classes = concernedClasses(group.nets[0]!);
  const columns = SHOWN.flatMap((metric) => {
    const { title: name, short = name } = metric;
    const cells = treatments.map((treatment) => cellOf(metric, treatment, classes, record));
    const references = treatments.map((treatment) => referenceOf(metric, treatment, group, record));
    const paper = references.map((one) => (one === undefined ? NOTHING : formatReference(metric, one.value)));
    const source = references.find((one) => one !== undefined)?.source;
    return [{ title: name, short, cells }, ...(source === undefined ? [] : [{ title: source, cells: paper }])];
  });
  return {
    title,
    caption: "Mean ± sample standard deviation; each row is of the same nets.",
    columns: [
      { title: "biases", isText: true },
      ...columns.map(({ cells: _, ...column }) => column),
      { title: "seeds" },
    ],
    rows: treatments.map(({ label, mark, figures }, row) => ({
      mark,
      cells: [label, ...columns.map(({ cells }) => cells[row]!), String(figures.length)],
    })),
  };
}

const NOTHING = "–";

function cellOf(metric: MetricRecord, treatment: Treatment, classes: readonly number[], record: RunRecord): string {
  const { figures, biases } = treatment;
  if (metric === BIASES) {
    return biases.length === 0 ? NOTHING : biases.map((values) => formatSummary(summarise(values), 1)).join(", ");
  }
  const values = figures.flatMap((one) => {
    if (metric === CONCERNED) return one.confusion ? errorsOn(one.confusion, classes).errors : [];
    return metricValue(metric, { figures: one.figures }, record.dataset) ?? [];
  });
  return values.length === 0 ? NOTHING : formatMetric(metric, summarise(values));
}

/** Returns the cited numbers for nets with this correction. */
export function referenceOf(
  { key }: Pick<MetricRecord, "key">,
  { corrected }: Pick<Treatment, "corrected">,
  { name }: NetGroup,
  { references = [] }: RunRecord,
): ReferenceRecord | undefined {
  return references.find((one) => one.net === name && one.metric === key && one.corrected === corrected);
}

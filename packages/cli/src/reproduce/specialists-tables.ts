import { type ReportTable, type Summary, summarise } from "@dark-knowledge/report";
import { keptGain, MODELS, type ModelFigures, type ModelKey, type SpecialistsRecord } from "./specialists-record.ts";

/** The tables of a run: those that the paper calls 2, 3 and 4, and what one net keeps. */
export interface SpecialistsTables {
  readonly clusters: ReportTable;
  readonly models: ReportTable;
  readonly cover: ReportTable;
  /** Sentences about the models. */
  readonly remarks: readonly string[];
}

/** Makes the tables of a run. */
export function specialistsTables(record: SpecialistsRecord): SpecialistsTables {
  return {
    clusters: clusterTable(record),
    models: modelTable(record),
    cover: coverTable(record),
    remarks: keptLines(record),
  };
}

function clusterTable({ seeds }: SpecialistsRecord): ReportTable {
  const { seed, specialists, covered, coveredAtRandom } = seeds[0]!;
  return {
    caption: `Classes of the specialists (seed ${seed}). The sets hold ${percent(covered)} of the covariance between different classes, random ones ${percent(coveredAtRandom)}.`,
    columns: [number("specialist"), text("classes"), number("oversampling"), number("best epoch")],
    rows: specialists.map(({ classes, oversampling, bestEpoch }, index) => [
      String(index + 1),
      classes.map(code).join(" "),
      oversampling.toFixed(1),
      String(bestEpoch),
    ]),
  };
}

function modelTable({ seeds, dataset }: SpecialistsRecord): ReportTable {
  const over = (key: ModelKey, figure: keyof ModelFigures) =>
    summarise(seeds.map(({ models }) => models[key][figure] as number));
  const rows = (Object.keys(MODELS) as ModelKey[]).map((key) => [
    MODELS[key],
    percents(over(key, "accuracy")),
    percents(over(key, "conditionalAccuracy")),
    spread(over(key, "nll"), (value) => value.toFixed(4)),
    spread(over(key, "passes"), (value) => value.toFixed(1)),
    spread(over(key, "seconds"), (value) => value.toFixed(0)),
  ]);
  const count = `${seeds.length} seed${seeds.length === 1 ? "" : "s"}`;
  return {
    caption: `Accuracy on ${dataset.testSize.toLocaleString("en-US")} test examples, mean ± standard deviation over ${count}. Conditional: which class of a specialist's set an example is of, where it is of one.`,
    columns: [text("model"), ...["test accuracy", "conditional", "NLL", "passes", "seconds"].map(number)],
    rows,
  };
}

function coverTable({ seeds }: SpecialistsRecord): ReportTable {
  const numbers = [...new Set(seeds.flatMap(({ cover }) => cover.map(({ specialists }) => specialists)))];
  const body = numbers
    .sort((a, b) => a - b)
    .map((specialists) => {
      const rows = seeds.flatMap(({ cover }) => cover.filter((one) => one.specialists === specialists));
      const sum = (key: "examples" | "before" | "after") => rows.reduce((total, one) => total + one[key], 0);
      const [examples, before, gained] = [sum("examples"), sum("before"), sum("after") - sum("before")];
      const change = before > 0 ? `${signed((100 * gained) / before, 1)} %` : "–";
      return [String(specialists), examples.toLocaleString("en-US"), signed(gained, 0), change];
    });
  return {
    caption: "What the specialists gain, by how many of them know the right class; all seeds together.",
    columns: ["specialists covering the class", "test examples", "change of right answers", "relative change"].map(
      number,
    ),
    rows: body,
  };
}

function keptLines({ seeds }: SpecialistsRecord): string[] {
  const gains = seeds.map(({ models }) => models.specialists.accuracy - models.generalist.accuracy);
  const differences = seeds.map(({ models }) => models.distilled.accuracy - models.control.accuracy);
  const kept = (key: "distilled" | "control") => {
    const shares = seeds.flatMap((seed) => keptGain(seed, key) ?? []);
    return shares.length === 0
      ? "none, as there is no gain"
      : `${spread(summarise(shares), (share) => minus((100 * share).toFixed(1)))} %`;
  };
  const points = (values: readonly number[]) => spread(summarise(values), (value) => signed(100 * value, 2));
  return [
    `Gain of the specialists with equation 5 over the generalist: ${points(gains)} points.`,
    `Share of it that one net of the generalist's size has, distilled from equation 5: ${kept("distilled")}; distilled from the generalist alone, as a control: ${kept("control")}.`,
    `The former beyond the latter: ${points(differences)} points.`,
  ];
}

function text(title: string): ReportTable["columns"][number] {
  return { title, isText: true };
}

function number(title: string): ReportTable["columns"][number] {
  return { title, isText: false };
}

function code(name: string): string {
  return `\`${name}\``;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function percents({ mean, spread: deviation }: Summary): string {
  const digits = (value: number) => (100 * value).toFixed(2);
  return deviation === undefined ? `${digits(mean)} %` : `${digits(mean)} ± ${digits(deviation)} %`;
}

function spread({ mean, spread: deviation }: Summary, show: (value: number) => string): string {
  return deviation === undefined ? show(mean) : `${show(mean)} ± ${show(deviation).replace("+", "")}`;
}

function minus(text: string): string {
  return text.replace("-", "−");
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "−" : "+"}${text}`;
}

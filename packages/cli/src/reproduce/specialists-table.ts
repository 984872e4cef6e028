import { type Summary, summarise } from "@dark-knowledge/report";
import { keptGain, MODELS, type ModelFigures, type ModelKey, type SpecialistsRecord } from "./specialists-record.ts";

/** The tables of a run in Markdown: those that the paper calls 2, 3 and 4, and what one net keeps. */
export function specialistsTable(record: SpecialistsRecord): string {
  return `${[clusterTable(record), modelTable(record), coverTable(record), keptLines(record)].join("\n\n")}\n`;
}

function clusterTable({ seeds }: SpecialistsRecord): string {
  const { seed, specialists, covered, coveredAtRandom } = seeds[0]!;
  const lines = specialists.map(({ classes, oversampling, bestEpoch }, index) =>
    row([String(index + 1), classes.map(code).join(" "), oversampling.toFixed(1), String(bestEpoch)]),
  );
  return [
    `Classes of the specialists (seed ${seed}). The sets hold ${percent(covered)} of the covariance between different classes, random ones ${percent(coveredAtRandom)}.`,
    "",
    row(["specialist", "classes", "oversampling", "best epoch"]),
    "| ---: | :--- | ---: | ---: |",
    ...lines,
  ].join("\n");
}

function modelTable({ seeds, dataset }: SpecialistsRecord): string {
  const over = (key: ModelKey, figure: keyof ModelFigures) =>
    summarise(seeds.map(({ models }) => models[key][figure] as number));
  const lines = (Object.keys(MODELS) as ModelKey[]).map((key) =>
    row([
      MODELS[key],
      percents(over(key, "accuracy")),
      percents(over(key, "conditionalAccuracy")),
      spread(over(key, "nll"), (value) => value.toFixed(4)),
      spread(over(key, "passes"), (value) => value.toFixed(1)),
      spread(over(key, "seconds"), (value) => value.toFixed(0)),
    ]),
  );
  const count = `${seeds.length} seed${seeds.length === 1 ? "" : "s"}`;
  return [
    `Accuracy on ${dataset.testSize.toLocaleString("en-US")} test examples, mean ± standard deviation over ${count}. Conditional: which class of a specialist's set an example is of, where it is of one.`,
    "",
    row(["model", "test accuracy", "conditional", "NLL", "passes", "seconds"]),
    "| :--- | ---: | ---: | ---: | ---: | ---: |",
    ...lines,
  ].join("\n");
}

function coverTable({ seeds }: SpecialistsRecord): string {
  const numbers = [...new Set(seeds.flatMap(({ cover }) => cover.map(({ specialists }) => specialists)))];
  const lines = numbers
    .sort((a, b) => a - b)
    .map((specialists) => {
      const rows = seeds.flatMap(({ cover }) => cover.filter((one) => one.specialists === specialists));
      const sum = (key: "examples" | "before" | "after") => rows.reduce((total, one) => total + one[key], 0);
      const [examples, before, gained] = [sum("examples"), sum("before"), sum("after") - sum("before")];
      const change = before > 0 ? `${signed((100 * gained) / before, 1)} %` : "–";
      return row([String(specialists), examples.toLocaleString("en-US"), signed(gained, 0), change]);
    });
  return [
    "What the specialists gain, by how many of them know the right class; all seeds together.",
    "",
    row(["specialists covering the class", "test examples", "change of right answers", "relative change"]),
    "| ---: | ---: | ---: | ---: |",
    ...lines,
  ].join("\n");
}

function keptLines({ seeds }: SpecialistsRecord): string {
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
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
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

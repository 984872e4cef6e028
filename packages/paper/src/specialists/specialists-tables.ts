import {
  formatCount,
  formatFixed,
  formatPercent,
  formatPlural,
  formatSigned,
  formatSummary,
  netTable,
  type RunRecord,
  type Summary,
  summarise,
  type Table,
} from "@dark-knowledge/report";
import { type SpecialistsModel, type SpecialistsSeed, seedsOf } from "./specialists-extras.ts";

/** Makes the tables of a run with specialists: tables 3, 4 and 2 of the paper. */
export function specialistsTables(record: RunRecord): readonly Table[] {
  return [modelTable(record), coverTable(record), clusterTable(record)];
}

/** Makes the table of compared models. */
function modelTable(record: RunRecord): Table {
  return netTable(record, { title: "Models", caption: modelCaption(record), without: ["layers"] });
}

/** Describes the figures of the models. */
export function modelCaption(record: RunRecord): string {
  const seeds = formatPlural(seedsOf(record).length, "seed");
  return `Figures on ${formatPlural(record.dataset.sizes.test ?? 0, "test example")}, mean ± sample standard deviation over ${seeds}.`;
}

/** Makes the table of the classes of each specialist of the first seed. */
export function clusterTable(record: RunRecord): Table {
  const { seed, specialists, covered, coveredAtRandom } = seedsOf(record)[0]!;
  return {
    title: "Classes of the specialists",
    caption: `Of seed ${seed}. The sets hold ${formatPercent(covered, 1)} of the covariance between different classes, random ones ${formatPercent(coveredAtRandom, 1)}.`,
    columns: [
      { title: "specialist" },
      { title: "classes", isText: true },
      { title: "oversampling" },
      { title: "best epoch" },
    ],
    rows: specialists.map(({ classes, oversampling, bestEpoch }, index) => ({
      cells: [String(index + 1), { codes: classes }, formatFixed(oversampling, 1), String(bestEpoch)],
    })),
  };
}

/** Makes the table of what the specialists gain, by how many of them know the right class. */
export function coverTable(record: RunRecord): Table {
  const rows = seedsOf(record).flatMap(({ cover }) => cover);
  const numbers = [...new Set(rows.map(({ specialists }) => specialists))].sort((a, b) => a - b);
  return {
    title: "By covering specialists",
    caption: "What the specialists gain, by how many of them know the right class; all seeds together.",
    columns: [
      { title: "specialists covering the class" },
      { title: "change of right answers" },
      { title: "relative change" },
      { title: "test examples" },
    ],
    rows: numbers.map((specialists) => {
      const some = rows.filter((row) => row.specialists === specialists);
      const sum = (key: "examples" | "before" | "after") => some.reduce((total, row) => total + row[key], 0);
      const [before, gained] = [sum("before"), sum("after") - sum("before")];
      const change = before > 0 ? `${formatSigned((100 * gained) / before, 1)} %` : "–";
      return { cells: [String(specialists), formatSigned(gained, 0), change, formatCount(sum("examples"))] };
    }),
  };
}

/** Writes sentences about the models: what the specialists gain, and how much of it one net keeps. */
export function specialistsRemarks(record: RunRecord): readonly string[] {
  const accuracies = seedsOf(record).map((seed) => accuracyOf(record, seed));
  const gains = accuracies.map((of) => of("specialists") - of("generalist"));
  const differences = accuracies.map((of) => of("distilled") - of("control"));
  const kept = (name: "distilled" | "control") => {
    const shares = accuracies.flatMap((of, index) => {
      const gain = gains[index]!;
      return gain > 0 ? (of(name) - of("generalist")) / gain : [];
    });
    if (shares.length === 0) return "none, as there is no gain";
    return `${formatSummary(scale(summarise(shares)), 1)} %`;
  };
  return [
    `Gain of the specialists with equation 5 over the generalist: ${points(gains)} points.`,
    `Share of it that one net of the generalist’s size has, distilled from equation 5: ${kept("distilled")}; distilled from the generalist alone, as a control: ${kept("control")}.`,
    `The former beyond the latter: ${points(differences)} points.`,
  ];
}

function accuracyOf({ nets }: RunRecord, { seed }: SpecialistsSeed): (name: SpecialistsModel) => number {
  return (name) => nets.find((net) => net.name === name && net.seed === seed)?.figures.accuracy ?? Number.NaN;
}

function points(gains: readonly number[]): string {
  const { mean, spread } = scale(summarise(gains));
  return `${formatSigned(mean, 2)}${spread === undefined ? "" : ` ± ${formatFixed(spread, 2)}`}`;
}

/** In percent. */
function scale({ mean, spread, count }: Summary): Summary {
  return { mean: 100 * mean, spread: spread === undefined ? undefined : 100 * spread, count };
}

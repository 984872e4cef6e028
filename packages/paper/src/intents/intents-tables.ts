import {
  formatCount,
  formatPlural,
  type NetRecord,
  netTable,
  type RunRecord,
  type Table,
} from "@dark-knowledge/report";
import { differencesBySeed } from "../internal/differences-by-seed.ts";
import { intervalText } from "../internal/mean-interval.ts";
import type { IntentsNet } from "./intents-stages.ts";

/** Columns that say the same as the table's title, or nothing here. */
export const WITHOUT: readonly string[] = ["layers", "seeds", "transferSize"];

/** Names a share of labels: `450 labels`. */
export function labelsOfShare(share: number, sentences: number): string {
  return `${formatCount(Math.max(1, Math.round(share * sentences)))} labels`;
}

/** Makes the tables of a run: the differences, then the nets for each share of labels. */
export function intentsTables(record: RunRecord): readonly Table[] {
  return [differencesTable(record), ...sharesOf(record).map((title) => shareTable(record, title))];
}

/** Lists the names of the shares of labels of a record. */
export function sharesOf({ nets }: RunRecord): readonly string[] {
  return [...new Set(nets.flatMap(({ table }) => table ?? []))];
}

/** Makes the table of the nets for one share of labels. */
function shareTable(record: RunRecord, title: string): Table {
  const nets = netsOfShare(record, title);
  const seeds = new Set(nets.map(({ seed }) => seed)).size;
  return netTable(record, {
    ...{ nets, title, without: WITHOUT },
    caption: `Mean ± sample standard deviation over ${formatPlural(seeds, "draw")} of the labels, each with a seed of its own.`,
  });
}

/** Lists the nets for one share of labels. */
export function netsOfShare({ nets }: RunRecord, title: string): readonly NetRecord[] {
  return nets.filter(({ table }) => table === title);
}

const RIVALS: readonly (readonly [IntentsNet, string])[] = [
  ["hard", "minus labels alone"],
  ["itself", "minus self-training"],
  ["teacher", "minus teacher"],
  ["neighbours", "minus neighbours"],
];

/** Makes the table of what the distilled student is ahead of the others, in points of accuracy. */
export function differencesTable(record: RunRecord): Table {
  return {
    title: "Distilled student minus the others",
    caption:
      "Differences in points of test accuracy between nets of the same draw and seed: their mean and its 95 % confidence interval (Student’s t).",
    columns: [{ title: "labelled sentences", isText: true }, ...RIVALS.map(([, title]) => ({ title }))],
    rows: sharesOf(record).map((title) => ({
      cells: [title, ...RIVALS.map(([rival]) => intervalText(differencesTo(record, title, rival), 2))],
    })),
  };
}

/** Lists, seed by seed, by how many points the distilled student is ahead of another net. */
function differencesTo(record: RunRecord, title: string, rival: IntentsNet): readonly number[] {
  const [distilled, others] = ["distilled", rival].map((name) =>
    netsOfShare(record, title).filter((net) => net.name === name),
  );
  return differencesBySeed(distilled!, others!, "accuracy").map((difference) => 100 * difference);
}

import { formatPercent, type NetRecord, type RunRecord, type Table } from "@dark-knowledge/report";
import { STRENGTHS } from "../regularised-nets.ts";
import type { ChoiceOfStrength } from "../speech-record.ts";
import { figuresText, meanOf, named, netsOf, settingsIn } from "./table-parts.ts";

/** Whether a net belongs to a table of one share of the frames. */
export const isOfShare = ({ table }: NetRecord): boolean => /^[\d.]+ % of the frames$/.test(table ?? "");

/** The paper's accuracies on training and test frames, by the rows of this run. */
const PAPER: Readonly<Record<string, readonly [string, string]>> = {
  "all frames": ["63.4 %", "58.9 %"],
  "3 %, labels, stopped early": ["67.3 %", "44.5 %"],
  "3 %, soft targets": ["65.4 %", "57.0 %"],
};

/** Makes the paper's Table 5, for each share of the frames. */
export function sharesTable(record: RunRecord): Table {
  const titles = [...new Set(record.nets.filter(isOfShare).map(({ table }) => table!))];
  titles.sort((one, other) => Number.parseFloat(other) - Number.parseFloat(one));
  const shares = titles.flatMap((title) =>
    [...new Set(netsOf(record, title).map(({ name }) => name))].map((name) => ({
      label: `${Number.parseFloat(title)} %, ${name}`,
      nets: named(record, name, title),
    })),
  );
  // Only the teachers of those that see a share, so that all rows are of the same seeds.
  const seeds = new Set(record.nets.filter(isOfShare).map(({ seed }) => seed));
  const whole = named(record, "single").filter(({ seed }) => seeds.has(seed));
  const all = meanOf(whole, "accuracy");
  return {
    title: "Table 5: fewer frames, labels against soft targets",
    caption:
      "All rows take as many steps as the net that sees all frames. Soft targets are the answers of that net. Paper: training and test accuracy of its Table 5.",
    columns: [
      { title: "frames and targets", isText: true },
      { title: "training" },
      { title: "test accuracy" },
      { title: "of all frames’" },
      { title: "word errors" },
      { title: "paper, training" },
      { title: "paper, test" },
      { title: "seeds" },
    ],
    rows: [{ label: "all frames", nets: whole }, ...shares].map(({ label, nets }) => {
      const accuracy = meanOf(nets, "accuracy");
      const share = accuracy === undefined || all === undefined ? "–" : formatPercent(accuracy / all, 1);
      return {
        cells: [
          ...[label, figuresText(nets, "trainingAccuracy"), figuresText(nets, "accuracy"), share],
          ...[figuresText(nets, "wordErrorRate"), ...(PAPER[label] ?? ["–", "–"]), String(nets.length)],
        ],
      };
    }),
  };
}

/** The title of the table of strengths. */
export const STRENGTHS_TITLE = "Strengths of the regularisers";

/** Makes the table of the strengths between which the validation set decided. */
export function strengthTables(record: RunRecord): readonly Table[] {
  const { strengths } = record.extras as { readonly strengths?: readonly ChoiceOfStrength[] };
  if (strengths === undefined) return [];
  const share = settingsIn(record.spec)?.regularisers?.rivalsAt ?? 0;
  return [
    {
      title: STRENGTHS_TITLE,
      caption: `One net each, on ${formatPercent(share, 0)} of the frames. The frames of the validation set decide; the test set played no part in it.`,
      columns: [
        { title: "regulariser", isText: true },
        { title: "strength", isText: true },
        ...["validation accuracy", "test accuracy", ""].map((title) => ({ title })),
      ],
      rows: strengths.flatMap(({ name, labels, chosen, validationAccuracies }) =>
        labels.map((label, index) => ({
          cells: [
            ...[name, label, formatPercent(validationAccuracies[index]!, 2)],
            figuresText(named(record, `${name}, ${label}`, STRENGTHS), "accuracy"),
            index === chosen ? "chosen" : "",
          ],
        })),
      ),
    },
  ];
}

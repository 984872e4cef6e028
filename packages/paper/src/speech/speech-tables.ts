import { netTable, type RunRecord, type Table } from "@dark-knowledge/report";
import type { WordComparison } from "./speech-record.ts";

/** Makes the tables of a run: the paper's Table 1, and how sure differences between words are. */
export function speechTables(record: RunRecord): readonly Table[] {
  return [
    netTable(record, {
      title: "One net, their mean, and one net that learned from it",
      caption: "Accuracy is that of frames. Mean ± sample standard deviation over seeds.",
      without: ["transferSize"],
    }),
    comparisonTable(record),
  ];
}

const points = (share: number) => (100 * share).toFixed(2);

function comparisonTable({ extras }: RunRecord): Table {
  const { comparisons } = extras as { readonly comparisons: readonly WordComparison[] };
  return {
    title: "Words, pair by pair",
    caption:
      "Differences of word error rates in points, the first net less the second: the 95 % interval of the paired bootstrap over utterances, and the p-value of the matched-pairs test of segments.",
    columns: [{ title: "nets", isText: true }, { title: "difference" }, { title: "95 % interval" }, { title: "p" }],
    rows: comparisons.map(({ first, second, difference, interval, pValue }) => ({
      cells: [
        `${first} less ${second}`,
        points(difference),
        `${points(interval[0])} to ${points(interval[1])}`,
        pValue < 0.001 ? "< 0.001" : pValue.toFixed(3),
      ],
    })),
  };
}

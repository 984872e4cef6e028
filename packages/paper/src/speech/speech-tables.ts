import {
  formatCount,
  formatFixed,
  formatPercent,
  type NetRecord,
  netTable,
  type RunRecord,
  type Table,
} from "@dark-knowledge/report";
import { differencesBySeed } from "../internal/differences-by-seed.ts";
import { intervalText } from "../internal/mean-interval.ts";
import type { LeftOutRecord } from "./internal/left-out-record.ts";
import { isOfShare, sharesTable, strengthTables } from "./internal/shares-tables.ts";
import { type ChosenSoftening, nameOf } from "./internal/softening.ts";
import { figuresText, type Measured, meanOf, named, netsOf, settingsIn } from "./internal/table-parts.ts";
import type { SpeechTimes } from "./internal/time-frames.ts";
import { CANDIDATES, CONTROL, ENSEMBLE, SIZES, UNLABELLED } from "./speech-nets.ts";
import type { WordComparison } from "./speech-record.ts";

const SEEDS = "Accuracy is that of frames. Mean ± sample standard deviation over seeds.";

/** Makes the tables of a run: the paper's Table 1, how sure differences between words are, and on recordings the choices and further tables. */
export function speechTables(record: RunRecord): readonly Table[] {
  return [
    netTable(record, {
      nets: record.nets.filter(({ table }) => table === undefined),
      title: "One net, their mean, and one net that learned from it",
      caption: SEEDS,
      without: ["transferSize"],
    }),
    ...(isOnRecordings(record) ? [paperTable(record)] : []),
    comparisonTable(record),
    ...(choiceOf(record) ? [choiceTable(record)] : []),
    ...leftOutTables(record),
    ...(record.nets.some(isOfShare) ? [sharesTable(record)] : []),
    ...strengthTables(record),
    ...[UNLABELLED, SIZES]
      .filter((title) => record.nets.some(({ table }) => table === title))
      .map((title) => netTable(record, { nets: netsOf(record, title), title: capitalised(title), caption: SEEDS })),
    ...timesTables(record),
  ];
}

/** Whether a run is on recordings. */
export const isOnRecordings = ({ spec }: RunRecord): boolean => ["an4", "digits"].includes(String(spec.dataset));

const capitalised = (title: string) => `${title[0]!.toUpperCase()}${title.slice(1)}`;
/** Makes the paper's Table 1 with its numbers beside those of the run. */
function paperTable(record: RunRecord): Table {
  const [single, ensemble, distilled] = ["single", ENSEMBLE, "distilled"].map((name) => named(record, name));
  const controls = named(record, CONTROL);
  const kept = (key: string) => {
    const [from, to, reached] = [single!, ensemble!, distilled!].map((nets) => meanOf(nets, key));
    if (from === undefined || to === undefined || reached === undefined) return "–";
    const isGain = key === "accuracy" ? to > from : to < from;
    return isGain ? formatPercent((reached - from) / (to - from), 0) : "no gain";
  };
  const less = (label: string, nets: readonly NetRecord[], accuracy: string) => ({
    cells: [label, differences(distilled!, nets), accuracy, "–", "–"],
  });
  const row = (label: string, nets: readonly NetRecord[], accuracy: string, words: string) => ({
    cells: [label, figuresText(nets, "accuracy"), accuracy, figuresText(nets, "wordErrorRate"), words],
  });
  return {
    title: "Table 1 beside the paper’s",
    caption:
      "The paper’s numbers are of 2,000 hours of another kind of speech and 14,000 states: compare the order and the shares, not the size.",
    columns: [
      { title: "net", isText: true },
      ...["frame accuracy", "paper", "word errors", "paper"].map((title) => ({ title })),
    ],
    rows: [
      row("one net", single!, "58.9 %", "10.9 %"),
      ...(controls.length === 0 ? [] : [row("one net, no dropout", controls, "–", "–")]),
      row("the nets averaged", ensemble!, "61.1 %", "10.7 %"),
      row("one net, distilled", distilled!, "60.8 %", "10.7 %"),
      { cells: ["share of the gain that it keeps", kept("accuracy"), "86 %", kept("wordErrorRate"), "all"] },
      less("distilled less one net, in points", single!, "+1.9"),
      ...(controls.length === 0 ? [] : [less("distilled less one net without dropout, in points", controls, "–")]),
    ],
  };
}

/** The difference of accuracies of nets with the same seed, with its interval. */
function differences(some: readonly Measured[], others: readonly Measured[]): string {
  const values = differencesBySeed(some, others, "accuracy").map((difference) => 100 * difference);
  return intervalText(values, 2);
}

const choiceOf = ({ extras }: RunRecord) => (extras as { readonly choice?: ChosenSoftening } | undefined)?.choice;

const foldsOf = ({ spec }: RunRecord) => settingsIn(spec)?.folds ?? 0;

function choiceTable(record: RunRecord): Table {
  const { candidates, ...chosen } = choiceOf(record)!;
  return {
    title: "Choice of temperature and weight",
    caption: `${foldsOf(record) > 0 ? `One net in each of ${foldsOf(record)} folds of the training speakers, taught by one net that has not seen the fold either` : `One net each. Validation: ${record.spec.digits === undefined ? "speakers" : "recordings"} that nothing was trained on`}; their frames decide. The test set played no part in it.`,
    columns: [
      { title: "T" },
      ...["weight of the labels", "dropout", "validation accuracy", "test accuracy", ""].map((title) => ({ title })),
    ],
    rows: candidates.map(({ validationAccuracy, ...candidate }) => {
      const { temperature, hardWeight, dropout } = candidate;
      const nets = named(record, nameOf(candidate), CANDIDATES);
      const isChosen = nameOf(candidate) === nameOf(chosen);
      return {
        cells: [
          ...[String(temperature), String(hardWeight), dropout === undefined ? "as on labels" : String(dropout)],
          formatPercent(validationAccuracy, 2),
          ...[figuresText(nets, "accuracy"), isChosen ? "chosen" : ""],
        ],
      };
    }),
  };
}

/** Makes the table of nets that were measured on speakers whom they have not heard. */
function leftOutTables({ extras }: RunRecord): readonly Table[] {
  const { speakers } = extras as { readonly speakers?: LeftOutRecord };
  if (speakers === undefined) return [];
  const { folds, nets } = speakers;
  const named = (name: string) => nets.filter((net) => net.name === name);
  const [distilled, ensemble] = [named("distilled"), named(ENSEMBLE)];
  const row = (label: string, some: LeftOutRecord["nets"]) => ({
    cells: [
      ...[label, figuresText(some, "accuracy"), figuresText(some, "wordErrorRate")],
      ...folds.map((_, fold) => formatPercent(meanRate(some, fold), 1)),
      String(some.length),
    ],
  });
  const less = (label: string, others: LeftOutRecord["nets"]) => ({
    cells: [label, differences(distilled, others), "–", ...folds.map(() => "–"), "–"],
  });
  const rivals = [
    { label: "one net", some: named("single") },
    { label: "one net, no dropout", some: named(CONTROL) },
  ].filter(({ some }) => some.length > 0);
  return [
    {
      title: LEFT_OUT,
      caption: `In each fold all nets learn from the other training speakers, and are measured on the training recordings of those that were left out. Temperature and weight of the labels are those of the specification; nothing was chosen by these speakers.`,
      columns: [
        { title: "net", isText: true },
        ...["frame accuracy", "word errors", ...folds.map((names) => `of ${names.join(", ")}`), "seeds"].map(
          (title) => ({
            title,
          }),
        ),
      ],
      rows: [
        ...rivals.map(({ label, some }) => row(label, some)),
        ...(ensemble.length === 0 ? [] : [row("the nets averaged", ensemble)]),
        ...(distilled.length === 0 ? [] : [row("one net, distilled", distilled)]),
        ...(distilled.length === 0
          ? []
          : rivals.map(({ label, some }) => less(`distilled less ${label}, in points`, some))),
      ],
    },
  ];
}

/** The title of that table. */
export const LEFT_OUT = "Speakers that no net has heard";

const meanRate = (nets: LeftOutRecord["nets"], fold: number) =>
  nets.reduce((sum, { folds }) => sum + folds[fold]!.wordErrors / folds[fold]!.words, 0) / nets.length;

const points = (share: number) => formatFixed(100 * share, 2);

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

/** The time from one frame to the next, in milliseconds. */
const HOP = 10;

/** Makes the table of how long a frame takes, where that was measured. */
export function timesTables({ extras }: RunRecord): readonly Table[] {
  const { times } = extras as { readonly times?: SpeechTimes };
  if (times === undefined || times.nets.length === 0) return [];
  return [
    {
      title: "One frame at a time",
      caption: `Milliseconds from the samples of ${HOP} ms to the probabilities of the states of a frame, in streaming form on one thread: filterbank, slopes, window, and the net for a single example, which is compiled. ${formatCount(times.nets[0]!.frames)} frames of noise; a frame comes every ${HOP} ms. A net looks ahead, so its answer is about what was said ${formatFixed(times.lookahead, 1)} ms before.`,
      columns: [
        { title: "net", isText: true },
        ...["parameters", "median", "95th percentile", "of the time that there is"].map((title) => ({ title })),
      ],
      rows: times.nets.map(({ name, architecture, parameters, median, percentile95 }) => ({
        cells: [
          ...[`${name} (${architecture})`, formatCount(parameters), `${formatFixed(median, 3)} ms`],
          ...[`${formatFixed(percentile95, 3)} ms`, formatPercent(median / HOP, 1)],
        ],
      })),
    },
  ];
}

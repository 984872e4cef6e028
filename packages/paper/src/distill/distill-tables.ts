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
import type { ClassPartFigures, NumberPartFigures, PartFigures } from "../nets/part-figures.ts";
import type { DistillNet } from "./distill-stages.ts";

/** Makes the table of the nets, without columns that repeat another column or the specification. */
export function distillTable(record: RunRecord): Table {
  return netTable(record, { without: ["teacherErrors", "errorRate", "transferSize"] });
}

/** Makes the tables below that of the nets: the differences between students, and how sure the teacher is of what. */
export function furtherTables(record: RunRecord): readonly Table[] {
  const answered = record.extras?.answered as readonly PartFigures[] | undefined;
  return answered === undefined ? [] : [...differencesTable(record), answersTable(answered)];
}

const PAIRS: readonly (readonly [DistillNet["name"], DistillNet["name"], string])[] = [
  ["distilled", "hard", "distilled minus labels"],
  ["out-of-fold", "hard", "distilled out of fold minus labels"],
  ["out-of-fold", "distilled", "distilled out of fold minus distilled"],
];

/** The differences between students of the same seed. */
function differencesTable({ nets }: RunRecord): readonly Table[] {
  // Numbers are not counted as errors.
  const figure = nets.some(({ figures }) => figures.rmse !== undefined) ? "rmse" : "errors";
  const [of, digits] = figure === "rmse" ? (["RMSE", decimalsOf(nets)] as const) : (["Test errors", 1] as const);
  const rows = PAIRS.map(([one, other, title]) => ({ title, values: differencesOf(figure, nets, one, other) }));
  if (rows.every(({ values }) => values.length === 0)) return [];
  return [
    {
      title: "Differences",
      caption: `${of} of one student minus ${figure === "rmse" ? "that" : "those"} of another of the same seed: their mean and its 95 % confidence interval (Student’s t).`,
      columns: [{ title: "students", isText: true }, { title: figure === "rmse" ? of : "errors" }],
      rows: rows
        .filter(({ values }) => values.length > 0)
        .map(({ title, values }) => ({ cells: [title, intervalText(values, digits)] })),
    },
  ];
}

/** Decimals that show four digits of the nets' RMSE. */
function decimalsOf(nets: readonly NetRecord[]): number {
  const largest = Math.max(...nets.map(({ figures }) => figures.rmse ?? 0));
  return largest > 0 ? Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(largest)))) : 4;
}

/** Lists, seed by seed, by how much a figure of one student exceeds that of another. */
function differencesOf(figure: string, nets: readonly NetRecord[], one: string, other: string): readonly number[] {
  const [some, others] = [one, other].map((name) => nets.filter((net) => net.name === name));
  return differencesBySeed(some!, others!, figure);
}

const PARTS: Readonly<Record<PartFigures["part"], string>> = {
  transfer: "transfer set",
  "out-of-fold": "transfer set, out of fold",
  validation: "validation set",
  test: "test set",
};

/** The figures of a teacher's recorded answers, part by part, and a warning where it has learned the transfer set by heart. */
function answersTable(answered: readonly PartFigures[]): Table {
  const title = "Answers of the teacher";
  const [first] = answered;
  if (first !== undefined && "squaredError" in first) {
    const parts = answered as readonly NumberPartFigures[];
    return {
      title,
      caption: `The known numbers of each part; errors in units of each output’s standard deviation in the training set. ${compareNumbers(parts)}`,
      columns: [{ title: "answers to", isText: true }, { title: "numbers" }, { title: "mean squared error" }],
      rows: parts.map(({ part, size, squaredError }) => ({
        cells: [PARTS[part], formatCount(size), formatFixed(squaredError, 4)],
      })),
    };
  }
  const parts = answered as readonly ClassPartFigures[];
  // Of several classes the largest probability says nothing.
  const hasConfidence = parts.some(({ confidence }) => confidence !== undefined);
  const [things, confidenceTitles] = hasConfidence ? ["examples", ["mean confidence"]] : ["labels", []];
  return {
    title,
    caption: `The labelled examples of each part. ${compareParts(parts)}`,
    columns: [
      { title: "answers to", isText: true },
      ...[things as string, "right", ...confidenceTitles, "calibration error", "NLL"].map((name) => ({ title: name })),
    ],
    rows: parts.map(({ part, size, accuracy, confidence, calibrationError, nll }) => ({
      cells: [
        ...[PARTS[part], formatCount(size), formatPercent(accuracy, 2)],
        ...(confidence === undefined ? [] : [formatPercent(confidence, 2)]),
        ...[formatPercent(calibrationError, 2), formatFixed(nll ?? Infinity, 4)],
      ],
    })),
  };
}

/** Parts that a teacher has probably not seen, the best comparison first. */
const UNSEEN = ["validation", "test"] as const;

/** Standard errors of a difference that is no chance. */
const SURE = 3;

/** The transfer set and a part that the teacher has probably not seen; undefined where one of them is not labelled. */
function seenAndUnseen<Part extends PartFigures>(answered: readonly Part[]): readonly [Part, Part] | undefined {
  const find = (part: PartFigures["part"]) => answered.find((one) => one.part === part);
  const [seen, unseen] = [find("transfer"), UNSEEN.map(find).find((one) => one !== undefined)];
  return seen && unseen && [seen, unseen];
}

function compareParts(answered: readonly ClassPartFigures[]): string {
  const pair = seenAndUnseen(answered);
  if (pair === undefined) return "";
  const [seen, unseen] = pair;
  const name = PARTS[unseen.part];
  const more = seen.accuracy - unseen.accuracy;
  const error = Math.hypot(...pair.map(({ accuracy, size }) => Math.sqrt((accuracy * (1 - accuracy)) / size)));
  if (more <= SURE * error) return aboutAsWell(name);
  const points = formatFixed(100 * more, 2);
  return `The teacher is right ${points} points more often on the transfer set than on the ${name}: it has probably learned from it, and its answers there say little more than the labels.`;
}

function compareNumbers(answered: readonly NumberPartFigures[]): string {
  const pair = seenAndUnseen(answered);
  if (pair === undefined) return "";
  const [seen, unseen] = pair;
  const name = PARTS[unseen.part];
  const error = Math.hypot(...pair.map(({ standardError }) => standardError));
  if (unseen.squaredError - seen.squaredError <= SURE * error) return aboutAsWell(name);
  return `The teacher’s error is smaller on the transfer set than on the ${name}, by more than chance: it has probably learned from it, and its answers there say little more than the true numbers.`;
}

function aboutAsWell(name: string): string {
  return `The teacher does about as well on the transfer set as on the ${name}.`;
}

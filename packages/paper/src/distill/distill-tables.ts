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
import type { PartFigures } from "../nets/measure-answers.ts";
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
  const rows = PAIRS.map(([one, other, title]) => ({ title, values: errorsMore(nets, one, other) }));
  if (rows.every(({ values }) => values.length === 0)) return [];
  return [
    {
      title: "Differences",
      caption:
        "Test errors of one student minus those of another of the same seed: their mean and its 95 % confidence interval (Student’s t).",
      columns: [{ title: "students", isText: true }, { title: "errors" }],
      rows: rows
        .filter(({ values }) => values.length > 0)
        .map(({ title, values }) => ({ cells: [title, intervalText(values, 1)] })),
    },
  ];
}

/** Lists, seed by seed, by how many errors one student exceeds another. */
function errorsMore(nets: readonly NetRecord[], one: string, other: string): readonly number[] {
  const [some, others] = [one, other].map((name) => nets.filter((net) => net.name === name));
  return differencesBySeed(some!, others!, "errors");
}

const PARTS: Readonly<Record<PartFigures["part"], string>> = {
  transfer: "transfer set",
  "out-of-fold": "transfer set, out of fold",
  validation: "validation set",
  test: "test set",
};

/** The figures of a teacher's recorded answers, part by part, and a warning where it has learned the transfer set by heart. */
function answersTable(answered: readonly PartFigures[]): Table {
  return {
    title: "Answers of the teacher",
    caption: `The labelled examples of each part. ${compareParts(answered)}`,
    columns: [
      { title: "answers to", isText: true },
      ...["examples", "right", "mean confidence", "calibration error", "NLL"].map((title) => ({ title })),
    ],
    rows: answered.map(({ part, size, accuracy, confidence, calibrationError, nll }) => ({
      cells: [
        ...[PARTS[part], formatCount(size), formatPercent(accuracy, 2), formatPercent(confidence, 2)],
        ...[formatPercent(calibrationError, 2), formatFixed(nll ?? Infinity, 4)],
      ],
    })),
  };
}

/** Parts that a teacher has probably not seen, the best comparison first. */
const UNSEEN = ["validation", "test"] as const;

/** Standard errors of the share of right answers that are no chance. */
const SURE = 3;

function compareParts(answered: readonly PartFigures[]): string {
  const find = (part: PartFigures["part"]) => answered.find((one) => one.part === part);
  const [transfer, unseen] = [find("transfer"), UNSEEN.map(find).find((one) => one !== undefined)];
  if (transfer === undefined || unseen === undefined) return "";
  const name = PARTS[unseen.part];
  const more = transfer.accuracy - unseen.accuracy;
  const error = Math.hypot(
    ...[transfer, unseen].map(({ accuracy, size }) => Math.sqrt((accuracy * (1 - accuracy)) / size)),
  );
  if (more <= SURE * error) return `The teacher does about as well on the transfer set as on the ${name}.`;
  const points = formatFixed(100 * more, 2);
  return `The teacher is right ${points} points more often on the transfer set than on the ${name}: it has probably learned from it, and its answers there say little more than the labels.`;
}

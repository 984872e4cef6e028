import type { Matrix } from "@dark-knowledge/core";

/** Figures of some answers. */
export interface AnswerFigures {
  /** The accuracy among all classes. */
  readonly accuracy: number;
  /**
   * The accuracy when the set of classes of an example is known: over the examples of each set's classes, the most
   * probable class of that set counts. Examples of classes in several sets count in each.
   */
  readonly conditionalAccuracy: number;
  /** Mean negative log-likelihood of the right class, in nats. */
  readonly nll: number;
}

/** The examples of classes that the same number of specialists know. */
export interface CoverRow {
  readonly specialists: number;
  readonly examples: number;
  /** The number of right answers of the generalist alone. */
  readonly before: number;
  /** The number of right answers with the specialists. */
  readonly after: number;
}

/** An upper bound on a probability that is 0 in float32. */
const SMALLEST = 2 ** -149;

/**
 * Computes the figures of answers, `[examples, classes]`, from labels.
 *
 * @see Hinton, Vinyals and Dean (2015), table 3
 */
export function answerFigures(
  probs: Matrix<Float32Array>,
  labels: Int32Array,
  sets: readonly ArrayLike<number>[],
): AnswerFigures {
  const all = Array.from({ length: probs.columns }, (_, index) => index);
  let [right, loss, asked, answered] = [0, 0, 0, 0];
  labels.forEach((label, row) => {
    if (mostProbable(probs, row, all) === label) right++;
    loss -= Math.log(Math.max(probs.data[row * probs.columns + label]!, SMALLEST));
    for (const set of sets) {
      const classes = Array.from(set);
      if (!classes.includes(label)) continue;
      asked++;
      if (mostProbable(probs, row, classes) === label) answered++;
    }
  });
  return { accuracy: right / labels.length, conditionalAccuracy: answered / asked, nll: loss / labels.length };
}

/**
 * Computes what the specialists change, by how many of them know the right class.
 *
 * @see Hinton, Vinyals and Dean (2015), table 4
 */
export function gainByCover(
  before: Matrix<Float32Array>,
  after: Matrix<Float32Array>,
  labels: Int32Array,
  sets: readonly ArrayLike<number>[],
): CoverRow[] {
  const all = Array.from({ length: before.columns }, (_, index) => index);
  const cover = all.map((index) => sets.filter((set) => Array.from(set).includes(index)).length);
  const rows = Array.from({ length: Math.max(...cover) + 1 }, (_, specialists) => ({
    ...{ specialists, examples: 0, before: 0, after: 0 },
  }));
  labels.forEach((label, row) => {
    const counts = rows[cover[label]!]!;
    counts.examples++;
    if (mostProbable(before, row, all) === label) counts.before++;
    if (mostProbable(after, row, all) === label) counts.after++;
  });
  return rows.filter(({ examples }) => examples > 0);
}

function mostProbable({ data, columns }: Matrix<Float32Array>, row: number, classes: readonly number[]): number {
  const from = row * columns;
  return classes.reduce((best, index) => (data[from + index]! > data[from + best]! ? index : best), classes[0]!);
}

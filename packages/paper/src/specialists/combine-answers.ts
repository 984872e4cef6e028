import { createCombiner } from "@dark-knowledge/combiner";
import { createMatrix, type Matrix } from "@dark-knowledge/core";

/** The answers of a generalist and of its specialists to the same examples. */
export interface Answers {
  /** `[examples, classes]` */
  readonly generalist: Matrix<Float32Array>;
  /** For each specialist `[examples, its classes + 1]`, the dustbin last. */
  readonly specialists: readonly Matrix<Float32Array>[];
  readonly sets: readonly Int32Array[];
}

/** Solves equation 5 of the paper exactly for each example. */
export function combineAnswers({ generalist, specialists, sets }: Answers, topClasses: number): Matrix<Float32Array> {
  const { rows, columns } = generalist;
  const combiner = createCombiner({
    classes: columns,
    specialists: sets.map((classes) => ({ classes })),
    topClasses,
    withObjectives: false,
  });
  const { probs } = combiner.combine(
    combiner.activate(generalist.data),
    specialists.map(({ data }) => data),
    { specialistRows: "all" },
  );
  return createMatrix(rows, columns, probs);
}

/**
 * Averages instead of solving equation 5: the mean of the generalist's probabilities and those of the active
 * specialists, each without its dustbin, scaled to sum to 1.
 */
export function averageAnswers({ generalist, specialists, sets }: Answers, topClasses: number): Matrix<Float32Array> {
  const { rows, columns } = generalist;
  const combiner = createCombiner({ classes: columns, specialists: sets.map((classes) => ({ classes })), topClasses });
  const { rowsOf } = combiner.activate(generalist.data);
  const sums = Float64Array.from(generalist.data);
  const counts = new Int32Array(rows).fill(1);
  specialists.forEach(({ data, columns: width }, index) => {
    const classes = sets[index]!;
    for (const row of rowsOf[index]!) {
      const known = data.subarray(row * width, (row + 1) * width - 1).reduce((sum, prob) => sum + prob, 0);
      // A specialist whose whole probability is on its dustbin has no opinion.
      if (known === 0) continue;
      counts[row]!++;
      classes.forEach((label, k) => {
        sums[row * columns + label]! += data[row * width + k]! / known;
      });
    }
  });
  return createMatrix(
    rows,
    columns,
    Float32Array.from(sums, (sum, at) => sum / counts[Math.floor(at / columns)]!),
  );
}

import type { NumberTargets } from "@dark-knowledge/datasets";
import type { NumbersEvaluation, OutputEvaluation } from "../numbers-evaluation.ts";
import { createUnscale, unitOf } from "./create-unscale.ts";
import { createVarianceEvaluator, deviationOf } from "./create-variance-evaluator.ts";

/** Takes up predicted numbers batch by batch, and forgets them. */
export interface NumbersEvaluator {
  /** Predictions, with variances or without, and targets, row by row; what is 0 in `known` counts nothing. */
  add(predictions: ArrayLike<number>, values: ArrayLike<number>, known?: ArrayLike<number>): void;
  result(): NumbersEvaluation;
}

/** Makes an evaluator of numbers of these outputs, in float64; with a scale, in the unit of the stored numbers. */
export function createNumbersEvaluator(
  names: readonly string[],
  scale?: NumberTargets["scale"],
  hasVariances = false,
): NumbersEvaluator {
  const width = names.length;
  const variances = hasVariances ? createVarianceEvaluator(width) : undefined;
  const unscale = createUnscale(scale);
  const [counts, squares, sizes] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  // The spread of the targets as Welford takes it up: their mean, and the sum of squares about it.
  const [means, spreads] = [new Float64Array(width), new Float64Array(width)];
  return {
    add(predictions, values, known) {
      for (let index = 0; index < values.length; index++) {
        if (known !== undefined && known[index] === 0) continue;
        const output = index % width;
        const value = unscale(values[index]!, output);
        const at = hasVariances ? index + width * Math.floor(index / width) : index;
        const error = unscale(predictions[at]!, output) - value;
        variances?.add(output, error, deviationOf(predictions[at + width]!) * unitOf(scale, output));
        counts[output]!++;
        squares[output]! += error ** 2;
        sizes[output]! += Math.abs(error);
        const off = value - means[output]!;
        means[output]! += off / counts[output]!;
        spreads[output]! += off * (value - means[output]!);
      }
    },
    result() {
      const outputs = names.map((name, output): OutputEvaluation => {
        const [size, square] = [counts[output]!, squares[output]!];
        const mean = (sum: number) => (size === 0 ? 0 : sum / size);
        const r2 = explained(square, spreads[output]!);
        const own = { name, size, rmse: Math.sqrt(mean(square)), mae: mean(sizes[output]!), r2 };
        return { ...own, ...variances?.result([output]) };
      });
      const known = outputs.filter(({ size }) => size > 0);
      const size = sum(counts);
      return {
        size,
        rmse: Math.sqrt(sum(squares) / size),
        mae: sum(sizes) / size,
        r2: sum(known.map(({ r2 }) => r2)) / known.length,
        ...variances?.result([...names.keys()]),
        outputs,
      };
    },
  };
}

/** `1 − squares / spread`. Targets that are all one number have no spread: 1 for all right, else 0. */
function explained(squares: number, spread: number): number {
  if (spread > 0) return 1 - squares / spread;
  return squares === 0 ? 1 : 0;
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

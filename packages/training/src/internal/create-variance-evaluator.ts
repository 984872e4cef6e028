import type { VarianceEvaluation } from "../numbers-evaluation.ts";

/** Takes up errors and the deviations that a model gave for them. */
export interface VarianceEvaluator {
  add(output: number, error: number, deviation: number): void;
  /** Of some outputs together. */
  result(outputs: readonly number[]): VarianceEvaluation;
}

/** Levels of central intervals, and how many deviations of a Gaussian they reach to each side. */
const REACHES: readonly (readonly [number, number])[] = [
  [0.5, 0.6744897501960817],
  [0.8, 1.2815515655446004],
  [0.9, 1.6448536269514722],
  [0.95, 1.959963984540054],
];

/** Log variances count as in the loss. */
const LARGEST = 40;

/** The standard deviation that a log variance stands for. */
export function deviationOf(logVariance: number): number {
  return Math.exp(Math.min(LARGEST, Math.max(-LARGEST, logVariance)) / 2);
}

/** Makes an evaluator for so many outputs. */
export function createVarianceEvaluator(width: number): VarianceEvaluator {
  const zeros = () => new Float64Array(width);
  const [sizes, nlls, within] = [zeros(), zeros(), REACHES.map(zeros)];
  return {
    add(output, error, deviation) {
      const off = Math.abs(error) / deviation;
      sizes[output]!++;
      nlls[output]! += 0.5 * (Math.log(2 * Math.PI) + off ** 2) + Math.log(deviation);
      REACHES.forEach(([, reach], level) => {
        if (off <= reach) within[level]![output]!++;
      });
    },
    result(outputs) {
      const sum = (values: Float64Array) => outputs.reduce((total, output) => total + values[output]!, 0);
      const mean = (values: Float64Array) => (sum(sizes) === 0 ? 0 : sum(values) / sum(sizes));
      return {
        nll: mean(nlls),
        coverage: REACHES.map(([level], index) => ({ level, share: mean(within[index]!) })),
      };
    },
  };
}

import { assertInteger, assertNumber, assertOptions, type OptionNames } from "@dark-knowledge/core";

/** When and how much {@link gradualSparsity} removes. */
export interface GradualSparsityOptions {
  /** The share of the weights to remove in the end, from 0 to below 1. */
  readonly sparsity: number;
  /** The share to remove at `beginStep`. Default: 0. */
  readonly initialSparsity?: number;
  /** The first step with a mask. Default: 0. */
  readonly beginStep?: number;
  /** The step from which on the whole share is removed. */
  readonly endStep: number;
}

/**
 * Computes the cubic schedule of gradual pruning: `s_t = s_f + (s_i − s_f)(1 − (t − t₀)/(t₁ − t₀))³`, from `s_i` at step `t₀` to `s_f` at `t₁`;
 * 0 before.
 *
 * Most goes early, when there is much to choose from, and little at the end.
 *
 * @param step counted from 0
 * @throws ArgumentError when an option is unknown or out of range
 * @see Zhu and Gupta (2017), *To prune, or not to prune*, equation 1
 *
 * @example
 * ```ts
 * import { gradualSparsity } from "@dark-knowledge/compression";
 *
 * const options = { sparsity: 0.8, beginStep: 100, endStep: 300 };
 * [0, 100, 200, 300, 400].map((step) => gradualSparsity(step, options)); // ≈ [0, 0, 0.7, 0.8, 0.8]
 * ```
 */
export function gradualSparsity(step: number, options: GradualSparsityOptions): number {
  assertInteger("gradualSparsity", "step", step, { min: 0 });
  assertOptions<GradualSparsityOptions>("gradualSparsity", options, GRADUAL_OPTIONS);
  assertGradual("gradualSparsity", options);
  return sparsityAt(step, options);
}

/** The names of the options. */
export const GRADUAL_OPTIONS: OptionNames<GradualSparsityOptions> = {
  sparsity: true,
  initialSparsity: true,
  beginStep: true,
  endStep: true,
};

/** The checks of {@link gradualSparsity}. */
export function assertGradual(functionName: string, options: GradualSparsityOptions): void {
  const { sparsity, initialSparsity = 0, beginStep = 0, endStep } = options;
  assertNumber(functionName, "sparsity", sparsity, { min: 0, below: 1 });
  assertNumber(functionName, "initialSparsity", initialSparsity, { min: 0, max: sparsity });
  assertInteger(functionName, "beginStep", beginStep, { min: 0 });
  assertInteger(functionName, "endStep", endStep, { min: beginStep + 1 });
}

/** The schedule, with options that have been checked. */
export function sparsityAt(step: number, options: GradualSparsityOptions): number {
  const { sparsity, initialSparsity = 0, beginStep = 0, endStep } = options;
  if (step < beginStep) return 0;
  const left = Math.max(0, 1 - (step - beginStep) / (endStep - beginStep));
  return sparsity + (initialSparsity - sparsity) * left ** 3;
}

import {
  ArgumentError,
  assertArray,
  assertInteger,
  assertMatrix,
  assertNumber,
  assertOptions,
  type Matrix,
} from "@dark-knowledge/core";

/** Options of {@link matchClassShares}. */
export interface MatchClassSharesOptions {
  /** The wanted share of all examples, between 0 and 1, for each class number in `classes`. */
  readonly shares: readonly number[];
  /** The classes whose bias may change; not all classes, because only differences of biases matter. */
  readonly classes: readonly number[];
}

/** Result of {@link matchClassShares}. */
export interface ClassShares {
  /** The number to add to each class's logit; 0 for classes that were not named. */
  readonly biases: Float64Array;
  /** The largest remaining difference between a predicted and a wanted share. */
  readonly difference: number;
}

const NAME = "matchClassShares";
const TOLERANCE = 1e-9;
const MOST_SWEEPS = 1000;

/**
 * Finds the biases b with which a classifier predicts some classes as often as wanted:
 * `(1/n) Σ_i softmax(z_i + b)_c = share_c` for every named class c.
 *
 * A student that never saw a class has a bias for it that is much too low. This raises it without labels: it needs
 * unlabelled examples of all classes, and the shares (the teacher's own mean prediction, or known frequencies). The
 * result is the only minimum of the convex `(1/n) Σ_i log Σ_j exp(z_ij + b_j) − Σ_c share_c · b_c`; it is found one
 * class after another, each exactly, until all agree.
 *
 * @param logits `[examples, classes]`, finite
 * @returns the biases and their remaining difference; `difference` is above 1e-9 only if rounding, or the limit of
 * 1,000 sweeps, ends the search earlier
 * @throws ArgumentError when a share or class is out of range, a class is named twice or all are, the shares leave
 *   nothing for the other classes, or a logit is not finite
 * @see Hinton, Vinyals and Dean (2015), section 3, where the bias is chosen on the test set
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { matchClassShares } from "@dark-knowledge/training";
 *
 * // Both classes should be predicted equally often, but the logits always say 3:1 for the first.
 * const logits = createMatrix(2, 2, Float32Array.of(Math.log(3), 0, Math.log(3), 0));
 * const { biases } = matchClassShares(logits, { classes: [1], shares: [0.5] });
 * biases; // ≈ [0, 1.0986]
 * ```
 */
export function matchClassShares(logits: Matrix, options: MatchClassSharesOptions): ClassShares {
  assertOptions<MatchClassSharesOptions>(NAME, options, { shares: true, classes: true });
  const { classes, shares } = options;
  assertClasses(logits, classes, shares);
  const biases = new Float64Array(logits.columns);
  let difference = Infinity;
  let before = Infinity;
  for (let sweep = 0; sweep < MOST_SWEEPS && difference > TOLERANCE; sweep++) {
    for (const [index, column] of classes.entries()) {
      const margins = marginsOf(logits, biases, column);
      biases[column] = matchShare(margins, shares[index]!);
    }
    before = difference;
    difference = largestDifference(logits, biases, classes, shares);
    // Rounding has the last word.
    if (classes.length === 1 || difference === before) break;
  }
  return { biases, difference };
}

/** By how much a class's logit, without its bias, is below the log-sum-exp of all others with theirs, for each example. */
function marginsOf({ rows, columns, data }: Matrix, biases: Float64Array, column: number): Float64Array {
  const margins = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    let largest = -Infinity;
    for (let other = 0; other < columns; other++) {
      if (other !== column) largest = Math.max(largest, data[from + other]! + biases[other]!);
    }
    let sum = 0;
    for (let other = 0; other < columns; other++) {
      if (other !== column) sum += Math.exp(data[from + other]! + biases[other]! - largest);
    }
    margins[row] = largest + Math.log(sum) - data[from + column]!;
  }
  return margins;
}

/**
 * The bias b with `(1/n) Σ_i 1 / (1 + exp(margin_i − b)) = share`: the left side grows with b. Newton's steps, halved into the
 * bracket that is known to hold it.
 */
function matchShare(margins: Float64Array, share: number): number {
  const logOdds = Math.log(share) - Math.log1p(-share);
  // Were all margins the smallest, or all the largest, this would be exact.
  let low = logOdds + margins.reduce((least, margin) => Math.min(least, margin), Infinity);
  let high = logOdds + margins.reduce((most, margin) => Math.max(most, margin), -Infinity);
  let bias = (low + high) / 2;
  while (low < bias && bias < high) {
    let mean = 0;
    let slope = 0;
    for (const margin of margins) {
      const prob = 1 / (1 + Math.exp(margin - bias));
      mean += prob;
      slope += prob * (1 - prob);
    }
    const excess = mean / margins.length - share;
    if (excess === 0) return bias;
    if (excess > 0) high = bias;
    else low = bias;
    const next = bias - (excess * margins.length) / slope;
    if (Math.abs(next - bias) <= Number.EPSILON * Math.abs(bias)) return bias;
    bias = low < next && next < high ? next : (low + high) / 2;
  }
  return bias;
}

function largestDifference(
  { rows, columns, data }: Matrix,
  biases: Float64Array,
  classes: readonly number[],
  shares: readonly number[],
): number {
  const sums = new Float64Array(columns);
  const probs = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    let largest = -Infinity;
    for (let column = 0; column < columns; column++) {
      probs[column] = data[row * columns + column]! + biases[column]!;
      largest = Math.max(largest, probs[column]!);
    }
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      probs[column] = Math.exp(probs[column]! - largest);
      sum += probs[column]!;
    }
    for (let column = 0; column < columns; column++) sums[column]! += probs[column]! / sum;
  }
  return classes.reduce((most, column, index) => Math.max(most, Math.abs(sums[column]! / rows - shares[index]!)), 0);
}

function assertClasses(logits: Matrix, classes: readonly number[], shares: readonly number[]): void {
  assertMatrix(NAME, "logits", logits);
  assertArray(NAME, "classes", classes, "Array");
  assertArray(NAME, "shares", shares, "Array");
  const { rows, columns, data } = logits;
  const fail = (argument: string, expected: string, received: string): never => {
    throw new ArgumentError({ functionName: NAME, argument, expected, received, code: "range" });
  };
  if (rows === 0) fail("logits", "must have at least one example", "0");
  const broken = data.findIndex((logit) => !Number.isFinite(logit));
  if (broken >= 0) fail("logits", "must be finite", `${data[broken]} in row ${Math.floor(broken / columns)}`);
  if (classes.length === 0 || classes.length >= columns) {
    fail("classes", `must name from 1 to ${columns - 1} of the ${columns} classes`, String(classes.length));
  }
  for (const [index, column] of classes.entries()) {
    assertInteger(NAME, `classes[${index}]`, column, { min: 0, below: columns });
    if (classes.indexOf(column) < index) fail("classes", "must name each class once", `${column} twice`);
  }
  if (shares.length !== classes.length) {
    fail("shares", `must have length ${classes.length} (as classes)`, String(shares.length));
  }
  for (const [index, share] of shares.entries()) assertNumber(NAME, `shares[${index}]`, share, { above: 0, below: 1 });
  const sum = shares.reduce((total, share) => total + share, 0);
  // 0.3 + 0.6 + 0.1 is less than 1 in float64: what rounding may leave is no share.
  if (1 - sum <= shares.length * Number.EPSILON)
    fail("shares", "must sum to less than 1, so that other classes have a share", String(sum));
}

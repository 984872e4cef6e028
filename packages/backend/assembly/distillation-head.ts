import { maxOfLanes } from "./exponential";
import { exp } from "./functions";
import { copyFloats } from "./images";
import { promoteHigh, sumOfPair } from "./sums";

/** The host's logarithm; one of our own would need tables in the memory that belongs to the tensors. */
@external("env", "log")
declare function log(x: f64): f64;

/** Stands for −∞ in products, which would otherwise make NaN of a probability of 0. No real logit comes near it. */
const MASKED: f32 = -1.2676506002282294e30;

/**
 * Both terms of the distillation loss and the gradient of their weighted sum, row by row.
 *
 * For student logits z, and teacher logits v or probabilities p (`target`, or 0 for none), all [rows, classes]:
 *
 *     soft  = T² · −Σ_c p_c log q_c,  q = softmax(z / T),  p = softmax(v / T) or as given
 *     hard  = −log softmax(z)_label,  0 where the label is no class
 *     total = softWeight · soft + hardWeight · hard
 *     slope = ∂ total / ∂ z
 *
 * `soft`, `hard` and `total` are [rows], `slope` is [rows, classes], `scratch` has room for 4·(classes + 15) floats. A class with
 * z = −∞ is masked: it costs nothing where p is 0 and everything where it is not. A term of weight 0 is left out of `total`
 * and `slope`, not multiplied by 0.
 */
export function distillationHead(
  z: usize,
  target: usize,
  isProbs: bool,
  labels: usize,
  rows: i32,
  classes: i32,
  temperature: f32,
  softWeight: f32,
  hardWeight: f32,
  soft: usize,
  hard: usize,
  total: usize,
  slope: usize,
  scratch: usize,
): void {
  // Rows are worked on in copies that are filled up to whole cache lines, with −∞ for logits and 0 for probabilities. Those of which
  // exponentials are wanted lie side by side, so that one loop computes them all.
  const whole = (classes + 15) & ~15;
  const student = scratch;
  const goal = student + 4 * whole;
  const warm = goal + 4 * whole;
  const plain = warm + 4 * whole;
  const hasSoft = target != 0;
  for (let row = 0; row < rows; row++) {
    const label = labels == 0 ? -1 : load<i32>(labels + 4 * row);
    const isLabelled = label >= 0 && label < classes;
    const top = copyPadded(z, student, classes, -Infinity);
    shiftAndDivide(student, student, whole, top, 1);
    let first = plain;
    if (hasSoft) {
      const goalTop = copyPadded(target, goal, classes, isProbs ? 0 : -Infinity);
      if (!isProbs) shiftAndDivide(goal, goal, whole, goalTop, temperature);
      shiftAndDivide(student, warm, whole, 0, temperature);
      first = isProbs ? warm : goal;
    }
    if (isLabelled) copyFloats(student, plain, whole);
    exp(first, first, ((isLabelled ? plain + 4 * whole : plain) - first) >> 2);

    let sumOfPlain = 1.0;
    let hardTerm: f32 = 0;
    if (isLabelled) {
      sumOfPlain = sumOfRow(plain, whole);
      hardTerm = (log(sumOfPlain) - (load<f32>(student + 4 * label) as f64)) as f32;
    }
    let sumOfSoft = 1.0;
    let sumOfGoal = 1.0;
    let softTerm: f32 = 0;
    if (hasSoft) {
      sumOfSoft = sumOfRow(warm, whole);
      sumOfGoal = sumOfRow(goal, whole);
      const logSum = log(sumOfSoft);
      const mean = sumOfProducts(goal, student, whole) / (temperature as f64);
      const surprise = isProbs ? sumOfGoal * logSum - mean : logSum - mean / sumOfGoal;
      softTerm = ((temperature as f64) * (temperature as f64) * surprise) as f32;
    }
    store<f32>(soft, softTerm);
    store<f32>(hard, hardTerm);
    if (hardWeight == 0) store<f32>(total, softWeight * softTerm);
    else if (softWeight == 0) store<f32>(total, hardWeight * hardTerm);
    else store<f32>(total, softWeight * softTerm + hardWeight * hardTerm);

    const scale = (softWeight as f64) * (temperature as f64);
    const studentFactor = ((scale * (isProbs ? sumOfGoal : 1)) / sumOfSoft) as f32;
    const goalFactor = (isProbs ? scale : scale / sumOfGoal) as f32;
    if (hasSoft && softWeight != 0) subtractScaled(warm, studentFactor, goal, goalFactor, student, whole);
    else memory.fill(student, 0, 4 * whole);
    if (isLabelled && hardWeight != 0) {
      addScaled(plain, ((hardWeight as f64) / sumOfPlain) as f32, student, whole);
      store<f32>(student + 4 * label, load<f32>(student + 4 * label) - hardWeight);
    }
    copyFloats(student, slope, classes);

    z += 4 * classes;
    if (hasSoft) target += 4 * classes;
    soft += 4;
    hard += 4;
    total += 4;
    slope += 4 * classes;
  }
}

/** `y_ij ← factor_i · x_ij`. */
export function scaleEachRow(x: usize, factors: usize, y: usize, rows: i32, columns: i32): void {
  const bytes = 4 * columns;
  const wholeBytes = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const factor = load<f32>(factors + 4 * row);
    const splat = f32x4.splat(factor);
    let at = 0;
    for (; at < wholeBytes; at += 16) v128.store(y + at, f32x4.mul(v128.load(x + at), splat));
    for (; at < bytes; at += 4) store<f32>(y + at, load<f32>(x + at) * factor);
    x += bytes;
    y += bytes;
  }
}

/** Copies `count` floats, fills the copy up to whole cache lines and returns the largest; NaN is passed over, since it shows in the sums. */
function copyPadded(from: usize, to: usize, count: i32, filler: f32): f32 {
  copyFloats(from, to, count);
  for (; (count & 15) != 0; count++) store<f32>(to + 4 * count, filler);
  const end = to + 4 * count;
  let top0 = f32x4.splat(-Infinity);
  let top1 = top0;
  let top2 = top0;
  let top3 = top0;
  do {
    top0 = f32x4.pmax(top0, v128.load(to));
    top1 = f32x4.pmax(top1, v128.load(to, 16));
    top2 = f32x4.pmax(top2, v128.load(to, 32));
    top3 = f32x4.pmax(top3, v128.load(to, 48));
    to += 64;
  } while (to < end);
  return maxOfLanes(f32x4.pmax(f32x4.pmax(top0, top1), f32x4.pmax(top2, top3)));
}

// Below, `count` is a multiple of 16. Four vectors are added as float32 before they go to a float64 total.

/** `y ← (x − top) / divisor`. */
function shiftAndDivide(x: usize, y: usize, count: i32, top: f32, divisor: f32): void {
  const tops = f32x4.splat(top);
  const divisors = f32x4.splat(divisor);
  const end = x + 4 * count;
  do {
    v128.store(y, f32x4.div(f32x4.sub(v128.load(x), tops), divisors));
    v128.store(y, f32x4.div(f32x4.sub(v128.load(x, 16), tops), divisors), 16);
    v128.store(y, f32x4.div(f32x4.sub(v128.load(x, 32), tops), divisors), 32);
    v128.store(y, f32x4.div(f32x4.sub(v128.load(x, 48), tops), divisors), 48);
    x += 64;
    y += 64;
  } while (x < end);
}

/** `Σ_i x_i`. */
function sumOfRow(x: usize, count: i32): f64 {
  const end = x + 4 * count;
  let total = f64x2.splat(0);
  do {
    total = addLine(total, v128.load(x), v128.load(x, 16), v128.load(x, 32), v128.load(x, 48));
    x += 64;
  } while (x < end);
  return sumOfPair(total);
}

/** `Σ_i p_i·x_i`, where 0·(−∞) is 0; −∞ where x_i is −∞ and p_i is not 0. */
function sumOfProducts(p: usize, x: usize, count: i32): f64 {
  const end = p + 4 * count;
  let total = f64x2.splat(0);
  let isInfinite = f32x4.splat(0);
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    const p0 = v128.load(p);
    const p1 = v128.load(p, 16);
    const p2 = v128.load(p, 32);
    const p3 = v128.load(p, 48);
    total = addLine(total, product(p0, x0), product(p1, x1), product(p2, x2), product(p3, x3));
    isInfinite = v128.or(isInfinite, v128.or(isInfiniteProduct(p0, x0), isInfiniteProduct(p1, x1)));
    isInfinite = v128.or(isInfinite, v128.or(isInfiniteProduct(p2, x2), isInfiniteProduct(p3, x3)));
    p += 64;
    x += 64;
  } while (p < end);
  const sum = sumOfPair(total);
  return v128.any_true(isInfinite) && sum == sum ? -Infinity : sum;
}

@inline
function product(p: v128, x: v128): v128 {
  return f32x4.mul(p, f32x4.pmax(x, f32x4.splat(MASKED)));
}

@inline
function isInfiniteProduct(p: v128, x: v128): v128 {
  return v128.and(f32x4.lt(x, f32x4.splat(MASKED / 2)), f32x4.gt(p, f32x4.splat(0)));
}

@inline
function addLine(total: v128, x0: v128, x1: v128, x2: v128, x3: v128): v128 {
  const sum = f32x4.add(f32x4.add(x0, x1), f32x4.add(x2, x3));
  return f64x2.add(total, f64x2.add(f64x2.promote_low_f32x4(sum), promoteHigh(sum)));
}

/** `y ← a·p − b·q`. */
function subtractScaled(p: usize, a: f32, q: usize, b: f32, y: usize, count: i32): void {
  const as = f32x4.splat(a);
  const bs = f32x4.splat(b);
  const end = p + 4 * count;
  do {
    for (let at = 0; at < 64; at += 16) {
      v128.store(y + at, f32x4.sub(f32x4.mul(v128.load(p + at), as), f32x4.mul(v128.load(q + at), bs)));
    }
    p += 64;
    q += 64;
    y += 64;
  } while (p < end);
}

/** `y ← y + a·x`. */
function addScaled(x: usize, a: f32, y: usize, count: i32): void {
  const as = f32x4.splat(a);
  const end = x + 4 * count;
  do {
    for (let at = 0; at < 64; at += 16) {
      v128.store(y + at, f32x4.add(v128.load(y + at), f32x4.mul(v128.load(x + at), as)));
    }
    x += 64;
    y += 64;
  } while (x < end);
}

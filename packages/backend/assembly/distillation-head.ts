import { exponential, maxOfLanes } from "./exponential";
import { promoteHigh, sumOfFloats } from "./sums";

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
 * `soft`, `hard` and `total` are [rows], `slope` is [rows, classes], `scratch` has room for 4·(classes + 3) floats. A class with
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
  // Rows are worked on in copies that are filled up to whole vectors, with −∞ for logits and 0 for probabilities.
  const whole = (classes + 3) & ~3;
  const student = scratch;
  const goal = student + 4 * whole;
  const plain = goal + 4 * whole;
  const warm = plain + 4 * whole;
  const temperatures = f32x4.splat(temperature);
  const masked = f32x4.splat(MASKED);
  const halfMasked = f32x4.splat(MASKED / 2);
  const zero = f32x4.splat(0);
  const hasSoft = target != 0;
  for (let row = 0; row < rows; row++) {
    copyPadded(z, student, classes, -Infinity);
    if (hasSoft) copyPadded(target, goal, classes, isProbs ? 0 : -Infinity);
    const top = f32x4.splat(largest(student, whole));
    const goalTop = f32x4.splat(hasSoft && !isProbs ? largest(goal, whole) : 0);
    let expected = f64x2.splat(0);
    let isInfinite = zero;
    for (let at = 0; at < 4 * whole; at += 16) {
      const shifted = f32x4.sub(v128.load(student + at), top);
      const plainExp = exponential(shifted);
      v128.store(plain + at, plainExp);
      if (!hasSoft) continue;

      const scaled = f32x4.div(shifted, temperatures);
      const warmExp = exponential(scaled);
      v128.store(warm + at, warmExp);
      let p = v128.load(goal + at);
      if (!isProbs) {
        p = exponential(f32x4.div(f32x4.sub(p, goalTop), temperatures));
        v128.store(goal + at, p);
      }
      const terms = f32x4.mul(p, f32x4.pmax(scaled, masked));
      expected = f64x2.add(expected, f64x2.add(f64x2.promote_low_f32x4(terms), promoteHigh(terms)));
      isInfinite = v128.or(isInfinite, v128.and(f32x4.lt(scaled, halfMasked), f32x4.gt(p, zero)));
    }

    const label = labels == 0 ? -1 : load<i32>(labels + 4 * row);
    const isLabelled = label >= 0 && label < classes;
    const sumOfPlain = sumOfFloats(plain, whole);
    let hardTerm: f32 = 0;
    if (isLabelled) {
      const shifted = load<f32>(z + 4 * label) - f32x4.extract_lane(top, 0);
      hardTerm = (log(sumOfPlain) - (shifted as f64)) as f32;
    }
    let softTerm: f32 = 0;
    const sumOfSoft = hasSoft ? sumOfFloats(warm, whole) : 1;
    const sumOfGoal = hasSoft ? sumOfFloats(goal, whole) : 1;
    if (hasSoft) {
      const logSum = log(sumOfSoft);
      const mean = f64x2.extract_lane(expected, 0) + f64x2.extract_lane(expected, 1);
      const surprise = isProbs ? sumOfGoal * logSum - mean : logSum - mean / sumOfGoal;
      softTerm = ((temperature as f64) * (temperature as f64) * surprise) as f32;
      if (v128.any_true(isInfinite) && softTerm == softTerm) softTerm = Infinity;
    }
    store<f32>(soft, softTerm);
    store<f32>(hard, hardTerm);
    if (hardWeight == 0) store<f32>(total, softWeight * softTerm);
    else if (softWeight == 0) store<f32>(total, hardWeight * hardTerm);
    else store<f32>(total, softWeight * softTerm + hardWeight * hardTerm);

    const usesSoft = hasSoft && softWeight != 0;
    const usesHard = isLabelled && hardWeight != 0;
    const scale = (softWeight as f64) * (temperature as f64);
    const studentFactor = f32x4.splat(((scale * (isProbs ? sumOfGoal : 1)) / sumOfSoft) as f32);
    const goalFactor = f32x4.splat((isProbs ? scale : scale / sumOfGoal) as f32);
    const plainFactor = f32x4.splat(((hardWeight as f64) / sumOfPlain) as f32);
    for (let at = 0; at < 4 * whole; at += 16) {
      let gradient = zero;
      if (usesSoft) {
        const attraction = f32x4.mul(v128.load(goal + at), goalFactor);
        gradient = f32x4.sub(f32x4.mul(v128.load(warm + at), studentFactor), attraction);
      }
      if (usesHard) gradient = f32x4.add(gradient, f32x4.mul(v128.load(plain + at), plainFactor));
      v128.store(student + at, gradient);
    }
    memory.copy(slope, student, 4 * classes);
    if (usesHard) store<f32>(slope + 4 * label, load<f32>(slope + 4 * label) - hardWeight);

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

function copyPadded(from: usize, to: usize, count: i32, filler: f32): void {
  memory.copy(to, from, 4 * count);
  for (; (count & 3) != 0; count++) store<f32>(to + 4 * count, filler);
}

/** The largest of `count` floats, a multiple of four; NaN is passed over, since it shows in the sums. */
function largest(x: usize, count: i32): f32 {
  let top = f32x4.splat(-Infinity);
  for (let at = 0; at < 4 * count; at += 16) top = f32x4.pmax(top, v128.load(x + at));
  return maxOfLanes(top);
}

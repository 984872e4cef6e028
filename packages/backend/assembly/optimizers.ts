// One pass over a variable, its slots and its gradient. `count` floats each; the variable and the slots change in place.
//
// A slot becomes 0 before it is subnormal: a mean below 2⁻¹⁰⁰, a mean of squares below 2⁻¹²⁶. Where the gradient stays 0, as for a unit
// that never answers, it would shrink until it is subnormal and stay so, since rounding keeps it from 0. With such numbers some
// processors need forty times as long for a pass.

/** 2⁻¹⁰⁰: times a learning rate it is no subnormal yet. */
const SMALLEST_MEAN: f32 = 7.888609052210118e-31;

/** 2⁻¹²⁶. */
const SMALLEST_SQUARE: f32 = 1.1754943508222875e-38;

@inline
function zeroBelow(x: v128, smallest: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), smallest));
}

@inline
function oneZeroBelow(x: f32, smallest: f32): f32 {
  return abs(x) < smallest ? 0 : x;
}

/** `v ← m·v + g + λ·w`, `w ← w − η·v`, or with Nesterov's look-ahead `w ← w − η·(g + λ·w + m·v)`. */
export function momentumStep(
  w: usize,
  v: usize,
  g: usize,
  count: i32,
  rate: f32,
  momentum: f32,
  decay: f32,
  isNesterov: bool,
): void {
  const rates = f32x4.splat(rate);
  const momenta = f32x4.splat(momentum);
  const decays = f32x4.splat(decay);
  const smallest = f32x4.splat(SMALLEST_MEAN);
  const end = w + 4 * count;
  // A cache line of each array at a time: a quarter faster than four floats at a time.
  const wholeEnd = w + 4 * (count & ~15);
  for (; w < wholeEnd; w += 64) {
    momentumStepOfFour(w, v, g, rates, momenta, decays, smallest, isNesterov);
    momentumStepOfFour(w + 16, v + 16, g + 16, rates, momenta, decays, smallest, isNesterov);
    momentumStepOfFour(w + 32, v + 32, g + 32, rates, momenta, decays, smallest, isNesterov);
    momentumStepOfFour(w + 48, v + 48, g + 48, rates, momenta, decays, smallest, isNesterov);
    v += 64;
    g += 64;
  }
  for (; w < end; w += 4) {
    const weight = load<f32>(w);
    const slope = load<f32>(g) + weight * decay;
    const velocity = oneZeroBelow(load<f32>(v) * momentum + slope, SMALLEST_MEAN);
    store<f32>(v, velocity);
    store<f32>(w, weight - (isNesterov ? slope + velocity * momentum : velocity) * rate);
    v += 4;
    g += 4;
  }
}

@inline
function momentumStepOfFour(
  w: usize,
  v: usize,
  g: usize,
  rates: v128,
  momenta: v128,
  decays: v128,
  smallest: v128,
  isNesterov: bool,
): void {
  const weights = v128.load(w);
  const slope = f32x4.add(v128.load(g), f32x4.mul(weights, decays));
  const velocity = zeroBelow(f32x4.add(f32x4.mul(v128.load(v), momenta), slope), smallest);
  v128.store(v, velocity);
  const direction = isNesterov ? f32x4.add(slope, f32x4.mul(velocity, momenta)) : velocity;
  v128.store(w, f32x4.sub(weights, f32x4.mul(direction, rates)));
}

/** `w ← w − η·(g + λ·w)`. */
export function gradientStep(w: usize, g: usize, count: i32, rate: f32, decay: f32): void {
  const rates = f32x4.splat(rate);
  const decays = f32x4.splat(decay);
  const end = w + 4 * count;
  const wholeEnd = w + 4 * (count & ~3);
  for (; w < wholeEnd; w += 16) {
    const weights = v128.load(w);
    const slope = f32x4.add(v128.load(g), f32x4.mul(weights, decays));
    v128.store(w, f32x4.sub(weights, f32x4.mul(slope, rates)));
    g += 16;
  }
  for (; w < end; w += 4) {
    const weight = load<f32>(w);
    store<f32>(w, weight - (load<f32>(g) + weight * decay) * rate);
    g += 4;
  }
}

/**
 * `m ← β₁·m + (1 − β₁)·g`, `s ← β₂·s + (1 − β₂)·g²`, `w ← κ·w − α·m / (√(s / c) + ε)`, where `c = 1 − β₂ᵗ`,
 * `α = η / (1 − β₁ᵗ)` and `κ` is what weight decay leaves.
 */
export function adamStep(
  w: usize,
  m: usize,
  s: usize,
  g: usize,
  count: i32,
  rate: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  correction: f32,
  epsilon: f32,
  kept: f32,
): void {
  const rates = f32x4.splat(rate);
  const beta1s = f32x4.splat(beta1);
  const rest1s = f32x4.splat(rest1);
  const beta2s = f32x4.splat(beta2);
  const rest2s = f32x4.splat(rest2);
  const corrections = f32x4.splat(correction);
  const epsilons = f32x4.splat(epsilon);
  const kepts = f32x4.splat(kept);
  const smallestMeans = f32x4.splat(SMALLEST_MEAN);
  const smallestSquares = f32x4.splat(SMALLEST_SQUARE);
  const end = w + 4 * count;
  const wholeEnd = w + 4 * (count & ~3);
  for (; w < wholeEnd; w += 16) {
    const slope = v128.load(g);
    const mean = zeroBelow(f32x4.add(f32x4.mul(v128.load(m), beta1s), f32x4.mul(slope, rest1s)), smallestMeans);
    const squares = f32x4.mul(f32x4.mul(slope, slope), rest2s);
    const square = zeroBelow(f32x4.add(f32x4.mul(v128.load(s), beta2s), squares), smallestSquares);
    v128.store(m, mean);
    v128.store(s, square);
    const spread = f32x4.add(f32x4.sqrt(f32x4.div(square, corrections)), epsilons);
    const move = f32x4.div(f32x4.mul(mean, rates), spread);
    v128.store(w, f32x4.sub(f32x4.mul(v128.load(w), kepts), move));
    m += 16;
    s += 16;
    g += 16;
  }
  for (; w < end; w += 4) {
    const slope = load<f32>(g);
    const mean = oneZeroBelow(load<f32>(m) * beta1 + slope * rest1, SMALLEST_MEAN);
    const square = oneZeroBelow(load<f32>(s) * beta2 + slope * slope * rest2, SMALLEST_SQUARE);
    store<f32>(m, mean);
    store<f32>(s, square);
    const spread: f32 = sqrt<f32>(square / correction) + epsilon;
    store<f32>(w, load<f32>(w) * kept - (mean * rate) / spread);
    m += 4;
    s += 4;
    g += 4;
  }
}

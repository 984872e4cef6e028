/**
 * e^x of four floats, within 2 units in the last place; 0 below −104, infinite above 88.73, NaN of NaN.
 *
 * x = n·ln 2 + r with |r| ≤ ½ ln 2, so e^x = 2^n · e^r; the polynomial for e^r is that of the Cephes library (expf).
 */
export function exponential(x: v128): v128 {
  const bounded = bound(x);
  const rounded = roundPower(bounded);
  return scaleByPower(powerSeries(remainder(bounded, rounded)), rounded);
}

/**
 * e^x of sixteen floats, at `to`. Each operation of an exponential waits for the one before it, so four of them, step by step
 * in turn, take little longer than one: a processor does not look far enough ahead to find the next one behind it.
 */
export function storeExponentials(x0: v128, x1: v128, x2: v128, x3: v128, to: usize): void {
  const bounded0 = bound(x0);
  const bounded1 = bound(x1);
  const bounded2 = bound(x2);
  const bounded3 = bound(x3);
  const rounded0 = roundPower(bounded0);
  const rounded1 = roundPower(bounded1);
  const rounded2 = roundPower(bounded2);
  const rounded3 = roundPower(bounded3);
  const r0 = remainder(bounded0, rounded0);
  const r1 = remainder(bounded1, rounded1);
  const r2 = remainder(bounded2, rounded2);
  const r3 = remainder(bounded3, rounded3);
  const y0 = powerSeries(r0);
  const y1 = powerSeries(r1);
  const y2 = powerSeries(r2);
  const y3 = powerSeries(r3);
  v128.store(to, scaleByPower(y0, rounded0));
  v128.store(to, scaleByPower(y1, rounded1), 16);
  v128.store(to, scaleByPower(y2, rounded2), 32);
  v128.store(to, scaleByPower(y3, rounded3), 48);
}

@inline
function bound(x: v128): v128 {
  // pmin and pmax hand NaN on when it is their first operand. At −176 both factors of 2^n are 0; any other n from which the result
  // is 0 takes a product that underflows, for which some processors need a hundred times as long.
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-176));
}

/** n as a float behind 1.5·2²³, which has no bits left behind the point: adding it rounds, and leaves the integer in the last bits. */
@inline
function roundPower(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, f32x4.splat(1.4426950408889634)), f32x4.splat(12582912));
}

@inline
function remainder(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, f32x4.splat(12582912));
  // ln 2 in two parts, of which the first has few digits, so that n times it is exact.
  const coarse = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  return f32x4.add(coarse, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
}

@inline
function powerSeries(r: v128): v128 {
  let y = f32x4.add(f32x4.mul(f32x4.splat(1.9875691500e-4), r), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1));
  return f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, r), r), r), f32x4.splat(1));
}

@inline
function scaleByPower(y: v128, rounded: v128): v128 {
  // 2^n in two factors: n itself may be too large or too small for the exponent of a float.
  const exponent = i32x4.sub(rounded, i32x4.splat(0x4b400000));
  const half = i32x4.shr_s(exponent, 1);
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(exponent, half)));
}

@inline
function powerOfTwo(exponent: v128): v128 {
  return i32x4.shl(i32x4.add(exponent, i32x4.splat(127)), 23);
}

/** The largest of four floats that are not NaN. */
@inline
export function maxOfLanes(x: v128): f32 {
  const low = max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1));
  return max(low, max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)));
}

/**
 * e^x of four floats, within 2 units in the last place; 0 below −104, infinite above 88.73, NaN of NaN.
 *
 * x = n·ln 2 + r with |r| ≤ ½ ln 2, so e^x = 2^n · e^r; the polynomial for e^r is that of the Cephes library (expf).
 */
@inline
export function exponential(x: v128): v128 {
  // pmin and pmax hand NaN on when it is their first operand.
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-105));
  // 1.5·2²³ has no bits left behind the point, so adding it rounds, and leaves the integer in the last bits.
  const rounded = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.4426950408889634)), f32x4.splat(12582912));
  const n = f32x4.sub(rounded, f32x4.splat(12582912));
  // ln 2 in two parts, of which the first has few digits, so that n times it is exact.
  const coarse = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.add(coarse, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
  let y = f32x4.add(f32x4.mul(f32x4.splat(1.9875691500e-4), r), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1));
  y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, r), r), r), f32x4.splat(1));
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

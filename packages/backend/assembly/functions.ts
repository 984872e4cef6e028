import { exponential, storeExponentials } from "./exponential";
import { get, put } from "./lanes";

const EXP: i32 = 0;
const TANH: i32 = 1;
const SIGMOID: i32 = 2;

/** `y_i ← e^x_i`. */
export function exp(x: usize, y: usize, count: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    storeExponentials(v128.load(x), v128.load(x, 16), v128.load(x, 32), v128.load(x, 48), y);
    x += 64;
    y += 64;
  }
  computeRest(x, y, count - i, EXP);
}

/** `y_i ← tanh x_i`. */
export function tanh(x: usize, y: usize, count: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    storeTangents(x, y);
    x += 64;
    y += 64;
  }
  computeRest(x, y, count - i, TANH);
}

/** `y_i ← 1 / (1 + e^−x_i)`. */
export function sigmoid(x: usize, y: usize, count: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const x0 = f32x4.neg(v128.load(x));
    const x1 = f32x4.neg(v128.load(x, 16));
    const x2 = f32x4.neg(v128.load(x, 32));
    const x3 = f32x4.neg(v128.load(x, 48));
    storeExponentials(x0, x1, x2, x3, y);
    v128.store(y, logisticOf(v128.load(y)));
    v128.store(y, logisticOf(v128.load(y, 16)), 16);
    v128.store(y, logisticOf(v128.load(y, 32)), 32);
    v128.store(y, logisticOf(v128.load(y, 48)), 48);
    x += 64;
    y += 64;
  }
  computeRest(x, y, count - i, SIGMOID);
}

/** The fewer than sixteen floats that are left, four at a time, then one by one. The function is known where this is inlined. */
@inline
function computeRest(x: usize, y: usize, count: i32, which: i32): void {
  while (count > 0) {
    const isFour = count >= 4;
    const value = get(x, isFour);
    if (which == TANH) put(y, hyperbolicTangent(value), isFour);
    else if (which == SIGMOID) put(y, logisticOf(exponential(f32x4.neg(value))), isFour);
    else put(y, exponential(value), isFour);
    const done = isFour ? 4 : 1;
    count -= done;
    x += 4 * done;
    y += 4 * done;
  }
}

/** The sigmoid, from e^−x. */
@inline
function logisticOf(power: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), power));
}

/**
 * tanh of four floats, within 2 units in the last place: a polynomial in x² near 0 (that of the Cephes library, tanhf), where
 * the other form, 1 − 2 / (e^2|x| + 1) with the sign of x, would lose digits.
 */
function hyperbolicTangent(x: v128): v128 {
  const size = f32x4.abs(x);
  return withSign(tangent(size, exponential(f32x4.add(size, size))), x);
}

/** tanh of sixteen floats at `x`, at `y`, step by step in turn like `storeExponentials`. */
@inline
function storeTangents(x: usize, y: usize): void {
  const x0 = v128.load(x);
  const x1 = v128.load(x, 16);
  const x2 = v128.load(x, 32);
  const x3 = v128.load(x, 48);
  const size0 = f32x4.abs(x0);
  const size1 = f32x4.abs(x1);
  const size2 = f32x4.abs(x2);
  const size3 = f32x4.abs(x3);
  storeExponentials(f32x4.add(size0, size0), f32x4.add(size1, size1), f32x4.add(size2, size2), f32x4.add(size3, size3), y);
  const tangent0 = tangent(size0, v128.load(y));
  const tangent1 = tangent(size1, v128.load(y, 16));
  const tangent2 = tangent(size2, v128.load(y, 32));
  const tangent3 = tangent(size3, v128.load(y, 48));
  v128.store(y, withSign(tangent0, x0));
  v128.store(y, withSign(tangent1, x1), 16);
  v128.store(y, withSign(tangent2, x2), 32);
  v128.store(y, withSign(tangent3, x3), 48);
}

/** tanh of |x|, from it and from e^2|x|. */
@inline
function tangent(size: v128, grown: v128): v128 {
  const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(grown, f32x4.splat(1))));
  const z = f32x4.mul(size, size);
  let p = f32x4.add(f32x4.mul(f32x4.splat(-5.70498872745e-3), z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), size), size);
  return v128.bitselect(near, far, f32x4.lt(size, f32x4.splat(0.625)));
}

@inline
function withSign(size: v128, x: v128): v128 {
  return v128.or(size, v128.and(x, i32x4.splat(0x80000000)));
}

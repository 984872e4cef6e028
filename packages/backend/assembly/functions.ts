import { exponential } from "./exponential";

/** `y_i ← e^x_i`. */
export function exp(x: usize, y: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(y, exponential(v128.load(x)));
    x += 16;
    y += 16;
  }
  for (; i < count; i++) {
    store<f32>(y, f32x4.extract_lane(exponential(f32x4.splat(load<f32>(x))), 0));
    x += 4;
    y += 4;
  }
}

/** `y_i ← tanh x_i`. */
export function tanh(x: usize, y: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(y, hyperbolicTangent(v128.load(x)));
    x += 16;
    y += 16;
  }
  for (; i < count; i++) {
    store<f32>(y, f32x4.extract_lane(hyperbolicTangent(f32x4.splat(load<f32>(x))), 0));
    x += 4;
    y += 4;
  }
}

/**
 * tanh of four floats, within 2 units in the last place: a polynomial in x² near 0 (that of the Cephes library, tanhf), where
 * the other form, 1 − 2 / (e^2|x| + 1) with the sign of x, would lose digits.
 */
@inline
export function hyperbolicTangent(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const size = f32x4.abs(x);
  const grown = exponential(f32x4.add(size, size));
  const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(grown, f32x4.splat(1))));
  const z = f32x4.mul(size, size);
  let p = f32x4.add(f32x4.mul(f32x4.splat(-5.70498872745e-3), z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), size), size);
  return v128.or(v128.bitselect(near, far, f32x4.lt(size, f32x4.splat(0.625))), sign);
}

/** `a·b + c` in each lane: rounded once where the binary may use relaxed SIMD and the processor fuses the two, else twice. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

/** The same for one float; in lanes, because there are no fused instructions for less. */
@inline
export function multiplyAddFloat(a: f32, b: f32, c: f32): f32 {
  if (!ASC_FEATURE_RELAXED_SIMD) return c + a * b;
  return f32x4.extract_lane(multiplyAdd(f32x4.splat(a), f32x4.splat(b), f32x4.splat(c)), 0);
}

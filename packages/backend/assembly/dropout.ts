/**
 * `y_i ← x_i / (1 − rate)` where the i-th number drawn from `seed` is at least `rate`, else 0.
 *
 * The numbers are hashes of the position, so the gradient draws the same ones again and no mask is kept. The hash is the
 * finaliser of MurmurHash3 on the position times the golden ratio, plus the seed, which goes in once more half-way: else
 * two seeds would draw the same numbers at other positions. `dropout-mask.ts` draws them in JavaScript.
 */
export function dropout(x: usize, y: usize, count: i32, threshold: u32, scale: f32, seed: u32): void {
  const scales = f32x4.splat(scale);
  // Unsigned comparison of two integers is the signed one with the first bits flipped.
  const limits = i32x4.splat(threshold ^ 0x80000000);
  const flip = i32x4.splat(0x80000000);
  const keys = i32x4.splat(seed * 0x27d4eb2f);
  let counter = i32x4.add(i32x4.splat(seed), i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(0x9e3779b9)));
  const step = i32x4.splat(4 * 0x9e3779b9);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const drawn = v128.xor(hash(counter, keys), flip);
    v128.store(y, v128.and(f32x4.mul(v128.load(x), scales), i32x4.ge_s(drawn, limits)));
    counter = i32x4.add(counter, step);
    x += 16;
    y += 16;
  }
  for (; i < count; i++) {
    const drawn = i32x4.extract_lane(hash(i32x4.splat(seed + i * 0x9e3779b9), keys), 0) as u32;
    store<f32>(y, drawn >= threshold ? load<f32>(x) * scale : 0);
    x += 4;
    y += 4;
  }
}

@inline
function hash(counter: v128, keys: v128): v128 {
  let h = v128.xor(counter, i32x4.shr_u(counter, 16));
  h = v128.xor(i32x4.mul(h, i32x4.splat(0x85ebca6b)), keys);
  h = v128.xor(h, i32x4.shr_u(h, 13));
  h = i32x4.mul(h, i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

// The largest of many floats by magnitude. Without their signs, bits of floats order as whole numbers do: infinity comes above all numbers, and NaN above infinity.

const WITHOUT_SIGN: i32 = 0x7fff_ffff;

/** The largest magnitude of `count` floats, 0 of none: infinity where one is infinite, NaN where one is NaN. */
export function largestMagnitude(x: usize, count: i32): f32 {
  const mask = i32x4.splat(WITHOUT_SIGN);
  let first = i32x4.splat(0);
  let second = first;
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    first = i32x4.max_s(first, v128.and(v128.load(x), mask));
    second = i32x4.max_s(second, v128.and(v128.load(x, 16), mask));
    x += 32;
  }
  const four = i32x4.max_s(first, second);
  let largest = max(
    max(i32x4.extract_lane(four, 0), i32x4.extract_lane(four, 1)),
    max(i32x4.extract_lane(four, 2), i32x4.extract_lane(four, 3)),
  );
  for (; i < count; i++) {
    largest = max(largest, load<i32>(x) & WITHOUT_SIGN);
    x += 4;
  }
  return reinterpret<f32>(largest);
}

// What a core can do at most: multiplications and additions of four floats each, in registers alone.

import { multiplyAdd } from "./multiply-add";

/** Ten independent chains of `x ← x·a + b`, so that no operation has to wait for another; the sum keeps them all alive. */
export function multiplyAdds(rounds: i32): f32 {
  const factor = f32x4.splat(0.999);
  const term = f32x4.splat(0.001);
  let x0 = f32x4.splat(1);
  let x1 = f32x4.splat(2);
  let x2 = f32x4.splat(3);
  let x3 = f32x4.splat(4);
  let x4 = f32x4.splat(5);
  let x5 = f32x4.splat(6);
  let x6 = f32x4.splat(7);
  let x7 = f32x4.splat(8);
  let x8 = f32x4.splat(9);
  let x9 = f32x4.splat(10);
  for (let round = 0; round < rounds; round++) {
    x0 = multiplyAdd(x0, factor, term);
    x1 = multiplyAdd(x1, factor, term);
    x2 = multiplyAdd(x2, factor, term);
    x3 = multiplyAdd(x3, factor, term);
    x4 = multiplyAdd(x4, factor, term);
    x5 = multiplyAdd(x5, factor, term);
    x6 = multiplyAdd(x6, factor, term);
    x7 = multiplyAdd(x7, factor, term);
    x8 = multiplyAdd(x8, factor, term);
    x9 = multiplyAdd(x9, factor, term);
  }
  const low = f32x4.add(f32x4.add(x0, x1), f32x4.add(x2, x3));
  const high = f32x4.add(f32x4.add(x4, x5), f32x4.add(x6, x7));
  const sum = f32x4.add(f32x4.add(low, high), f32x4.add(x8, x9));
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
}

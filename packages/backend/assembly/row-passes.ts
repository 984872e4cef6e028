// Passes over rows of floats that are no product.

import { maxOfLanes } from "./exponential";
import { exp } from "./functions";
import { addFloats } from "./images";
import { get, put } from "./lanes";
import { multiplyAdd } from "./multiply-add";
import { sumOfFloats } from "./sums";

/** `y ← y + x`. */
export function addAll(x: usize, y: usize, count: i32): void {
  addFloats(x, y, count);
}

/** `y ← x·scale + shift`, with one scale and one shift for each column. */
export function scaleAndShift(x: usize, rows: i32, columns: i32, scale: usize, shift: usize, y: usize): void {
  const whole = 4 * (columns & ~3);
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (; at < whole; at += 16) {
      v128.store(y + at, multiplyAdd(v128.load(x + at), v128.load(scale + at), v128.load(shift + at)));
    }
    for (; at < 4 * columns; at += 4) {
      const sum = multiplyAdd(v128.load32_splat(x + at), v128.load32_splat(scale + at), v128.load32_splat(shift + at));
      store<f32>(y + at, f32x4.extract_lane(sum, 0));
    }
    x += 4 * columns;
    y += 4 * columns;
  }
}

/** The softmax of each row, in place. */
export function softmaxRows(y: usize, rows: i32, columns: i32): void {
  const whole = columns & ~3;
  for (let row = 0; row < rows; row++) {
    let largest: f32 = load<f32>(y);
    let j = 0;
    if (whole > 0) {
      let four = v128.load(y);
      for (; j < whole; j += 4) four = f32x4.max(four, v128.load(y + 4 * j));
      largest = maxOfLanes(four);
    }
    for (; j < columns; j++) largest = max(largest, load<f32>(y + 4 * j));
    const top = f32x4.splat(largest);
    for (j = 0; j < columns; ) {
      const isFour = j + 4 <= columns;
      put(y + 4 * j, f32x4.sub(get(y + 4 * j, isFour), top), isFour);
      j += isFour ? 4 : 1;
    }
    exp(y, y, columns);
    const sum = sumOfFloats(y, columns);
    const factor: f32 = (1 / sum) as f32;
    for (j = 0; j < whole; j += 4) v128.store(y + 4 * j, f32x4.mul(v128.load(y + 4 * j), f32x4.splat(factor)));
    for (; j < columns; j++) store<f32>(y + 4 * j, load<f32>(y + 4 * j) * factor);
    y += 4 * columns;
  }
}

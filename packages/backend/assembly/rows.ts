// Moving whole rows: `width` elements of 32 bits each.

import { addFloats, copyFloats } from "./images";

/** Row i of `to` ← row `indices[i]` of `x`; the indices have been checked. */
export function gatherRows(x: usize, indices: usize, count: i32, width: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    copyFloats(x + 4 * load<i32>(indices + 4 * i) * width, to, width);
    to += 4 * width;
  }
}

/** Adds row i of `x` to row `indices[i]` of `to`, which has `rows` rows; other indices are passed over. */
export function addToRows(x: usize, indices: usize, count: i32, width: i32, to: usize, rows: i32): void {
  for (let i = 0; i < count; i++) {
    const row = load<i32>(indices + 4 * i);
    if (row >= 0 && row < rows) addFloats(x, to + 4 * row * width, width);
    x += 4 * width;
  }
}

/** Every row of `x` `times` times, one behind the other. */
export function repeatRows(x: usize, rows: i32, width: i32, times: i32, to: usize): void {
  for (let row = 0; row < rows; row++) {
    if (width == 1) {
      const value = load<u32>(x);
      const values = i32x4.splat(value);
      let i = 0;
      for (; i + 4 <= times; i += 4) v128.store(to + 4 * i, values);
      for (; i < times; i++) store<u32>(to + 4 * i, value);
      to += 4 * times;
    } else {
      for (let i = 0; i < times; i++) {
        copyFloats(x, to, width);
        to += 4 * width;
      }
    }
    x += 4 * width;
  }
}

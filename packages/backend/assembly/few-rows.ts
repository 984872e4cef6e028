// A dense layer on weights that were packed once, in panels of eight columns as `packFilter` packs them.

import { convolve, finish } from "./convolution";
import { multiplyAdd } from "./multiply-add";

/** Up to so many rows, each is multiplied alone: the tiles of `convolve` are four rows high. */
const FEW_ROWS: i32 = 2;

/**
 * `y ← activation(x·W + bias)`. The sum of each element has the same order for any number of rows, so an example has the same bits in a batch of any size.
 *
 * With `skipsZeros`, for which no weight may be infinite or NaN, inputs of 0 are passed over; rectified layers give many. `list` has room for 8·inner bytes.
 */
export function multiplyAndActivate(
  x: usize,
  rows: i32,
  inner: i32,
  panels: usize,
  bias: usize,
  isRelu: bool,
  y: usize,
  outputs: i32,
  skipsZeros: bool,
  list: usize,
): void {
  if (rows > FEW_ROWS) {
    convolve(x, 1, 0, 1, 0, inner, 4 * inner, 0, panels, bias, isRelu, y, rows, 1, outputs);
    return;
  }
  for (let row = 0; row < rows; row++) {
    const end = listInputs(x, inner, skipsZeros, list);
    multiplyRow(list, end, inner, panels, bias, isRelu, y, outputs);
    x += 4 * inner;
    y += 4 * outputs;
  }
}

/** Lists where in a panel the weights of each input begin, and the input; returns where the list ends. */
function listInputs(x: usize, inner: i32, skipsZeros: bool, list: usize): usize {
  for (let p = 0; p < inner; p++) {
    const value = load<f32>(x + 4 * p);
    store<i32>(list, 32 * p);
    store<f32>(list, value, 4);
    // The next one takes the place of an input that is passed over.
    list += skipsZeros && value == 0 ? 0 : 8;
  }
  return list;
}

/**
 * Three panels at a time: six sums, as many weights and the input stay in registers. Of the eight sums of four panels V8 keeps one in memory, and
 * every step waits for it to be written and read again.
 */
function multiplyRow(
  list: usize,
  end: usize,
  inner: i32,
  panels: usize,
  bias: usize,
  isRelu: bool,
  y: usize,
  outputs: i32,
): void {
  const panelBytes: usize = 32 * inner;
  let j = 0;
  for (; j + 24 <= outputs; j += 24) {
    const second = panels + panelBytes;
    const third = second + panelBytes;
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let sum2 = f32x4.splat(0);
    let sum3 = f32x4.splat(0);
    let sum4 = f32x4.splat(0);
    let sum5 = f32x4.splat(0);
    for (let at = list; at < end; at += 8) {
      const offset: usize = load<i32>(at);
      const factor = v128.load32_splat(at, 4);
      sum0 = multiplyAdd(factor, v128.load(panels + offset), sum0);
      sum1 = multiplyAdd(factor, v128.load(panels + offset, 16), sum1);
      sum2 = multiplyAdd(factor, v128.load(second + offset), sum2);
      sum3 = multiplyAdd(factor, v128.load(second + offset, 16), sum3);
      sum4 = multiplyAdd(factor, v128.load(third + offset), sum4);
      sum5 = multiplyAdd(factor, v128.load(third + offset, 16), sum5);
    }
    finish(sum0, sum1, bias + 4 * j, isRelu, y + 4 * j, 8);
    finish(sum2, sum3, bias + 4 * j + 32, isRelu, y + 4 * j + 32, 8);
    finish(sum4, sum5, bias + 4 * j + 64, isRelu, y + 4 * j + 64, 8);
    panels = third + panelBytes;
  }
  for (; j < outputs; j += 8) {
    let left = f32x4.splat(0);
    let right = f32x4.splat(0);
    for (let at = list; at < end; at += 8) {
      const offset: usize = load<i32>(at);
      const factor = v128.load32_splat(at, 4);
      left = multiplyAdd(factor, v128.load(panels + offset), left);
      right = multiplyAdd(factor, v128.load(panels + offset, 16), right);
    }
    finish(left, right, bias + 4 * j, isRelu, y + 4 * j, min(8, outputs - j));
    panels += panelBytes;
  }
}

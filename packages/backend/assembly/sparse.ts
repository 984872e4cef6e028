// A dense layer of which most weights are 0, from lists of the others that were made once.
//
// Lists of `count` rows, as `runtime/src/internal/pack-lists.ts` makes them: where each list begins and the last one ends (count + 1 integers), then all weights, then their places in the
// other axis, of two bytes each.

import { multiplyAdd } from "./multiply-add";
import { transpose } from "./transpose";

/** Up to so many rows, each is computed alone, and passes over inputs of 0. */
const FEW_ROWS: i32 = 2;

/** So many rows are computed side by side: four registers of sums. */
const BLOCK: i32 = 16;

/**
 * `y ← activation(x·W + bias)`. A sum has the order and the bits of `multiplyAndActivate` with the same weights; a weight of 0 is no connection, also where x is infinite or NaN.
 *
 * `byInput` lists the outputs of each input, three at a time, the last ones with weights of 0 for an output more. `byOutput` lists the inputs of each output. `room` is for 16·(inner + outputs + 2) floats.
 */
export function multiplySparse(
  x: usize,
  rows: i32,
  inner: i32,
  byInput: usize,
  byOutput: usize,
  bias: usize,
  isRelu: bool,
  y: usize,
  outputs: i32,
  room: usize,
): void {
  if (rows <= FEW_ROWS) {
    for (let row = 0; row < rows; row++) {
      scatterRow(x, inner, byInput, bias, isRelu, y, outputs, room);
      x += 4 * inner;
      y += 4 * outputs;
    }
    return;
  }
  const sums = room + 4 * BLOCK * (inner + 1);
  for (; rows > 0; rows -= BLOCK) {
    // A row of `columns` has the same input of all examples; the next one follows without a gap, and its beginning fills a register.
    const width = min(rows, BLOCK);
    transpose(x, room, width, inner);
    if (width > 8) multiplyBlock(4, room, width, byOutput, bias, isRelu, sums, outputs);
    else if (width > 4) multiplyBlock(2, room, width, byOutput, bias, isRelu, sums, outputs);
    else multiplyBlock(1, room, width, byOutput, bias, isRelu, sums, outputs);
    transpose(sums, y, outputs, width);
    x += 4 * inner * width;
    y += 4 * outputs * width;
  }
}

/**
 * One row: each input that is not 0 is added to its outputs. Three at a time are as fast as four, and leave what follows in the two binaries of `runtime` at the same place of a group of
 * base 64, so that they compress as one.
 */
function scatterRow(
  x: usize,
  inner: i32,
  lists: usize,
  bias: usize,
  isRelu: bool,
  y: usize,
  outputs: i32,
  sums: usize,
): void {
  memory.fill(sums, 0, 4 * outputs + 4);
  const weights = lists + 4 * (inner + 1);
  const places = weights + 4 * load<i32>(lists + 4 * inner);
  let at = 0;
  for (let p = 0; p < inner; p++) {
    const end = load<i32>(lists + 4 * p + 4);
    if (load<f32>(x + 4 * p) != 0) {
      const value = v128.load32_splat(x + 4 * p);
      let weight = weights + 4 * at;
      let place = places + 2 * at;
      for (; at < end; at += 3) {
        addTo(sums, load<u16>(place), value, weight, 0);
        addTo(sums, load<u16>(place, 2), value, weight, 4);
        addTo(sums, load<u16>(place, 4), value, weight, 8);
        weight += 12;
        place += 6;
      }
    }
    at = end;
  }
  for (let j = 0; j < outputs; j++) {
    const sum = load<f32>(sums + 4 * j) + load<f32>(bias + 4 * j);
    store<f32>(y + 4 * j, isRelu && sum < 0 ? 0 : sum);
  }
}

/** In the first lane of a register, so that the rounding is that of whole registers. */
@inline
function addTo(sums: usize, place: u32, value: v128, weight: usize, offset: usize): void {
  const to = sums + 4 * place;
  const sum = multiplyAdd(value, v128.load_zero<f32>(weight + offset), v128.load_zero<f32>(to));
  v128.store_lane<f32>(to, sum, 0);
}

/** `sums` [outputs, width] from `columns` [inner, width], in one, two or four registers. What is computed beyond `width` is overwritten by the next output. */
@inline
function multiplyBlock(
  registers: i32,
  columns: usize,
  width: i32,
  lists: usize,
  bias: usize,
  isRelu: bool,
  sums: usize,
  outputs: i32,
): void {
  const stride: usize = 4 * width;
  const weights = lists + 4 * (outputs + 1);
  const places = weights + 4 * load<i32>(lists + 4 * outputs);
  let at = 0;
  for (let j = 0; j < outputs; j++) {
    const end = load<i32>(lists + 4 * j + 4);
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let sum2 = f32x4.splat(0);
    let sum3 = f32x4.splat(0);
    for (; at < end; at++) {
      const column = columns + stride * <usize>load<u16>(places + 2 * at);
      const weight = v128.load32_splat(weights + 4 * at);
      sum0 = multiplyAdd(weight, v128.load(column), sum0);
      if (registers > 1) sum1 = multiplyAdd(weight, v128.load(column, 16), sum1);
      if (registers > 2) {
        sum2 = multiplyAdd(weight, v128.load(column, 32), sum2);
        sum3 = multiplyAdd(weight, v128.load(column, 48), sum3);
      }
    }
    const shift = v128.load32_splat(bias + 4 * j);
    v128.store(sums, finished(sum0, shift, isRelu));
    if (registers > 1) v128.store(sums, finished(sum1, shift, isRelu), 16);
    if (registers > 2) {
      v128.store(sums, finished(sum2, shift, isRelu), 32);
      v128.store(sums, finished(sum3, shift, isRelu), 48);
    }
    sums += stride;
  }
}

@inline
function finished(sum: v128, bias: v128, isRelu: bool): v128 {
  const shifted = f32x4.add(sum, bias);
  return isRelu ? f32x4.pmax(shifted, f32x4.splat(0)) : shifted;
}

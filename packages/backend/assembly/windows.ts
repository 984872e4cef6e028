// All windows of an image as the rows of a matrix, and the opposite: a convolution by way of one matrix product.

import { addFloats, copyFloats } from "./images";

/** `to` [height·width, taps] ← the windows of a padded image, one after the other (see `convolve` for the sizes). */
export function copyWindows(
  padded: usize,
  filterRows: i32,
  rowBytes: i32,
  runs: i32,
  runBytes: i32,
  run: i32,
  downBytes: i32,
  acrossBytes: i32,
  to: usize,
  height: i32,
  width: i32,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const window = padded + y * downBytes + x * acrossBytes;
      for (let row = 0; row < filterRows; row++) {
        for (let part = 0; part < runs; part++) {
          copyFloats(window + row * rowBytes + part * runBytes, to, run);
          to += 4 * run;
        }
      }
    }
  }
}

/** Adds each row of `windows` [height·width, taps] to where its window lies in the padded image. */
export function addWindows(
  padded: usize,
  filterRows: i32,
  rowBytes: i32,
  runs: i32,
  runBytes: i32,
  run: i32,
  downBytes: i32,
  acrossBytes: i32,
  windows: usize,
  height: i32,
  width: i32,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const window = padded + y * downBytes + x * acrossBytes;
      for (let row = 0; row < filterRows; row++) {
        for (let part = 0; part < runs; part++) {
          addFloats(windows, window + row * rowBytes + part * runBytes, run);
          windows += 4 * run;
        }
      }
    }
  }
}

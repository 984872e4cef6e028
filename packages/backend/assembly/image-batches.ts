// Convolutions of all images of a batch in one call.

import { convolve } from "./convolution";
import { convolveDepthwise } from "./depthwise";
import { copyFloats, padImage } from "./images";

/**
 * Convolves `images` images [rows, columns, channels]. With `padded`, each is first copied to `inside`, a place in an image whose margin is zeros already and whose rows are
 * `paddedRowBytes` apart; else the windows lie within the images.
 */
export function convolveImages(
  x: usize,
  images: i32,
  rows: i32,
  rowFloats: i32,
  padded: usize,
  inside: usize,
  paddedRowBytes: i32,
  filterRows: i32,
  rowBytes: i32,
  runs: i32,
  runBytes: i32,
  run: i32,
  downBytes: i32,
  acrossBytes: i32,
  filter: usize,
  bias: usize,
  isRelu: bool,
  y: usize,
  height: i32,
  width: i32,
  outputs: i32,
): void {
  for (let image = 0; image < images; image++) {
    if (padded != 0) padInto(x, rows, rowFloats, inside, paddedRowBytes);
    const from = padded != 0 ? padded : x;
    convolve(
      from, filterRows, rowBytes, runs, runBytes, run, downBytes, acrossBytes, filter, bias, isRelu, y, height, width, outputs,
    );
    x += 4 * rows * rowFloats;
    y += 4 * height * width * outputs;
  }
}

/** Copies the rows of an image to places that are `rowBytes` apart. */
export function padInto(x: usize, rows: i32, rowFloats: i32, to: usize, rowBytes: i32): void {
  for (let row = 0; row < rows; row++) {
    copyFloats(x, to, rowFloats);
    x += 4 * rowFloats;
    to += rowBytes;
  }
}

/**
 * Convolves each channel of `images` images [rows, columns, channels] with `repeats` filters of its own, [filterRows, filterColumns, channels·repeats]. In `padded` there is room for one image with its
 * margin, and each channel `repeats` times.
 */
export function convolveImagesDepthwise(
  x: usize,
  images: i32,
  channels: i32,
  repeats: i32,
  padded: usize,
  rows: i32,
  columns: i32,
  top: i32,
  left: i32,
  marginRows: i32,
  marginColumns: i32,
  filterRows: i32,
  filterColumns: i32,
  dilationRows: i32,
  dilationColumns: i32,
  strideRows: i32,
  strideColumns: i32,
  height: i32,
  width: i32,
  filter: usize,
  y: usize,
): void {
  const outputs = channels * repeats;
  const pixelBytes = 4 * outputs;
  const rowBytes = pixelBytes * (columns + marginColumns);
  for (let image = 0; image < images; image++) {
    padImage(x, rows, columns, channels, repeats, top, left, padded, rows + marginRows, columns + marginColumns);
    convolveDepthwise(
      padded, filterRows, dilationRows * rowBytes, filterColumns, dilationColumns * pixelBytes,
      strideRows * rowBytes, strideColumns * pixelBytes, filter, y, height, width, outputs,
    );
    x += 4 * rows * columns * channels;
    y += height * width * pixelBytes;
  }
}

/**
 * Where the windows of a filter lie in an image with its margin, in bytes: `[filterRows, rowBytes, runs, runBytes, run,
 * downBytes, acrossBytes]`. A window consists of `filterRows` rows, `rowBytes` apart; each of `runs` runs, `runBytes` apart, of
 * `run` floats; neighbouring windows are `downBytes` and `acrossBytes` apart.
 */
export type Windows = readonly [
  filterRows: number,
  rowBytes: number,
  runs: number,
  runBytes: number,
  run: number,
  downBytes: number,
  acrossBytes: number,
];

/** The same for a depthwise filter, whose columns lie `columnBytes` apart. */
export type DepthwiseWindows = readonly [
  filterRows: number,
  rowBytes: number,
  filterColumns: number,
  columnBytes: number,
  downBytes: number,
  acrossBytes: number,
];

/** Two sizes or positions along rows and columns. */
type Pair = readonly [rows: number, columns: number];

/** Those of our own kernels that compute on one image `[rows, columns, channels]` at a time. */
export interface ImageKernels {
  padImage(
    x: number,
    rows: number,
    columns: number,
    channels: number,
    repeats: number,
    top: number,
    left: number,
    to: number,
    paddedRows: number,
    paddedColumns: number,
  ): void;
  unpadImage(
    padded: number,
    paddedRows: number,
    paddedColumns: number,
    top: number,
    left: number,
    to: number,
    rows: number,
    columns: number,
    channels: number,
    repeats: number,
  ): void;
  packFilter(filter: number, positions: number, inputs: number, outputs: number, isFlipped: boolean, to: number): void;
  convolve(
    padded: number,
    ...more: [
      ...Windows,
      filter: number,
      bias: number,
      isRelu: boolean,
      y: number,
      height: number,
      width: number,
      outputs: number,
    ]
  ): void;
  addFilterGradient(
    padded: number,
    ...more: [...Windows, dy: number, height: number, width: number, outputs: number, to: number]
  ): void;
  copyWindows(padded: number, ...more: [...Windows, to: number, height: number, width: number]): void;
  addWindows(padded: number, ...more: [...Windows, windows: number, height: number, width: number]): void;
  maxPool(
    x: number,
    images: number,
    channels: number,
    ...more: [...size: Pair, ...outSize: Pair, ...strides: Pair, ...filter: Pair, ...margin: Pair, y: number]
  ): void;
  maxPoolGradient(
    x: number,
    dy: number,
    dx: number,
    images: number,
    channels: number,
    ...more: [...size: Pair, ...outSize: Pair, ...strides: Pair, ...filter: Pair, ...margin: Pair, isTiled: boolean]
  ): void;
  averagePoolGradient(
    dy: number,
    dx: number,
    channels: number,
    ...more: [...size: Pair, ...outSize: Pair, ...strides: Pair, ...filter: Pair, ...margin: Pair]
  ): void;
  convolveDepthwise(
    padded: number,
    ...more: [...DepthwiseWindows, filter: number, y: number, height: number, width: number, outputs: number]
  ): void;
  meet(
    operation: number,
    tables: number,
    deep: number,
    down: number,
    across: number,
    channels: number,
    outputs: number,
    image: number,
    window: number,
    output: number,
  ): void;
  findLargest(
    tables: number,
    deep: number,
    down: number,
    across: number,
    channels: number,
    x: number,
    filter: number,
    y: number,
    places: number,
    taps: number,
  ): void;
  addDepthwiseFilterGradient(
    padded: number,
    ...more: [...DepthwiseWindows, dy: number, height: number, width: number, outputs: number, to: number]
  ): void;
  addDepthwiseInputGradient(
    padded: number,
    ...more: [...DepthwiseWindows, dy: number, height: number, width: number, outputs: number, filter: number]
  ): void;
}

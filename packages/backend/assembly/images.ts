// Images with a margin of zeros, in which a window that hangs over the edge needs no special case. Images are [rows,
// columns, channels] without gaps. All sizes count elements; positions in an image may be negative, for a margin.

/**
 * Copies the image `x` to row `top` and column `left` of an image of zeros; what does not fit in is cut off. Every channel
 * is written `repeats` times side by side.
 */
export function padImage(
  x: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  repeats: i32,
  top: i32,
  left: i32,
  to: usize,
  paddedRows: i32,
  paddedColumns: i32,
): void {
  const width = channels * repeats;
  const first = max(0, -left);
  const last = min(columns, paddedColumns - left);
  const run = max(0, last - first) * channels;
  const before = (left + first) * width;
  for (let row = 0; row < paddedRows; row++) {
    const from = row - top;
    if (from < 0 || from >= rows || run == 0) {
      memory.fill(to, 0, 4 * paddedColumns * width);
    } else {
      memory.fill(to, 0, 4 * before);
      const source = x + 4 * (from * columns + first) * channels;
      if (repeats == 1) copyFloats(source, to + 4 * before, run);
      else repeatFloats(source, to + 4 * before, run, repeats);
      const end = before + run * repeats;
      memory.fill(to + 4 * end, 0, 4 * (paddedColumns * width - end));
    }
    to += 4 * paddedColumns * width;
  }
}

/** The opposite of `padImage`: takes the image out of its margin and adds up the repeats of each channel. */
export function unpadImage(
  padded: usize,
  paddedRows: i32,
  paddedColumns: i32,
  top: i32,
  left: i32,
  to: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  repeats: i32,
): void {
  const width = channels * repeats;
  const first = max(0, -left);
  const last = min(columns, paddedColumns - left);
  const run = max(0, last - first) * channels;
  for (let row = 0; row < rows; row++) {
    const from = row + top;
    if (from < 0 || from >= paddedRows || run == 0) {
      memory.fill(to, 0, 4 * columns * channels);
    } else {
      memory.fill(to, 0, 4 * first * channels);
      const source = padded + 4 * (from * paddedColumns + left + first) * width;
      const target = to + 4 * first * channels;
      if (repeats == 1) copyFloats(source, target, run);
      else sumRepeats(source, target, run, repeats);
      const end = first * channels + run;
      memory.fill(to + 4 * end, 0, 4 * (columns * channels - end));
    }
    to += 4 * columns * channels;
  }
}

/** Copies `count` floats; for short runs faster than `memory.copy`, which leaves WebAssembly. */
@inline
export function copyFloats(from: usize, to: usize, count: i32): void {
  const end = to + 4 * count;
  const wholeEnd = to + 4 * (count & ~3);
  while (to < wholeEnd) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  while (to < end) {
    store<u32>(to, load<u32>(from));
    from += 4;
    to += 4;
  }
}

/** `to ← to + from`. */
@inline
export function addFloats(from: usize, to: usize, count: i32): void {
  const end = to + 4 * count;
  const wholeEnd = to + 4 * (count & ~3);
  while (to < wholeEnd) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    from += 16;
    to += 16;
  }
  while (to < end) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    from += 4;
    to += 4;
  }
}

function repeatFloats(from: usize, to: usize, count: i32, repeats: i32): void {
  for (let i = 0; i < count; i++) {
    const value = load<f32>(from + 4 * i);
    for (let r = 0; r < repeats; r++) {
      store<f32>(to, value);
      to += 4;
    }
  }
}

function sumRepeats(from: usize, to: usize, count: i32, repeats: i32): void {
  for (let i = 0; i < count; i++) {
    let sum: f32 = 0;
    for (let r = 0; r < repeats; r++) {
      sum += load<f32>(from);
      from += 4;
    }
    store<f32>(to + 4 * i, sum);
  }
}

/** How the ends of a range follow from the numbers in it. */
export type ActivationCalibration = "min-max" | "mse" | "entropy" | { readonly percentile: number };

/** The ends of what is not clipped; 0 is between them. */
export interface Range {
  readonly lowest: number;
  readonly highest: number;
}

/** How many numbers are in each of many equal parts of a range. */
export interface Histogram extends Range {
  readonly counts: Float64Array;
}

const BINS = 2048;

/** Makes an empty histogram of a range. */
export function createHistogram({ lowest, highest }: Range): Histogram {
  return { lowest, highest, counts: new Float64Array(BINS) };
}

/** Adds numbers to a histogram. */
export function addTo({ lowest, highest, counts }: Histogram, values: ArrayLike<number>): void {
  const scale = BINS / (highest - lowest);
  for (let at = 0; at < values.length; at++) {
    const bin = Math.floor((values[at]! - lowest) * scale);
    counts[Math.max(0, Math.min(BINS - 1, bin))]!++;
  }
}

/** Chooses the range that is quantised. */
export function calibratedRange(histogram: Histogram, calibration: ActivationCalibration): Range {
  const { lowest, highest } = histogram;
  if (calibration === "min-max") return { lowest, highest };
  if (typeof calibration === "object") return percentiles(histogram, calibration.percentile);
  const lossOf = calibration === "mse" ? squaredError : divergence;
  let [best, least]: [Range, number] = [histogram, Infinity];
  for (let percent = 100; percent >= 5; percent--) {
    const range = { lowest: (lowest * percent) / 100, highest: (highest * percent) / 100 };
    const error = lossOf(histogram, range);
    if (error < least) [best, least] = [range, error];
  }
  return { lowest: best.lowest, highest: best.highest };
}

/** The numbers of which so many percent are at most the highest, and as many at least the lowest. */
function percentiles({ lowest, highest, counts }: Histogram, percentile: number): Range {
  const width = (highest - lowest) / BINS;
  const beyond = (1 - percentile / 100) * counts.reduce((sum, count) => sum + count, 0);
  const edge = (order: Iterable<number>) => {
    let cut = 0;
    let left = beyond;
    for (const bin of order) {
      if (counts[bin]! > left) break;
      left -= counts[bin]!;
      cut++;
    }
    return Math.min(cut, BINS) * width;
  };
  const up = Array.from({ length: BINS }, (_, bin) => bin);
  return { lowest: Math.min(0, lowest + edge(up)), highest: Math.max(0, highest - edge(up.toReversed())) };
}

/** The squared error of quantising the middles of all parts. */
function squaredError({ lowest, highest, counts }: Histogram, range: Range): number {
  const width = (highest - lowest) / BINS;
  const step = (range.highest - range.lowest) / 255;
  return counts.reduce((sum, count, bin) => {
    if (count === 0) return sum;
    const value = lowest + (bin + 0.5) * width;
    const clipped = Math.min(range.highest, Math.max(range.lowest, value));
    return sum + count * (Math.round(clipped / step) * step - value) ** 2;
  }, 0);
}

/**
 * The divergence `Σ P ln(P / Q)` of the clipped numbers P from what their codes say of them, Q: the count of a code is spread evenly over those of its parts that are not empty, and
 * knows nothing of the numbers that were clipped.
 */
function divergence({ lowest, highest, counts }: Histogram, range: Range): number {
  const width = (highest - lowest) / BINS;
  const step = (range.highest - range.lowest) / 255;
  const middle = (bin: number) => lowest + (bin + 0.5) * width;
  const inside = Array.from(counts.keys()).filter((bin) => middle(bin) >= range.lowest && middle(bin) <= range.highest);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return Infinity;
  const codes = new Map<number, { sum: number; parts: number }>();
  const codeOf = (bin: number) => Math.round(middle(bin) / step);
  for (const bin of inside) {
    if (counts[bin] === 0) continue;
    const code = codes.get(codeOf(bin)) ?? { sum: 0, parts: 0 };
    codes.set(codeOf(bin), { sum: code.sum + counts[bin]!, parts: code.parts + 1 });
  }
  const sumOf = (bins: Float64Array) => bins.reduce((sum, count) => sum + count, 0);
  const [all, kept] = [sumOf(counts), sumOf(counts.subarray(first, last + 1))];
  return inside.reduce((sum, bin) => {
    const before = bin === first ? sumOf(counts.subarray(0, bin)) : 0;
    const after = bin === last ? sumOf(counts.subarray(bin + 1)) : 0;
    const p = (counts[bin]! + before + after) / all;
    if (p === 0) return sum;
    // Where only clipped numbers are, no code says anything of them.
    if (counts[bin] === 0) return Infinity;
    const { sum: count, parts } = codes.get(codeOf(bin))!;
    return sum + p * Math.log((p * kept * parts) / count);
  }, 0);
}

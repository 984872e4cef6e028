/** How the step of a channel follows from its weights. */
export type WeightCalibration = "min-max" | "mse" | { readonly percentile: number };

/** How weights are quantised: multiples of a step for each channel, of which the largest is `most`. */
export interface Grid {
  readonly steps: Float32Array;
  readonly most: number;
}

/**
 * Finds the step of each channel, a place along the last axis. It has 16 significant bits, so that all multiples of it are exact in float32.
 */
export function calibrateSteps(
  values: Float32Array,
  channels: number,
  bits: number,
  calibration: WeightCalibration,
): Grid {
  const most = 2 ** (bits - 1) - 1;
  const rows = values.length / channels;
  const steps = Float32Array.from({ length: channels }, (_, channel) => {
    const sizes = Float32Array.from({ length: rows }, (__, row) => Math.abs(values[row * channels + channel]!)).sort();
    return stepOf(sizes, most, calibration);
  });
  // A channel of zeros may grow to be like the others.
  const other = steps.reduce((largest, step) => Math.max(largest, step), 0) || 1;
  return { steps: steps.map((step) => step || other), most };
}

function stepOf(sizes: Float32Array, most: number, calibration: WeightCalibration): number {
  const largest = sizes.at(-1)!;
  if (calibration === "min-max") return sixteenBits(largest / most);
  if (calibration !== "mse") {
    const rank = Math.max(1, Math.ceil((calibration.percentile / 100) * sizes.length));
    return sixteenBits(sizes[rank - 1]! / most);
  }
  let [best, least] = [0, Infinity];
  for (let percent = 100; percent >= 10; percent--) {
    const step = sixteenBits((largest * percent) / 100 / most);
    const error = sizes.reduce(
      (sum, size) => sum + (size - Math.min(most, Math.round(size / (step || 1))) * step) ** 2,
      0,
    );
    if (error < least) [best, least] = [step, error];
  }
  return best;
}

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/** The nearest float32 of which the last 8 of 24 significant bits are 0. */
export function sixteenBits(value: number): number {
  FLOAT[0] = value;
  BITS[0] = (BITS[0]! + 0x80) & 0xffffff00;
  return FLOAT[0];
}

import { expect, test } from "vitest";
import { type LogMelOptions, logMel } from "../src/index.ts";
import { noise, rowsOf } from "./some-features.ts";

/** Written from the definition: a sum of sines and cosines for each frequency, and a filter as the lower of two lines. */
function logMelByDefinition(samples: Float32Array, options: Required<LogMelOptions>): number[][] {
  const { sampleRate, filters, preEmphasis, lowestFrequency, highestFrequency } = options;
  const window = Math.round(options.windowSeconds * sampleRate);
  const hop = Math.round(options.hopSeconds * sampleRate);
  let size = 1;
  while (size < window) size *= 2;
  const mel = (hertz: number) => (2595 / Math.LN10) * Math.log1p(hertz / 700);
  const hertz = (value: number) => 700 * Math.expm1((value * Math.LN10) / 2595);
  const [low, high] = [mel(lowestFrequency), mel(highestFrequency)];
  const corners = Array.from({ length: filters + 2 }, (_, at) => hertz(low + ((high - low) * at) / (filters + 1)));
  const frames: number[][] = [];
  for (let start = 0; start + window <= samples.length; start += hop) {
    const frame = Array.from({ length: window }, (_, n) => {
      const before = start + n === 0 ? 0 : samples[start + n - 1]!;
      return (samples[start + n]! - preEmphasis * before) * (0.54 - 0.46 * Math.cos((2 * Math.PI * n) / (window - 1)));
    });
    const energies = Array.from({ length: size / 2 + 1 }, (_, k) => {
      const sum = (wave: (angle: number) => number) =>
        frame.reduce((total, value, n) => total + value * wave((2 * Math.PI * ((k * n) % size)) / size), 0);
      return sum(Math.cos) ** 2 + sum(Math.sin) ** 2;
    });
    frames.push(
      Array.from({ length: filters }, (_, filter) => {
        const [left, top, right] = corners.slice(filter) as [number, number, number];
        const energy = energies.reduce((total, one, k) => {
          const at = (k * sampleRate) / size;
          return total + one * Math.max(0, Math.min((at - left) / (top - left), (right - at) / (right - top)));
        }, 0);
        return Math.log(Math.max(options.smallestEnergy, energy));
      }),
    );
  }
  return frames;
}

const full = { windowSeconds: 0.025, hopSeconds: 0.01, preEmphasis: 0.97, smallestEnergy: 1e-10 };

test.each<[string, number, Required<LogMelOptions>]>([
  [
    "the defaults at 8,000 Hz",
    500,
    { ...full, sampleRate: 8000, filters: 40, lowestFrequency: 20, highestFrequency: 4000 },
  ],
  ["those of AN4", 900, { ...full, sampleRate: 16_000, filters: 40, lowestFrequency: 130, highestFrequency: 6800 }],
  [
    "a window of a power of two, no pre-emphasis",
    200,
    {
      ...full,
      sampleRate: 6400,
      windowSeconds: 0.02,
      hopSeconds: 0.005,
      preEmphasis: 0,
      filters: 7,
      lowestFrequency: 0,
      highestFrequency: 3200,
    },
  ],
])("logMel(samples, options) is the definition: %s", (_, length, options) => {
  const samples = noise(length, length);
  const features = logMel(samples, options);
  expect(rowsOf(features)).toBeAllClose(logMelByDefinition(samples, options), { rtol: 1e-6, atol: 1e-6 });
});

test("logMel(samples, options) of a constant is what it is by hand", () => {
  // One window of four samples, without pre-emphasis: Hamming 0.08, 0.77, 0.77, 0.08. Its transform of four points at 0 is the sum 1.7,
  // at 1 (0.08 − 0.77) + i (0.08 − 0.77), at 2 it is 0.08 − 0.77 + 0.77 − 0.08 = 0. One filter from 0 to 2 Hz, its top in the middle of the
  // mels. 0 and 2 Hz are the corners: the energy is w · 2 · 0.69² with w the weight at 1 Hz.
  const top = 700 * (Math.sqrt(1 + 2 / 700) - 1);
  const weight = (2 - 1) / (2 - top);
  const options = { sampleRate: 4, windowSeconds: 1, hopSeconds: 1, filters: 1, lowestFrequency: 0, preEmphasis: 0 };
  expect(logMel([1, 1, 1, 1], options).data).toBeAllClose([Math.log(weight * 2 * 0.69 ** 2)], { rtol: 1e-6 });
});

test("logMel(samples, options) counts whole windows only, and gives silence the smallest energy", () => {
  expect([0, 199, 200, 279, 280].map((length) => logMel(new Float32Array(length), { sampleRate: 8000 }).rows)).toEqual([
    0, 0, 1, 1, 2,
  ]);
  const { data } = logMel(new Float32Array(200), { sampleRate: 8000, filters: 2, smallestEnergy: 1e-6 });
  expect(data).toBeAllClose([Math.log(1e-6), Math.log(1e-6)]);
});

test("a recording twice as loud has ln 4 more in every feature", () => {
  const samples = noise(400, 5);
  const [soft, loud] = [samples, samples.map((value) => 2 * value)].map((one) => logMel(one, { sampleRate: 8000 }));
  expect(loud!.data).toBeAllClose(
    soft!.data.map((value) => value + Math.log(4)),
    { rtol: 1e-5 },
  );
});

test.each<[string, () => unknown, string]>([
  [
    "no rate",
    () => logMel([], {} as LogMelOptions),
    "logMel: sampleRate must be an integer, at least 1 and at most 1000000, got undefined",
  ],
  [
    "a sample",
    () => logMel([0, Infinity], { sampleRate: 8000 }),
    "logMel: samples[1] must be a finite number, got Infinity",
  ],
  [
    "above half the rate",
    () => logMel([], { sampleRate: 8000, highestFrequency: 6800 }),
    "logMel: highestFrequency must be a finite number, above 20 and at most 4000, got 6800",
  ],
  [
    "too many filters",
    () => logMel([], { sampleRate: 8000, filters: 200 }),
    "logMel: filters must be few enough that each covers a frequency of the 256-point transform; filter 2 covers none, got 200",
  ],
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});

import { describe, expect, test } from "vitest";
import { createRandom, resample } from "../src/index.ts";

const RATES = [
  [16_000, 8000],
  [8000, 16_000],
  [44_100, 16_000],
  [44_100, 48_000],
  [11_025, 8000],
  [48_000, 44_101],
] as const;

const sine = (hertz: number, rate: number, length: number, phase = 1) =>
  Float64Array.from({ length }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / rate + phase));

/** The part that the silence around a recording does not reach. */
const inner = (samples: Float32Array, { from, to }: { from: number; to: number }) => {
  const reach = Math.ceil(33 * Math.max(1, to / from));
  return samples.slice(reach, samples.length - reach);
};

/** What zeros between samples, a convolution with the whole kernel and every M-th sample make, in NumPy 2.4 with np.sinc and np.i0. */
test.each([
  [8000, 16_000, 100, [-0.5499059, -0.6021976, -0.4853141, -0.1664544]],
  [16_000, 8000, 25, [-0.260032, -0.070915, -0.3144075, -0.0854633]],
  [44_100, 8000, 10, [-0.088406, -0.149617, -0.1248116, -0.0391017]],
  [8000, 11_025, 69, [-0.5499059, -0.4712832, -0.5535164, -0.2292023]],
])("resample(samples, options) from %i to %i is what NumPy computes", (from, to, length, expected) => {
  const samples = Array.from({ length: 50 }, (_, n) => ((n * n * 7) % 31) / 31 - 0.5);
  const got = resample(samples, { from, to });
  expect(got.length).toBe(length);
  const places = [0, 1, Math.floor(length / 2), length - 1];
  expect(places.map((place) => got[place]!)).toBeAllClose(expected, { rtol: 0, atol: 2e-7 });
});

describe.each(RATES)("from %i to %i", (from, to) => {
  const lower = Math.min(from, to) / 2;
  test("tones below 0.84 of half the lower rate are the same tones, and are not delayed", () => {
    for (const share of [0, 0.1, 0.5, 0.83]) {
      const got = resample(sine(share * lower, from, 2000), { from, to });
      expect(got.length).toBe(Math.ceil((2000 * to) / from));
      const expected = Float32Array.from(sine(share * lower, to, got.length));
      expect(inner(got, { from, to })).toBeAllClose(inner(expected, { from, to }), { rtol: 0, atol: 3e-4 });
    }
  });
});

test.each(RATES.filter(([from, to]) => to < from))(
  "tones above half the lower rate are 79 dB lower, from %i to %i",
  (from, to) => {
    const [lower, half] = [to / 2, from / 2];
    for (const hertz of [lower, lower + 0.1 * (half - lower), lower + 0.7 * (half - lower)]) {
      const got = inner(resample(sine(hertz, from, 4000), { from, to }), { from, to });
      const power = got.reduce((sum, sample) => sum + sample * sample, 0) / got.length;
      expect(10 * Math.log10(2 * power)).toBeLessThan(-79);
    }
  },
);

function noise(length: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal() / 4);
}

test("resample(samples, options) is linear, keeps a constant, and gives back what is sampled more often", () => {
  const [one, other] = [noise(500, 1), noise(500, 2)];
  const options = { from: 8000, to: 11_025 };
  const both = resample(
    one.map((sample, n) => sample - 2 * other[n]!),
    options,
  );
  const [a, b] = [resample(one, options), resample(other, options)];
  expect(both).toBeAllClose(
    a.map((sample, n) => sample - 2 * b[n]!),
    { rtol: 0, atol: 1e-6 },
  );
  const constant = inner(resample(new Float32Array(500).fill(0.3), options), options);
  expect(constant).toBeAllClose(
    constant.map(() => Math.fround(0.3)),
    { rtol: 1e-6 },
  );
  // Nothing in it is above 6,400 Hz, of 8,000 that the rate holds.
  const low = resample(resample(noise(2000, 3), { from: 16_000, to: 12_800 }), { from: 12_800, to: 16_000 });
  const again = resample(resample(low, { from: 16_000, to: 44_100 }), { from: 44_100, to: 16_000 });
  expect(again.slice(100, 1900)).toBeAllClose(low.slice(100, 1900), { rtol: 0, atol: 1e-3 });
});

test("resample(samples, options) turns with time: a recording backwards is resampled backwards", () => {
  const samples = noise(401, 4);
  const options = { from: 16_000, to: 8000 };
  expect(resample(samples.toReversed(), options)).toBeAllClose(resample(samples, options).reverse(), { atol: 1e-7 });
});

test("resample(samples, options) to the same rate is a copy; no samples stay none", () => {
  const samples = noise(10, 5);
  const copy = resample(samples, { from: 8000, to: 8000 });
  expect(copy).toEqual(samples);
  expect(copy.buffer).not.toBe(samples.buffer);
  expect(resample([], { from: 8000, to: 16_000 })).toEqual(new Float32Array());
});

test.each<[string, () => unknown, string]>([
  [
    "no numbers",
    () => resample("ab" as never, { from: 1, to: 1 }),
    'resample: samples must be an array of numbers, got "ab"',
  ],
  [
    "a sample",
    () => resample([0, Number.NaN], { from: 1, to: 1 }),
    "resample: samples[1] must be a finite number, got NaN",
  ],
  [
    "a rate of 0",
    () => resample([], { from: 0, to: 1 }),
    "resample: from must be an integer, at least 1 and at most 1000000, got 0",
  ],
  [
    "rates far apart",
    () => resample([], { from: 8000, to: 79 }),
    "resample: to must be from 80 to 800000 (100 times from), got 79",
  ],
])("resample refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});

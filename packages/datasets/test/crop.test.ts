import { expect, test } from "vitest";
import { createDataset, crop, viewOf } from "../src/index.ts";

test("crop shows a part of the image in the size of the whole", () => {
  // Levels rise by 10 from pixel to pixel, so those of the part rise by 10 times its width.
  const image = { values: Float32Array.from({ length: 40 }, (_, at) => 10 * (at % 8)), shape: [5, 8] };
  const dataset = createDataset({ columns: { image: { ...image, values: image.values.slice() } } });
  for (let seed = 1; seed < 30; seed++) {
    const { values } = viewOf(dataset, [0], seed, { augment: [crop({ area: [0.25, 0.25], stretch: 1 })] }).inputs
      .image!;
    // Half as wide: steps of 5, but where the edge is repeated.
    const steps = Array.from(values.subarray(1, 7), (value, at) => value - values[at]!);
    for (const step of steps.slice(1, -1)) expect(step).toBeCloseTo(5, 4);
    expect(values[0]).toBeGreaterThanOrEqual(0);
    expect(values[7]).toBeLessThanOrEqual(70);
  }
});

test("crop({area: [1, 1], stretch: 1}) shows images as they are", () => {
  const values = Uint8Array.from({ length: 27 }, (_, at) => 9 * at);
  const dataset = createDataset({ columns: { image: { values, shape: [3, 3, 3] } } });
  const { image } = viewOf(dataset, [0], 5, { augment: [crop({ area: [1, 1], stretch: 1 })] }).inputs;
  expect(image!.values).toEqual(Float32Array.from(values));
});

test.each([
  [() => crop({ area: [0, 1] }), "crop: area[0] must be a positive finite number, at most 1, got 0"],
  [() => crop({ area: [0.5, 0.4] }), "crop: area[1] must be a finite number, at least 0.5 and at most 1, got 0.4"],
  [() => crop({ area: 0.5 as never }), "crop: area[0] must be a positive finite number, at most 1, got undefined"],
  [() => crop({ area: [1, 1], stretch: 0.5 }), "crop: stretch must be a finite number, at least 1, got 0.5"],
])("%s is refused", (make, message) => {
  expect(make).toThrow(message);
});

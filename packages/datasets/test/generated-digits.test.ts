import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { classCounts, datasetSize } from "../src/class-counts.ts";
import { classNamesOf } from "../src/class-names-of.ts";
import type { Dataset } from "../src/dataset.ts";
import { type GeneratedDigitsOptions, generatedDigits } from "../src/generated-digits.ts";
import { labelsOf } from "../src/labels-of.ts";
import { onlyClasses } from "../src/omit-classes.ts";

const PIXELS = 28 * 28;

const bytesOf = (dataset: Dataset) => dataset.columns.features!.values as Uint8Array;

function digestOf(dataset: Dataset): string {
  return createHash("sha256")
    .update(bytesOf(dataset))
    .update(Uint8Array.from(labelsOf(dataset)))
    .digest("hex");
}

test("generatedDigits({seed}) are the same bytes on every machine", () => {
  const { train, test: held } = generatedDigits({ trainSize: 50, testSize: 50, seed: 2015 });
  expect(digestOf(train)).toBe("a11561adaa3f46cada2bc15b8cb83042e45b068b14c882f11ff441c0d5ef7068");
  expect(digestOf(held)).toBe("f49fbe4133448515ee49bb781b6f50c30d574feabb1c425a76dd833c22edaf0a");
});

test("generatedDigits of a larger size begin with those of a smaller one", () => {
  const small = generatedDigits({ trainSize: 13, testSize: 4, seed: 6 });
  const large = generatedDigits({ trainSize: 34, testSize: 17, seed: 6 });
  for (const split of ["train", "test"] as const) {
    const count = datasetSize(small[split]);
    expect(labelsOf(large[split]).subarray(0, count)).toEqual(labelsOf(small[split]));
    expect(bytesOf(large[split]).subarray(0, count * PIXELS)).toEqual(bytesOf(small[split]));
  }
});

test("generatedDigits differ between seeds, splits and places", () => {
  const digits = [1, 2].flatMap((seed) => Object.values(generatedDigits({ trainSize: 40, testSize: 40, seed })));
  const images = digits
    .map(bytesOf)
    .flatMap((features) =>
      Array.from({ length: 40 }, (_, index) => features.subarray(index * PIXELS, (index + 1) * PIXELS).join()),
    );
  expect(new Set(images).size).toBe(160);
  expect(new Set(digits.map((one) => labelsOf(one).join())).size).toBe(4);
});

test("generatedDigits hold each class once in every ten", () => {
  const { train } = generatedDigits({ trainSize: 25, testSize: 0, seed: 3 });
  expect(classCounts({ ...train, rows: train.rows.subarray(0, 10) })).toEqual(new Int32Array(10).fill(1));
  expect(classCounts({ ...train, rows: train.rows.subarray(10, 20) })).toEqual(new Int32Array(10).fill(1));
  expect(classNamesOf(train)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
});

test("generatedDigits are drawn within the image, on dark paper, near its middle", () => {
  const { train } = generatedDigits({ trainSize: 200, testSize: 0, seed: 4, noise: 0 });
  for (let index = 0; index < 200; index++) {
    const image = bytesOf(train).subarray(index * PIXELS, (index + 1) * PIXELS);
    const ink = image.reduce((sum, level) => sum + level, 0) / 255;
    const centre = image.reduce((sum, level, pixel) => sum + (level / 255) * Math.floor(pixel / 28), 0) / ink;
    expect(Math.max(...image)).toBeGreaterThan(120);
    expect(ink).toBeGreaterThan(15);
    expect(ink).toBeLessThan(220);
    // A quarter of the side; the farthest of 1,000 digits is off by 5.8.
    expect(Math.abs(centre - 13.5)).toBeLessThan(7);
  }
});

/** The share of test digits whose nearest class mean is another class's. */
function nearestMeanError(options: GeneratedDigitsOptions): number {
  const { train, test: held } = generatedDigits(options);
  const counts = classCounts(train);
  const means = Array.from({ length: 10 }, () => new Float64Array(PIXELS));
  const labels = labelsOf(train);
  bytesOf(train).forEach((level, at) => {
    const label = labels[Math.floor(at / PIXELS)]!;
    means[label]![at % PIXELS]! += level / counts[label]!;
  });
  const heldLabels = labelsOf(held);
  const wrong = heldLabels.filter((label, index) => {
    const image = bytesOf(held).subarray(index * PIXELS, (index + 1) * PIXELS);
    const distances = means.map((mean) => mean.reduce((sum, level, pixel) => sum + (level - image[pixel]!) ** 2, 0));
    return distances.indexOf(Math.min(...distances)) !== label;
  });
  return wrong.length / heldLabels.length;
}

test("generatedDigits can be told apart, but not by their means alone, and distortion makes them harder", () => {
  const options = { trainSize: 600, testSize: 400, seed: 5 };
  const usual = nearestMeanError(options);
  expect(usual).toBeGreaterThan(0.1);
  expect(usual).toBeLessThan(0.45);
  expect(nearestMeanError({ ...options, distortion: 0.4 })).toBeLessThan(usual / 2);
  expect(nearestMeanError({ ...options, distortion: 1.8 })).toBeGreaterThan(usual * 1.2);
});

test("generatedDigits without distortion and noise are one image for each way to write a digit", () => {
  const { train } = generatedDigits({ trainSize: 400, testSize: 0, seed: 5, distortion: 0, noise: 0 });
  const ones = [...onlyClasses(train, [1]).rows];
  const shapes = new Set(
    ones.map((row) =>
      bytesOf(train)
        .subarray(row * PIXELS, (row + 1) * PIXELS)
        .map((level) => (level > 150 ? 1 : 0))
        .join(""),
    ),
  );
  // Four skeletons; the softness of the pen still moves a few pixels across the threshold.
  expect(shapes.size).toBeGreaterThanOrEqual(4);
  expect(shapes.size).toBeLessThan(ones.length);
});

test.each<[Partial<GeneratedDigitsOptions>, string]>([
  [{ trainSize: -1 }, "trainSize must be an integer, at least 0, got -1"],
  [{ testSize: 1.5 }, "testSize must be an integer, at least 0, got 1.5"],
  [{ seed: -1 }, "seed must be an integer, at least 0, got -1"],
  [{ distortion: 2.1 }, "distortion must be a finite number, at least 0 and at most 2, got 2.1"],
  [{ noise: Number.NaN }, "noise must be a finite number, at least 0 and at most 5, got NaN"],
])("generatedDigits(%o) is refused", (wrong, message) => {
  expect(() => generatedDigits({ trainSize: 1, testSize: 1, seed: 1, ...wrong })).toThrow(
    `generatedDigits: ${message}`,
  );
});

import { describe, expect, test } from "vitest";
import { batches } from "../src/batches.ts";
import { createDataset } from "../src/create-dataset.ts";
import { generatedDigits } from "../src/generated-digits.ts";
import { meanExample } from "../src/mean-example.ts";
import { scale } from "../src/scale.ts";
import { selectRows } from "../src/select-rows.ts";

const dataset = createDataset({
  features: Uint8Array.of(0, 255, 0, 51, 255, 0),
  labels: Int32Array.of(0, 1, -1),
  exampleShape: [2],
  transforms: [scale({ divide: 255 })],
  classNames: ["left", "right"],
});

describe("meanExample(dataset)", () => {
  test("is the mean of each input, as transforms make it", () => {
    expect(meanExample(dataset)).toEqual(Float32Array.of(1 / 3, 0.4));
  });

  test("is that of the view, counting an example as often as the view has it", () => {
    expect(meanExample(selectRows(dataset, [1]))).toEqual(Float32Array.of(0, 0.2));
    expect(meanExample(selectRows(dataset, [1, 0, 1]))).toEqual(Float32Array.of(0, 1.4 / 3));
  });

  test("is the mean of what batches shows", () => {
    const { train } = generatedDigits({ trainSize: 50, testSize: 10, seed: 3 });
    const sums = new Float64Array(28 * 28);
    for (const { inputs } of batches(train, { batchSize: 7, order: "stored" })) {
      inputs.features!.values.forEach((value, index) => {
        sums[index % sums.length]! += value;
      });
    }
    meanExample(train).forEach((value, index) => {
      expect(value).toBeCloseTo(sums[index]! / 50, 6);
    });
  });

  test("needs an example", () => {
    expect(() => meanExample(selectRows(dataset, []))).toThrow(/^meanExample: dataset must have an example, got none$/);
  });
});

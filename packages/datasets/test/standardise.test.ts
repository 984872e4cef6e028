import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { batches, createDataset, type Dataset, scale, selectRows, standardise, withTransform } from "../src/index.ts";

const random = createRandom(4);
const values = Float32Array.from(
  { length: 600 },
  (_, index) => 100 * (index % 3) + (1 + (index % 3)) * random.normal(),
);
const table = createDataset({ columns: { x: { values, shape: [3] } } });

/** Mean and variance of each place along the last axis, as the model sees them, of all that is no padding. */
function momentsOf(dataset: Dataset, width: number) {
  const [batch] = batches(dataset, { batchSize: 1000, order: "stored" });
  const { values: shown, mask } = batch!.inputs.x!;
  return Array.from({ length: width }, (_, place) => {
    const own = Array.from(shown).filter(
      (_, at) => at % width === place && (mask?.[Math.floor(at / width)] ?? 1) === 1,
    );
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return [mean, own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length] as const;
  });
}

test("standardise gives each place of the last axis mean 0 and variance 1 over the view alone", () => {
  const part = selectRows(
    table,
    Array.from({ length: 50 }, (_, index) => 2 * index),
  );
  const transform = standardise(part);
  for (const [mean, variance] of momentsOf(withTransform(part, transform), 3)) {
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 5);
  }
  expect(momentsOf(withTransform(table, transform), 3)[0]![0]).not.toBeCloseTo(0, 3);
});

test("standardise measures sequences without their padding", () => {
  const offsets = Int32Array.of(0, 1, 4, 4, 9, 200);
  const sequences = createDataset({ columns: { x: { values, shape: [3], offsets } } });
  for (const [mean, variance] of momentsOf(withTransform(sequences, standardise(sequences)), 3)) {
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 5);
  }
});

test("standardise measures what earlier transforms make of the numbers", () => {
  const bytes = createDataset({
    columns: { x: { values: Uint8Array.of(0, 51, 102, 255), shape: [2], transforms: [scale({ divide: 255 })] } },
  });
  // 0 and 0.4; 0.2 and 1.
  const { subtract, divide } = standardise(bytes);
  expect(subtract).toEqual([expect.closeTo(0.2, 6), expect.closeTo(0.6, 6)]);
  expect(divide).toEqual([expect.closeTo(0.2, 6), expect.closeTo(0.4, 6)]);
});

test("standardise makes 0 of what is the same everywhere, also where rounding makes it differ a little", () => {
  const same = createDataset({ columns: { x: { values: new Float32Array(2000).fill(16_777_215 / 3), shape: [2] } } });
  expect(standardise(same).divide).toEqual([1, 1]);
  const [batch] = batches(withTransform(same, standardise(same)), { batchSize: 1, order: "stored" });
  expect(Math.abs(batch!.inputs.x!.values[0]!)).toBeLessThan(1e-6);
});

test("standardise needs examples, and numbers", () => {
  const none = "standardise: dataset must have an example that is not empty, got none";
  expect(() => standardise(selectRows(table, []))).toThrow(none);
  const empty = createDataset({
    columns: { x: { values: new Float32Array(), shape: [], offsets: Int32Array.of(0, 0) } },
  });
  expect(() => standardise(empty)).toThrow(none);
  const ids = createDataset({ columns: { x: { values: new Int32Array(2), shape: [1] } } });
  expect(() => standardise(ids)).toThrow(
    "standardise: dataset must have numbers to measure, got integers that stand for something",
  );
});

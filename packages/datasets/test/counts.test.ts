import { expect, test } from "vitest";
import { batches, type CountsWeighting, counts, createDataset } from "../src/index.ts";

const sequence = { values: Int32Array.of(3, 1, 3, 0), shape: [], offsets: Int32Array.of(0, 4, 4) };

test.each<[CountsWeighting, readonly number[]]>([
  ["count", [1, 0, 2, 0]],
  ["presence", [1, 0, 1, 0]],
  // 1/√5 and 2/√5
  ["unit", [0.4472135901451111, 0, 0.8944271802902222, 0]],
])("counts({weighting: %j}) counts all but 0, and an empty example is all zeros", (weighting, row) => {
  const dataset = createDataset({ columns: { x: { ...sequence, transforms: [counts({ size: 4, weighting })] } } });
  const [batch] = batches(dataset, { batchSize: 2, order: "stored" });
  expect(batch!.inputs.x).toEqual({ values: Float32Array.of(...row, 0, 0, 0, 0), shape: [2, 4] });
});

test("batches of counted sequences are shuffled as any others, not sorted by length", () => {
  const many = { values: new Int32Array(6), shape: [], offsets: Int32Array.of(0, 0, 1, 3, 6) };
  const plain = createDataset({ columns: { x: { values: new Int32Array(4), shape: [1] } } });
  const counted = createDataset({ columns: { x: { ...many, transforms: [counts({ size: 1 })] } } });
  const idsOf = (dataset: typeof plain) =>
    [...batches(dataset, { batchSize: 2, seed: 5, epoch: 0 })].map(({ ids }) => ids);
  expect(idsOf(counted)).toEqual(idsOf(plain));
});

test.each([
  [{ size: 0 }, "size must be an integer, at least 1 and at most 2147483647, got 0"],
  [{ size: 1, weighting: "tf-idf" }, 'weighting must be one of "count", "presence", "unit", got "tf-idf"'],
])("counts(%o) is refused", (options, message) => {
  expect(() => counts(options as never)).toThrow(`counts: ${message}`);
});

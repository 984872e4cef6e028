import { expect, test } from "vitest";
import { batches, generatedDigits, readBatches } from "../src/index.ts";

const { train } = generatedDigits({ trainSize: 20, testSize: 0, seed: 1 });

// Those of files are compared with these in node/open-file-dataset.test.ts.
test("readBatches gives the batches of a dataset in memory, and leaves the first ones out", async () => {
  for (const options of [{ order: "stored" }, { seed: 1, epoch: 2, jitter: 1 }] as const) {
    const all = readBatches(train, { batchSize: 6, ...options, skip: 1 });
    for (let time = 0; time < 2; time++) {
      const read = [];
      for await (const batch of all) read.push(batch);
      expect(read).toEqual([...batches(train, { batchSize: 6, ...options })].slice(1));
    }
  }
});

test("readBatches checks its options at once", () => {
  expect(() => readBatches(train, { batchSize: 6, order: "stored", skip: -1 })).toThrow(
    "readBatches: skip must be an integer, at least 0, got -1",
  );
});

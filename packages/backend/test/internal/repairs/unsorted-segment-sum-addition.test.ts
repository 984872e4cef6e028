import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataCount, expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.unsortedSegmentSum on repaired wasm", () => {
  it("adds up the rows of each segment, and passes over indices out of range", async () => {
    const x = tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]);
    const sums = tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2, -1], "int32"), 3);
    expect(Array.from(await sums.data())).toEqual([3, 4, 0, 0, 6, 8]);
    tf.dispose([x, sums]);
  });

  it("equals the cpu backend for random segments", async () => {
    const cases = fc.record({
      ids: fc.array(fc.integer({ min: -1, max: 6 }), { minLength: 1, maxLength: 20 }),
      rowShape: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ ids, rowShape }) => {
        await expectSameAsCpu(() =>
          tf.unsortedSegmentSum(numbers([ids.length, ...rowShape]), tf.tensor1d(ids, "int32"), 6),
        );
      }),
      { seed: 20150309, numRuns: 50 },
    );
  });

  it.each([[0], [1], [2]])("is the gradient of a gather along axis %d, as on the cpu backend", async (axis) => {
    await expectSameAsCpu(() => {
      const indices = tf.tensor1d([3, 1, 3, 0, 2, 3], "int32");
      const gathered = (x: tf.Tensor) => tf.gather(x, indices, axis);
      return tf.grad((x) => tf.sum(tf.square(gathered(x))))(numbers([4, 4, 4]));
    });
  });

  it("refuses integers, names the cure and leaves nothing", async () => {
    await tf.setBackend("wasm");
    const [x, ids] = [tf.zeros([2, 2], "int32"), tf.tensor1d([0, 1], "int32")];
    const data = dataCount();
    expect(() => tf.unsortedSegmentSum(x, ids, 2)).toThrow(
      "UnsortedSegmentSum: x must be float32 on the wasm backend, got int32; use tf.cast",
    );
    expect(dataCount()).toBe(data);
    tf.dispose([x, ids]);
  });
});

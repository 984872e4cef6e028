import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataCount, expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.gather on repaired wasm", () => {
  it("equals the cpu backend for random tensors and axes", async () => {
    const cases = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axis: fc.integer({ min: 0, max: shape.length - 1 }),
        picks: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
        isMatrix: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, axis, picks, isMatrix }) => {
        const rows = picks.map((pick) => pick % shape[axis]!);
        const indices = () => (isMatrix ? tf.tensor2d([rows], [1, rows.length], "int32") : tf.tensor1d(rows, "int32"));
        await expectSameAsCpu(() => tf.gather(numbers(shape), indices(), axis), { rtol: 0, atol: 0 });
      }),
      { seed: 20150309, numRuns: 60 },
    );
  });

  it("gathers integers, booleans, nothing, and within batches", async () => {
    await expectSameAsCpu(() => [
      tf.gather(tf.tensor2d([1, -2, 3, 4, 5, 6], [3, 2], "int32"), tf.tensor1d([2, 0], "int32")),
      tf.gather(tf.tensor2d([1, 0, 1, 1, 0, 0], [3, 2], "bool"), tf.tensor1d([2, 0], "int32")),
      tf.gather(numbers([3, 2]), tf.tensor1d([], "int32")),
      tf.gather(
        numbers([2, 3, 4]),
        tf.tensor2d(
          [
            [2, 0],
            [1, 1],
          ],
          [2, 2],
          "int32",
        ),
        1,
        1,
      ),
    ]);
  });

  it.each([3, -1])("refuses index %d of three rows and leaves nothing", async (index) => {
    await tf.setBackend("wasm");
    const [x, indices] = [numbers([3, 2]), tf.tensor1d([0, index], "int32")];
    const data = dataCount();
    expect(() => tf.gather(x, indices)).toThrow(`GatherV2: the index value ${index} is not in [0, 2]`);
    expect(dataCount()).toBe(data);
    tf.dispose([x, indices]);
  });
});

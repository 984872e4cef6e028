import { ArgumentError } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { measureMatMul } from "../src/measure-mat-mul.ts";

/** A clock that advances by the given steps, one between every two readings. */
function clockOf(...steps: number[]): () => number {
  let time = 0;
  return () => {
    const now = time;
    time += steps.shift() ?? 0;
    return now;
  };
}

describe("measureMatMul(options)", () => {
  it("divides 2·size³ operations by the median time", async () => {
    // Rounds of 7, 2 and 4 ms: the median is 4. 2·100³ operations in 4 ms are 0.5·10⁹ per second.
    const speed = await measureMatMul({ now: clockOf(7, 0, 2, 0, 4), size: 100, rounds: 3 });
    expect(speed).toEqual({ backend: "cpu", size: 100, milliseconds: 4, gflops: 0.5 });
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])(
    "multiplies with the transposes that were asked for (%s, %s), once more than the rounds",
    async (transposeA, transposeB) => {
      const attributes: unknown[] = [];
      const stock = tf.getKernel("BatchMatMul", "cpu");
      const kernelFunc: tf.KernelFunc = (args) => {
        attributes.push(args.attrs);
        return stock.kernelFunc(args);
      };
      swap({ ...stock, kernelFunc });
      try {
        await measureMatMul({ now: clockOf(), size: 4, rounds: 2, transposeA, transposeB });
      } finally {
        swap(stock);
      }
      expect(attributes).toEqual(Array(3).fill({ transposeA, transposeB }));
    },
  );

  it("times five products of 256 × 256 unless told otherwise", async () => {
    let readings = 0;
    const { size } = await measureMatMul({ now: () => ++readings });
    expect([size, readings]).toEqual([256, 10]);
  });

  it("leaves no tensor behind, also when the clock throws", async () => {
    const before = tf.memory().numTensors;
    await measureMatMul({ now: clockOf(1), size: 3 });
    const failing = () => {
      throw new Error("no clock");
    };
    await expect(measureMatMul({ now: failing, size: 3 })).rejects.toThrow("no clock");
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [{ size: 0 }, "measureMatMul: size must be an integer, at least 1, got 0"],
    [{ size: 1.5 }, "measureMatMul: size must be an integer, at least 1, got 1.5"],
    [{ rounds: 0 }, "measureMatMul: rounds must be an integer, at least 1, got 0"],
  ])("refuses %j", async (options, message) => {
    const error: unknown = await measureMatMul({ now: clockOf(), ...options }).catch((reason: unknown) => reason);
    expect(ArgumentError.is(error) && error.message).toBe(message);
  });
});

function swap(config: tf.KernelConfig): void {
  tf.unregisterKernel(config.kernelName, config.backendName);
  tf.registerKernel(config);
}

import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adamUpdate } from "../src/adam-update.ts";
import { restoreWasm } from "../src/repair-wasm.ts";
import { selectBackend } from "../src/select-backend.ts";
import { numbers, useRepairedWasm } from "./repaired-wasm.ts";

const SIZE = 23;
const OPTIONS = { learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-7 };

/** Algorithm 1 of the paper (with decoupled weight decay), in float64. */
function oracle(w: ArrayLike<number>, g: ArrayLike<number>, steps: number, weightDecay: number): number[] {
  const { learningRate, beta1, beta2, epsilon } = OPTIONS;
  return Array.from(w, (start, index) => {
    let [weight, m, v] = [start, 0, 0];
    for (let t = 1; t <= steps; t++) {
      m = beta1 * m + (1 - beta1) * g[index]!;
      v = beta2 * v + (1 - beta2) * g[index]! ** 2;
      const move = m / (1 - beta1 ** t) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
      weight -= learningRate * (move + weightDecay * weight);
    }
    return weight;
  });
}

describe.each(["cpu", "wasm"] as const)("adamUpdate on %s", (name) => {
  beforeAll(async () => {
    await selectBackend({ prefer: [name] });
  });
  afterAll(async () => {
    restoreWasm();
    await tf.setBackend("cpu");
  });

  it.each([0, 0.1])("follows its formula, with weight decay %d", (weightDecay) => {
    const [variable, mean, meanSquare] = tf.tidy(() => [
      tf.variable(numbers([SIZE])),
      tf.variable(tf.zeros([SIZE])),
      tf.variable(tf.zeros([SIZE])),
    ]) as [tf.Variable, tf.Variable, tf.Variable];
    const gradient = numbers([SIZE], 2);
    const expected = oracle(variable.dataSync(), gradient.dataSync(), 5, weightDecay);
    for (let step = 1; step <= 5; step++) {
      adamUpdate(variable, gradient, { mean, meanSquare, step, weightDecay, ...OPTIONS });
    }
    expect(variable).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-6 });
    expect(() => adamUpdate(variable, gradient, { mean, meanSquare, step: 6, ...OPTIONS })).toAllocate(0);
    tf.dispose([variable, mean, meanSquare, gradient]);
  });

  it("refuses a slot that is not like the variable", () => {
    const [variable, mean, meanSquare] = tf.tidy(() => [
      tf.variable(tf.zeros([4])),
      tf.variable(tf.zeros([4])),
      tf.variable(tf.zeros([5])),
    ]) as [tf.Variable, tf.Variable, tf.Variable];
    const gradient = tf.zeros([4]);
    expect(() => adamUpdate(variable, gradient, { mean, meanSquare, step: 1, ...OPTIONS })).toThrow(
      "adamUpdate: meanSquare must have shape [4] (as variable), got [5]",
    );
    tf.dispose([variable, mean, meanSquare, gradient]);
  });
});

describe("adamUpdate with a gradient that stays 0", () => {
  useRepairedWasm();

  it("ends with means of 0 and not with subnormal numbers", () => {
    const [variable, mean, meanSquare] = tf.tidy(() => [
      tf.variable(tf.zeros([SIZE])),
      tf.variable(numbers([SIZE])),
      tf.variable(tf.fill([SIZE], 0.01)),
    ]) as [tf.Variable, tf.Variable, tf.Variable];
    const start = mean.dataSync().slice();
    const gradient = tf.zeros([SIZE]);
    const update = (step: number) =>
      adamUpdate(variable, gradient, { mean, meanSquare, step, ...OPTIONS, beta1: 0.9, beta2: 0.9 });
    for (let step = 1; step <= 100; step++) update(step);
    expect(mean).toBeAllClose(Array.from(start, (m) => m * 0.9 ** 100));
    expect(meanSquare).toBeAllClose(Array.from(start, () => 0.01 * 0.9 ** 100));
    for (let step = 101; step <= 1000; step++) update(step);
    expect([...mean.dataSync(), ...meanSquare.dataSync()].every((value) => value === 0)).toBe(true);
    expect(variable.dataSync().every(Number.isFinite)).toBe(true);
    tf.dispose([variable, mean, meanSquare, gradient]);
  });
});

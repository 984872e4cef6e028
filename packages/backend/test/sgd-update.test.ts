import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restoreWasm } from "../src/repair-wasm.ts";
import { selectBackend } from "../src/select-backend.ts";
import { sgdUpdate } from "../src/sgd-update.ts";
import { numbers, useRepairedWasm } from "./repaired-wasm.ts";

const SIZE = 23;

/** Three steps from the definition, in float64. */
function oracle(
  w: ArrayLike<number>,
  g: ArrayLike<number>,
  { momentum = 0, nesterov = false, weightDecay = 0 }: { momentum?: number; nesterov?: boolean; weightDecay?: number },
): { weights: number[]; velocity: number[] } {
  const weights = Array.from(w);
  const velocity = weights.map(() => 0);
  for (let step = 0; step < 3; step++) {
    weights.forEach((weight, index) => {
      const slope = g[index]! + weightDecay * weight;
      velocity[index] = momentum * velocity[index]! + slope;
      weights[index] = weight - 0.3 * (nesterov ? slope + momentum * velocity[index]! : velocity[index]!);
    });
  }
  return { weights, velocity };
}

describe.each(["cpu", "wasm"] as const)("sgdUpdate on %s", (name) => {
  beforeAll(async () => {
    await selectBackend({ prefer: [name] });
  });
  afterAll(async () => {
    restoreWasm();
    await tf.setBackend("cpu");
  });

  it.each([
    {},
    { weightDecay: 0.1 },
    { momentum: 0.9 },
    { momentum: 0.9, weightDecay: 0.1 },
    { momentum: 0.5, nesterov: true, weightDecay: 0.1 },
  ])("follows its formula: %j", (options) => {
    const variable = tf.tidy(() => tf.variable(numbers([SIZE])));
    const velocity = "momentum" in options ? tf.tidy(() => tf.variable(tf.zeros([SIZE]))) : undefined;
    const gradient = numbers([SIZE], 2);
    const expected = oracle(variable.dataSync(), gradient.dataSync(), options);
    const slope = gradient.dataSync();
    for (let step = 0; step < 3; step++) {
      sgdUpdate(variable, gradient, { learningRate: 0.3, velocity, ...options });
    }
    expect(variable).toBeAllClose(expected.weights);
    if (velocity !== undefined) expect(velocity).toBeAllClose(expected.velocity);
    expect(gradient.dataSync()).toEqual(slope);
    expect(() => sgdUpdate(variable, gradient, { learningRate: 0.3, velocity, ...options })).toAllocate(0);
    tf.dispose([variable, gradient, ...(velocity ? [velocity] : [])]);
  });

  it("refuses a gradient or a velocity that is not like the variable", () => {
    const variable = tf.tidy(() => tf.variable(tf.zeros([2, 3])));
    const [gradient, whole] = [tf.zeros([3, 2]), tf.zeros([2, 3], "int32")];
    expect(() => sgdUpdate(variable, gradient, { learningRate: 1 })).toThrow(
      "sgdUpdate: gradient must have shape [2, 3] (as variable), got [3, 2]",
    );
    expect(() => sgdUpdate(variable, whole, { learningRate: 1 })).toThrow(
      'sgdUpdate: gradient must be float32, got "int32"',
    );
    tf.dispose([variable, gradient, whole]);
  });
});

describe("sgdUpdate with a gradient that stays 0", () => {
  useRepairedWasm();

  it.each([false, true])("ends with a velocity of 0 and not with subnormal numbers, nesterov %s", (nesterov) => {
    const [variable, velocity] = tf.tidy(() => [tf.variable(tf.zeros([SIZE])), tf.variable(numbers([SIZE]))]) as [
      tf.Variable,
      tf.Variable,
    ];
    const start = velocity.dataSync().slice();
    const gradient = tf.zeros([SIZE]);
    for (let step = 0; step < 100; step++) {
      sgdUpdate(variable, gradient, { learningRate: 0.5, velocity, momentum: 0.9, nesterov });
    }
    expect(velocity).toBeAllClose(Array.from(start, (v) => v * 0.9 ** 100));
    for (let step = 100; step < 1000; step++) {
      sgdUpdate(variable, gradient, { learningRate: 0.5, velocity, momentum: 0.9, nesterov });
    }
    expect([...velocity.dataSync()]).toEqual(Array.from(start, () => 0));
    expect(variable).toBeAllClose(Array.from(start, (v) => -0.5 * v * 9 * (nesterov ? 0.9 : 1)));
    tf.dispose([variable, velocity, gradient]);
  });

  it("keeps a velocity that is no number", () => {
    const [variable, velocity] = tf.tidy(() => [
      tf.variable(tf.zeros([SIZE])),
      tf.variable(tf.fill([SIZE], Number.NaN)),
    ]) as [tf.Variable, tf.Variable];
    const gradient = tf.zeros([SIZE]);
    sgdUpdate(variable, gradient, { learningRate: 0.5, velocity, momentum: 0.9 });
    expect([...velocity.dataSync(), ...variable.dataSync()].every(Number.isNaN)).toBe(true);
    tf.dispose([variable, velocity, gradient]);
  });
});

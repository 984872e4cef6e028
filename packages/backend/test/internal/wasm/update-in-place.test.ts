import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { sgdUpdate } from "../../../src/sgd-update.ts";
import { dataCount, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const heap = () => (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;

it("leaves a tensor that shares the variable's memory as it was", () => {
  const initial = tf.tensor1d([1, 2, 3]);
  const variable = tf.variable(initial);
  const copy = tf.clone(variable);
  const gradient = tf.tensor1d([1, 1, 1]);
  sgdUpdate(variable, gradient, { learningRate: 1 });
  expect([...variable.dataSync()]).toEqual([0, 1, 2]);
  expect([...copy.dataSync(), ...initial.dataSync()]).toEqual([1, 2, 3, 1, 2, 3]);
  tf.dispose([variable, copy, initial, gradient]);
});

it("lets XNNPACK's convolution see the new values of a filter", () => {
  const image = tf.ones([1, 4, 4, 1]) as tf.Tensor4D;
  const filter = tf.tidy(() => tf.variable(tf.ones([2, 2, 1, 1]) as tf.Tensor4D));
  const gradient = tf.ones([2, 2, 1, 1]);
  const convolved = () => tf.tidy(() => tf.conv2d(image, filter as tf.Tensor4D, 1, "valid").dataSync()[0]);
  expect(convolved()).toBe(4);
  sgdUpdate(filter, gradient, { learningRate: 0.5 });
  expect(convolved()).toBe(2);
  tf.dispose([image, filter, gradient]);
});

it("allocates nothing in 10,000 steps", () => {
  const [variable, velocity] = tf.tidy(() => [tf.variable(numbers([30, 7])), tf.variable(tf.zeros([30, 7]))]);
  const gradient = numbers([30, 7], 2);
  const step = () => sgdUpdate(variable!, gradient, { learningRate: 1e-4, velocity, momentum: 0.9 });
  step();
  const before = [tf.memory().numTensors, tf.memory().numBytes, dataCount(), heap()];
  for (let index = 0; index < 10_000; index++) step();
  expect([tf.memory().numTensors, tf.memory().numBytes, dataCount(), heap()]).toEqual(before);
  tf.dispose([variable!, velocity!, gradient]);
});

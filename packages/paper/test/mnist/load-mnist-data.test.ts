import { datasetSize } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { loadMnistData } from "../../src/mnist/load-mnist-data.ts";
import { resolveMnistSpec } from "../../src/mnist/resolve-mnist-spec.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { TINY_MNIST } from "../fixtures/tiny-mnist.ts";

test("loadMnistData gives all, in memory that threads share", async () => {
  const { training, test } = await loadMnistData(resolveMnistSpec(TINY_MNIST), dataSource());
  expect([datasetSize(training), datasetSize(test)]).toEqual([200, 100]);
  expect(training.columns.features!.values.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test("loadMnistData holds a part of the training set out, and keeps the test set out of sight", async () => {
  const { training, test } = await loadMnistData(resolveMnistSpec(TINY_MNIST, { holdOut: 50 }), dataSource());
  expect([datasetSize(training), datasetSize(test)]).toEqual([150, 50]);
  expect(test.columns).toBe(training.columns);
  expect(new Set([...training.rows, ...test.rows]).size).toBe(200);
});

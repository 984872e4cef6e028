import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { augmentBy } from "../src/augment-by.ts";
import { batches } from "../src/batches.ts";
import { counts } from "../src/counts.ts";
import { createDataset, type DatasetParts, type LabelledParts } from "../src/create-dataset.ts";
import type { Dataset } from "../src/dataset.ts";
import { scale } from "../src/scale.ts";
import type { Targets } from "../src/targets.ts";

const parts: LabelledParts = {
  features: Uint8Array.of(1, 2, 3, 4, 5, 6),
  labels: Int32Array.of(0, 1, -1),
  exampleShape: [2, 1],
  classNames: ["a", "b"],
};
const classNames = parts.classNames;
const words = { values: Int32Array.of(7, 3, 2, 2, 9), shape: [], offsets: Int32Array.of(0, 2, 2, 5) };
const general: DatasetParts = {
  columns: {
    size: { values: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2], transforms: [scale({ divide: [2, 4] })] },
    words,
  },
  targets: { kind: "numbers", names: ["price"], values: Float32Array.of(3, 2, 1) },
  weights: Float32Array.of(1, 0, 2.5),
};

function refused(wrong: unknown, message: string): void {
  expect(() => createDataset(wrong as LabelledParts)).toThrow(
    expect.objectContaining({ name: "ArgumentError", message: `createDataset: ${message}` }),
  );
}

test("createDataset({features, labels, …}) holds every example in stored order and copies nothing", () => {
  const dataset = createDataset(parts);
  expect(dataset.columns.features!.values).toBe(parts.features);
  expect(dataset.targets).toMatchObject({ kind: "classes", classNames: ["a", "b"] });
  expect((dataset.targets as { labels: unknown }).labels).toBe(parts.labels);
  expect(dataset.rows).toEqual(Int32Array.of(0, 1, 2));
  expect(dataset.columns.features).toMatchObject({ shape: [2, 1], transforms: [] });
});

test("createDataset({columns, targets, weights}) copies nothing either", () => {
  const dataset = createDataset(general);
  expect(Object.keys(dataset.columns)).toEqual(["size", "words"]);
  for (const [name, column] of Object.entries(general.columns)) {
    expect(dataset.columns[name]!.values).toBe(column.values);
    expect(dataset.columns[name]!.offsets).toBe(column.offsets);
  }
  expect((dataset.targets as { values: unknown }).values).toBe((general.targets as { values: unknown }).values);
  expect(dataset.weights).toBe(general.weights);
  expect(dataset.rows).toEqual(Int32Array.of(0, 1, 2));
});

test("createDataset needs no labels, no targets and no examples", () => {
  const { labels: _, ...unlabelled } = parts;
  expect(createDataset(unlabelled).targets).toEqual({ kind: "classes", classNames, labels: Int32Array.of(-1, -1, -1) });
  expect(createDataset({ columns: general.columns }).targets).toEqual({ kind: "none" });
  expect(createDataset({ ...parts, features: new Uint8Array(), labels: new Int32Array() }).rows).toHaveLength(0);
  const empty = { values: new Int32Array(), shape: [], offsets: Int32Array.of(0) };
  expect(createDataset({ columns: { empty } }).rows).toHaveLength(0);
});

describe("examples that overlap", () => {
  const values = Float32Array.of(1, 2, 3, 4, 5);
  const overlapping = (more: object = {}) =>
    createDataset({ columns: { window: { values, shape: [3], starts: Int32Array.of(2, 0, 1, 0), ...more } } });

  test("are read from where they start, and scaled like others", () => {
    const dataset = overlapping({ transforms: [scale({ subtract: [1, 2, 3], divide: [1, 2, 1] })] });
    expect(dataset.rows).toEqual(Int32Array.of(0, 1, 2, 3));
    const [batch] = batches(dataset, { batchSize: 9, order: "stored" });
    expect(batch!.inputs.window).toEqual({
      values: Float32Array.of(2, 1, 2, 0, 0, 0, 1, 0.5, 1, 0, 0, 0),
      shape: [4, 3],
    });
  });

  test("are the same as their copies, also in shuffled batches that are augmented", () => {
    const copies = { values: Float32Array.of(3, 4, 5, 1, 2, 3, 2, 3, 4, 1, 2, 3), shape: [3] };
    const options = {
      ...{ batchSize: 3, seed: 4, epoch: 1 },
      augment: [
        augmentBy("noise", ({ values: own, random }) => {
          for (let index = 0; index < own.length; index++) own[index]! += random.uniform();
        }),
      ],
    };
    const copied = createDataset({ columns: { window: copies } });
    expect([...batches(overlapping(), options)]).toEqual([...batches(copied, options)]);
  });

  test.each<[object, string]>([
    [{ starts: [0] }, "starts must be an Int32Array, got an array of length 1 that begins with 0"],
    [{ starts: Int32Array.of(0, 3) }, "starts[1] must be from 0 to 2 (5 numbers, examples of 3), got 3"],
    [{ starts: Int32Array.of(-1) }, "starts[0] must be from 0 to 2 (5 numbers, examples of 3), got -1"],
    [{ offsets: Int32Array.of(0, 1), shape: [5] }, "starts must be left out where there are offsets, got both"],
    [
      { values: Int32Array.of(0, 1, 2), transforms: [counts({ size: 3 })], starts: Int32Array.of(0) },
      "transforms[0] must be a scale where examples overlap, got counts",
    ],
  ])("%# are refused where they cannot be read", (more, message) => {
    expect(() => overlapping(more)).toThrow(`createDataset: columns.window.${message}`);
  });
});

test("a dataset survives being sent to a worker thread", async () => {
  const shared = new Float32Array(new SharedArrayBuffer(12));
  shared.set([1, 2, 3]);
  const dataset = createDataset({
    ...general,
    columns: { ...general.columns, shared: { values: shared, shape: [1] } },
  });
  const worker = new Worker("const t = require('worker_threads'); t.parentPort.postMessage(t.workerData)", {
    eval: true,
    workerData: dataset,
  });
  const received = await new Promise<Dataset>((resolve) => worker.once("message", resolve));
  await worker.terminate();
  expect(received).toEqual(dataset);
  expect(received.columns.shared!.values.buffer).toBeInstanceOf(SharedArrayBuffer);
  const options = { batchSize: 2, seed: 1, epoch: 0 };
  expect([...batches(received, options)]).toEqual([...batches(dataset, options)]);
});

describe("createDataset refuses, at once and in one line,", () => {
  test.each<[object, string]>([
    [
      { features: new Uint8Array(5) },
      "features must have a length that is a multiple of 2 (examples of shape [2, 1]), got 5",
    ],
    [
      { features: [1, 2] },
      "features must be a Uint8Array, an Int32Array or a Float32Array, got an array of length 2 that begins with 1",
    ],
    [
      { features: new Float64Array(6) },
      "features must be a Uint8Array, an Int32Array or a Float32Array, got a Float64Array of length 6",
    ],
    [{ features: Float32Array.of(1, 2, 3, Number.NaN, 5, 6) }, "features[3] must be a finite number, got NaN"],
    [{ features: Float32Array.of(1, -Infinity, 3, 4, 5, 6) }, "features[1] must be a finite number, got -Infinity"],
    [
      { exampleShape: [2 ** 15, 2 ** 15], features: new Uint8Array(0), offsets: Int32Array.of(0, 0) },
      "exampleShape must be of at most 1048576 numbers (there are 0), got [32768, 32768]",
    ],
    [{ exampleShape: [] }, "exampleShape must have at least one axis, got []"],
    [{ exampleShape: [2, 0] }, "exampleShape[1] must be an integer, at least 1, got 0"],
    [{ exampleShape: [1.5] }, "exampleShape[0] must be an integer, at least 1, got 1.5"],
    [{ exampleShape: 2 }, "exampleShape must be a list of sizes, got 2"],
    [{ classNames: [] }, "classNames must name at least one class, got 0"],
    [{ classNames: 2 }, "classNames must be a list of names, got 2"],
    [{ classNames: ["a", 2] }, "classNames[1] must be a string, got 2"],
    [{ classNames: ["a", "a"] }, 'classNames[1] must differ from the names before, got "a"'],
    [{ labels: Int32Array.of(0, 2, 0) }, "labels[1] must be an integer, at least -1 and below 2, got 2"],
    [{ labels: Int32Array.of(0, 0, -2) }, "labels[2] must be an integer, at least -1 and below 2, got -2"],
    [
      { labels: ["a", "b", "a"] },
      'labels must be an Int32Array of class numbers, got an array of length 3 that begins with "a"',
    ],
    [
      { labels: Float32Array.of(0, 1, Number.NaN) },
      "labels must be an Int32Array of class numbers, got a Float32Array of length 3",
    ],
    [{ labels: Int32Array.of(0, 1) }, "labels must have length 3 (a class number for each example), got 2"],
    [
      { labels: Int32Array.of(1, 0, 0, 1, 0, 1) },
      "labels must have length 3 (a class number for each example, not a one-hot row), got 6",
    ],
    [{ weights: Float32Array.of(1, 1) }, "weights must have length 3 (the examples), got 2"],
    [{ weights: [1, 1, 1] }, "weights must be a Float32Array, got an array of length 3 that begins with 1"],
    [{ weights: Float32Array.of(1, -1, 1) }, "weights[1] must be a finite number, at least 0, got -1"],
    [{ weights: Float32Array.of(1, 1, Number.NaN) }, "weights[2] must be a finite number, at least 0, got NaN"],
    [{ transforms: scale({ divide: 2 }) }, "transforms must be a list of transforms, got an object"],
    [{ transforms: ["scale"] }, 'transforms[0] must be a transform, got "scale"'],
    [
      { transforms: [{ kind: "zoom" }] },
      'transforms[0].kind must be one of "scale", "vocabulary", "counts", "encode", got "zoom"',
    ],
    [
      { transforms: [{ ...scale({}), version: 2 }] },
      "transforms[0].version must be 1 (update @dark-knowledge/datasets to read newer ones), got 2",
    ],
    [
      { transforms: [scale({ divide: 2 }), scale({ subtract: [1, 2] })] },
      "transforms[1].subtract must have 1 numbers (the last axis of an example), got 2",
    ],
    [{ transforms: [{ ...scale({}), divide: 0 }] }, "transforms[0].divide must be a number to divide by, got 0"],
  ])("of the short form %o", (wrong, message) => {
    refused({ ...parts, ...wrong }, message);
  });

  test.each<[unknown, string]>([
    [{ ...parts, classnames: [] }, 'options must have known names only (did you mean "classNames"?), got "classnames"'],
    [{ ...general, weight: 1 }, 'options must have known names only (did you mean "weights"?), got "weight"'],
    [
      { columns: { words: { ...words, offset: 1 } } },
      'columns.words: options must have known names only (did you mean "offsets"?), got "offset"',
    ],
    [undefined, "parts must have features, or columns by name (at least one), got undefined"],
    [
      { images: new Uint8Array(3) },
      "parts must have features, or columns by name (at least one), got the fields images",
    ],
    [{ columns: {} }, "parts must have features, or columns by name (at least one), got the fields columns"],
    [
      { columns: { ...general.columns, more: { values: new Uint8Array(4), shape: [2] } } },
      "columns.more.values must be of 3 examples (as columns.size), got 2",
    ],
    [
      { columns: { more: { values: new Uint8Array(4), shape: [2] }, words } },
      "columns.words.offsets must be of 2 examples (as columns.more), got 3",
    ],
    [
      { columns: { words: { ...words, offsets: [0, 5] } } },
      "columns.words.offsets must be an Int32Array, got an array of length 2 that begins with 0",
    ],
    [
      { columns: { words: { ...words, offsets: Int32Array.of() } } },
      "columns.words.offsets must have one number more than there are examples, got no number",
    ],
    [{ columns: { words: { ...words, offsets: Int32Array.of(1, 5) } } }, "columns.words.offsets[0] must be 0, got 1"],
    [
      { columns: { words: { ...words, offsets: Int32Array.of(0, 4, 3, 5) } } },
      "columns.words.offsets[2] must be at least 4 (as the one before), got 3",
    ],
    [
      { columns: { words: { ...words, offsets: Int32Array.of(0, 4) } } },
      "columns.words.offsets[1] must be 5 (the positions in columns.words.values), got 4",
    ],
  ])("of the long form %o", (wrong, message) => {
    refused(wrong, message);
  });

  test.each<[object, string]>([
    [
      { kind: "regression" },
      'kind must be one of "classes", "several-classes", "positions", "numbers", "none", got "regression"',
    ],
    [
      { kind: "classes", labels: new Int32Array(3), classNames, classWeights: new Float32Array(3) },
      "classWeights must have length 2 (the classes), got 3",
    ],
    [
      { kind: "several-classes", labels: new Int32Array(6), classNames },
      "labels must be an Int8Array of 1, 0 and -1, got an Int32Array of length 6",
    ],
    [
      { kind: "several-classes", labels: new Int8Array(3), classNames },
      "labels must have length 6 (3 examples, 2 classes), got 3",
    ],
    [
      { kind: "several-classes", labels: Int8Array.of(0, 1, 2, 0, 0, 0), classNames },
      "labels[2] must be an integer, at least -1 and at most 1, got 2",
    ],
    [
      { kind: "positions", labels: new Float32Array(6), shape: [2], ignored: -1, classNames },
      "labels must be a Uint8Array or an Int32Array of class numbers, got a Float32Array of length 6",
    ],
    [
      { kind: "positions", labels: new Uint8Array(5), shape: [2], ignored: -1, classNames },
      "labels must have length 6 (3 examples), got 5",
    ],
    [
      { kind: "positions", labels: new Uint8Array(6), shape: [2], ignored: 1, classNames },
      "ignored must be no class number (0 to 1), got 1",
    ],
    [
      { kind: "positions", labels: Uint8Array.of(0, 1, 9, 2, 0, 0), shape: [2], ignored: 9, classNames },
      "labels[3] must be a class number below 2 or 9 (ignored), got 2",
    ],
    [
      {
        kind: "positions",
        labels: new Uint8Array(5),
        shape: [],
        offsets: Int32Array.of(0, 5),
        ignored: -1,
        classNames,
      },
      "offsets must be of 3 examples, got 1",
    ],
    [{ kind: "numbers", values: new Float32Array(3), names: [] }, "names must name at least one output, got 0"],
    [
      { kind: "numbers", values: [1, 2, 3], names: ["x"] },
      "values must be a Float32Array, got an array of length 3 that begins with 1",
    ],
    [
      { kind: "numbers", values: new Float32Array(4), names: ["x"] },
      "values must have length 3 (3 examples, 1 outputs), got 4",
    ],
    [
      { kind: "numbers", values: Float32Array.of(0, Number.NaN, 0), names: ["x"] },
      "values[1] must be a finite number, got NaN",
    ],
    [
      { kind: "numbers", values: new Float32Array(3), names: ["x"], known: new Uint8Array(2) },
      "known must have length 3 (3 examples, 1 outputs), got 2",
    ],
    [
      { kind: "numbers", values: new Float32Array(3), names: ["x"], known: Uint8Array.of(0, 2, 0) },
      "known[1] must be an integer, at least 0 and at most 1, got 2",
    ],
    [
      { kind: "numbers", values: Float32Array.of(1, 1, Infinity), names: ["x"], known: Uint8Array.of(0, 1, 1) },
      "values[2] must be a finite number, got Infinity",
    ],
  ])("of targets %o", (targets, message) => {
    refused({ ...general, targets: targets as Targets }, `targets.${message}`);
  });
});

test("createDataset refuses targets with an unknown field", () => {
  const targets = { kind: "classes", labels: new Int32Array(3), classNames, classWeight: new Float32Array(2) };
  refused(
    { ...general, targets },
    'targets: options must have known names only (did you mean "classWeights"?), got "classWeight"',
  );
});

test("numbers that are not known may be anything", () => {
  const targets: Targets = {
    kind: "numbers",
    names: ["x"],
    values: Float32Array.of(1, Number.NaN, 3),
    known: Uint8Array.of(1, 0, 1),
  };
  const [batch] = batches(createDataset({ ...general, targets }), { batchSize: 3, order: "stored" });
  expect(batch!.targets).toEqual({
    kind: "numbers",
    values: Float32Array.of(1, 0, 3),
    known: Uint8Array.of(1, 0, 1),
    shape: [3, 1],
  });
});

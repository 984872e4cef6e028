// The wasm backend is where most training happens, and it treats NaN, −∞ and negative labels in its own way.
import {
  entropyOracle,
  hardCrossEntropyOracle,
  klDivergenceOracle,
  logitMatchingOracle,
  logProbsOracle,
  type Rows,
  softTargetCrossEntropyFromProbsOracle,
  softTargetCrossEntropyOracle,
} from "@dark-knowledge/testing";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as losses from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const T = { temperature: 3 };
const LABELS = [2, -1, 0, -1, 4];
/** Class 3, which is nobody's label, masked. */
const masked = (rows: Rows) => rows.map((row) => row.map((cell, column) => (column === 3 ? -Infinity : cell)));
const student = randomRows(1, 5, 5, 3);
const teacher = randomRows(2, 5, 5, 3);

type Call = (z: tf.Tensor2D, v: tf.Tensor2D) => tf.Tensor1D;
type Oracle = (student: Rows, teacher: Rows) => number[];

const softened = (rows: Rows) => rows.map((row) => logProbsOracle(row, 3).map(Math.exp));
const PAIRS: readonly [name: string, call: Call, oracle: Oracle][] = [
  [
    "softTargetCrossEntropy",
    (z, v) => losses.softTargetCrossEntropy(z, v, T),
    (z, v) => softTargetCrossEntropyOracle(z, v, 3),
  ],
  [
    "softTargetCrossEntropyFromProbs",
    (z, v) => losses.softTargetCrossEntropyFromProbs(z, losses.temperatureSoftmax(v, T), T),
    (z, v) => softTargetCrossEntropyFromProbsOracle(z, softened(v), 3),
  ],
  ["klDivergence", (z, v) => losses.klDivergence(z, v, T), (z, v) => klDivergenceOracle(v, z, 3)],
  ["reverseKlDivergence", (z, v) => losses.reverseKlDivergence(z, v, T), (z, v) => klDivergenceOracle(z, v, 3)],
  ["logitMatching", (z, v) => losses.logitMatching(z, v, { centred: true }), (z, v) => logitMatchingOracle(z, v, true)],
  [
    "hardCrossEntropy",
    (z) => losses.hardCrossEntropy(z, tf.tensor1d(LABELS, "int32")),
    (z) => hardCrossEntropyOracle(z, LABELS),
  ],
  ["entropy", (z) => losses.entropy(z, T), (z) => entropyOracle(z, 3)],
];

beforeAll(async () => {
  expect(await tf.setBackend("wasm")).toBe(true);
});
afterAll(async () => {
  await tf.setBackend("cpu");
});

describe.each(PAIRS)("on wasm, %s", (_, call, oracle) => {
  const lossOf = (z: Rows, v: Rows) => valuesOf(() => call(tf.tensor2d(z), tf.tensor2d(v)));
  // A function of one argument gets a gradient of 0 for the other instead of an error.
  const both: Call = (z, v) => tf.add(call(z, v), tf.mul(tf.sum(v, 1), 0));

  it("agrees with its oracle", () => {
    expect(tf.getBackend()).toBe("wasm");
    expect(lossOf(student, teacher)).toBeAllClose(oracle(student, teacher), { rtol: 1e-5, atol: 1e-5 });
  });

  it("leaves out classes that both mask", () => {
    const [z, v] = [masked(student), masked(teacher)];
    expect(lossOf(z, v)).toBeAllClose(oracle(z, v), { rtol: 1e-5, atol: 1e-5 });
    const gradients = gradientsOf((a, b) => call(a, b), ...(call.length === 1 ? [z] : [z, v])).flat();
    expect(gradients.every((row) => row[3] === 0 && row.every(Number.isFinite))).toBe(true);
  });

  it("has the gradient that the cpu backend has", async () => {
    const onWasm = gradientsOf(both, student, teacher);
    await tf.setBackend("cpu");
    const onCpu = gradientsOf(both, student, teacher);
    await tf.setBackend("wasm");
    expect(onWasm).toBeAllClose(onCpu, { rtol: 1e-5, atol: 1e-6 });
  });

  it("does not hide a NaN", () => {
    const broken = student.map((row) => row.with(2, Number.NaN));
    expect(lossOf(broken, teacher)[0]).toBeNaN();
  });
});

describe("on wasm", () => {
  it("a mask of the student alone makes a soft target infinite", () => {
    const [z, v] = [tf.tensor2d([[0, -Infinity]]), tf.tensor2d([[0, 0]])];
    expect(valuesOf(() => losses.softTargetCrossEntropy(z, v, T))).toEqual([Infinity]);
    expect(valuesOf(() => losses.klDivergence(z, v, T))).toEqual([Infinity]);
    expect(valuesOf(() => losses.temperatureLogSoftmax(z, T))).toEqual([0, -Infinity]);
    tf.dispose([z, v]);
  });

  it.each([1e-3, 1, 1e3])("logits of ±1e4 give no NaN at T = %d", (temperature) => {
    const loss: Call = (z, v) => losses.softTargetCrossEntropy(z, v, { temperature });
    const [z, v] = [[[1e4, -1e4, 0]], [[-1e4, 1e4, 9999]]];
    expect(valuesOf(() => loss(tf.tensor2d(z), tf.tensor2d(v)))).toBeAllClose(
      softTargetCrossEntropyOracle(z, v, temperature),
      { rtol: 1e-5 },
    );
    expect(gradientsOf(loss, z, v).flat(2).every(Number.isFinite)).toBe(true);
  });
});

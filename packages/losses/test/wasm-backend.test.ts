// The wasm backend as it ships, without the repairs of @dark-knowledge/backend. It treats NaN, −∞ and negative labels in its own way.
import { type Rows, softTargetCrossEntropyOracle } from "@dark-knowledge/testing";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as losses from "../src/index.ts";
import { entriesOf } from "./catalogue/index.ts";
import { inputsFor, marksFor, optionsOf } from "./support/element-arguments.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { optionsAt, teacherOf } from "./support/loss-arguments.ts";
import { randomRows } from "./support/rows.ts";

const LABELS = [2, -1, 0, -1, 4];
/** Class 3, which is nobody's label, masked. */
const masked = (rows: Rows) => rows.map((row) => row.map((cell, column) => (column === 3 ? -Infinity : cell)));
const [student, teacher] = [randomRows(1, 5, 8, 3), randomRows(2, 5, 8, 3)];

type Call = (z: tf.Tensor2D, v: tf.Tensor2D) => tf.Tensor;

const CALLS: [name: string, call: Call, takesMasks: boolean][] = [
  ...entriesOf("logits").map(([name, loss]): [string, Call, boolean] => {
    const call: Call = (z, v) => {
      const named = LABELS.map((label) => Math.max(label, 0));
      return loss.call(z, teacherOf(loss, v, named, 3), tf.tensor1d(LABELS, "int32"), optionsAt(loss, 3));
    };
    // A smoothed label is beyond a masked class: +∞, and a gradient of it.
    return [name, call, name !== "labelSmoothedCrossEntropy" && name !== "sparseSoftTargetCrossEntropy (spread)"];
  }),
  ...entriesOf("elements").map(([name, loss]): [string, Call, boolean] => {
    const [, ...others] = inputsFor(loss, 2, [5, 8], 3);
    const marks = marksFor(loss, 3, [5, 8]).map((row) => row.with(2, 1).with(3, 0));
    const call: Call = (z, v) => {
      const second = loss.inputs[1]?.endsWith("Probs") ? [tf.tensor2d(others[0]!)] : [v];
      const rest = others.slice(1).map((rows) => tf.tensor2d(rows));
      const inputs = [z, ...(others.length === 0 ? [] : second), ...rest];
      return loss.call(inputs, tf.tensor2d(marks, undefined, "int32"), optionsOf(loss, 3));
    };
    return [name, call, loss.inputs.includes("teacherLogits") || loss.inputs.length === 1];
  }),
  ...entriesOf("features").map(([name, { call, fromRows = (rows: tf.Tensor2D) => rows }]): [string, Call, boolean] => [
    name,
    (s, t) => call(fromRows(s) as never, fromRows(t) as never),
    false,
  ]),
  ...entriesOf("function").map(([name, { call }]): [string, Call, boolean] => [
    name,
    (z) => call(z, { temperature: 3 } as never),
    false,
  ]),
];

describe.skipIf(process.env.TEST_BACKEND)("on the wasm backend as it ships", () => {
  beforeAll(async () => {
    expect(await tf.setBackend("wasm")).toBe(true);
  });
  afterAll(async () => {
    await tf.setBackend("cpu");
  });

  describe.each(CALLS)("%s", (_, call, takesMasks) => {
    // A function of one argument gets a gradient of 0 for the other instead of an error.
    const both: Call = (z, v) => tf.add(call(z, v), tf.mul(tf.sum(tf.clipByValue(v, -1, 1)), 0));
    const results = (z: Rows, v: Rows) => ({
      value: valuesOf(() => call(tf.tensor2d(z), tf.tensor2d(v))),
      gradients: gradientsOf(both, z, v),
    });
    const itIsTheSame = (title: string, z: Rows, v: Rows) => {
      it(title, async () => {
        const onWasm = results(z, v);
        await tf.setBackend("cpu");
        const onCpu = results(z, v);
        await tf.setBackend("wasm");
        expect(onWasm.value).toBeAllClose(onCpu.value, { rtol: 1e-5, atol: 1e-5 });
        expect(onWasm.gradients).toBeAllClose(onCpu.gradients, { rtol: 1e-5, atol: 2e-6 });
        expect(onWasm.gradients.flat(2).every(Number.isFinite)).toBe(true);
      });
    };
    itIsTheSame("has the value and the gradients of the cpu backend", student, teacher);
    if (takesMasks) itIsTheSame("has them where both mask a class", masked(student), masked(teacher));

    it("does not hide a NaN", () => {
      const broken = student.map((row) => row.with(2, Number.NaN));
      expect(valuesOf(() => call(tf.tensor2d(broken), tf.tensor2d(teacher)))[0]).toBeNaN();
    });
  });

  it("a mask of the student alone makes a soft target infinite", () => {
    const [z, v, options] = [tf.tensor2d([[0, -Infinity]]), tf.tensor2d([[0, 0]]), { temperature: 3 }];
    expect(valuesOf(() => losses.softTargetCrossEntropy(z, v, options))).toEqual([Infinity]);
    expect(valuesOf(() => losses.klDivergence(z, v, options))).toEqual([Infinity]);
    expect(valuesOf(() => losses.temperatureLogSoftmax(z, options))).toEqual([0, -Infinity]);
    tf.dispose([z, v]);
  });

  it.each([1e-3, 1, 1e3])("logits of ±1e4 give no NaN at T = %d", (temperature) => {
    const loss = (z: tf.Tensor2D, v: tf.Tensor2D) => losses.softTargetCrossEntropy(z, v, { temperature });
    const [z, v] = [[[1e4, -1e4, 0]], [[-1e4, 1e4, 9999]]];
    expect(valuesOf(() => loss(tf.tensor2d(z), tf.tensor2d(v)))).toBeAllClose(
      softTargetCrossEntropyOracle(z, v, temperature),
      { rtol: 1e-5 },
    );
    expect(gradientsOf(loss, z, v).flat(2).every(Number.isFinite)).toBe(true);
  });
});

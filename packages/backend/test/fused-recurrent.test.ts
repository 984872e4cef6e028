import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fusedRecurrent, type RecurrentOptions } from "../src/fused-recurrent.ts";
import type { RecurrentActivation, RecurrentCell } from "../src/internal/recurrent/activations.ts";
import { restoreWasm } from "../src/repair-wasm.ts";
import { selectBackend } from "../src/select-backend.ts";
import { numbers } from "./repaired-wasm.ts";

const GATES = { simple: 1, gru: 3, lstm: 4 } as const;
const ACTIVATIONS = ["linear", "relu", "tanh", "sigmoid", "hardSigmoid"] as const;

interface Case extends Required<RecurrentOptions> {
  readonly batch: number;
  readonly steps: number;
  readonly inputs: number;
  readonly units: number;
  readonly hasBias: boolean;
}

const PLAIN: Case = {
  ...{ cell: "lstm", batch: 3, steps: 4, inputs: 2, units: 6, hasBias: true },
  ...{ activation: "tanh", gateActivation: "hardSigmoid", returnSequences: true, goBackwards: false },
};

/** The input and the weights of a case, in the order of tfjs-layers. */
function tensorsOf({ cell, batch, steps, inputs, units, hasBias }: Case): tf.Tensor[] {
  const width = GATES[cell] * units;
  const shapes = [[batch, steps, inputs], [inputs, width], [units, width], ...(hasBias ? [[width]] : [])];
  return shapes.map((shape, salt) => numbers(shape, salt + 1));
}

function fused(one: Case, [x, kernel, recurrentKernel, bias]: tf.Tensor[]): tf.Tensor {
  const { cell, activation, gateActivation, returnSequences, goBackwards } = one;
  const weights = { kernel: kernel as tf.Tensor2D, recurrentKernel: recurrentKernel as tf.Tensor2D };
  return fusedRecurrent(
    x as tf.Tensor3D,
    { ...weights, bias: bias as tf.Tensor1D | undefined },
    { cell, activation, gateActivation, returnSequences, goBackwards },
  );
}

/** tfjs-layers' own layer with the same weights: its output and the gradients of Σ weight·output. */
function byLayers(one: Case): Float32Array[] {
  const { cell, units, activation, gateActivation, hasBias, returnSequences, goBackwards } = one;
  const shared = {
    recurrentInitializer: "zeros" as const,
    units,
    activation,
    useBias: hasBias,
    returnSequences,
    goBackwards,
  };
  const gated = { ...shared, recurrentActivation: gateActivation };
  const layer =
    cell === "simple" ? layers.simpleRNN(shared) : cell === "gru" ? layers.gru(gated as never) : layers.lstm(gated);
  const [x, ...weights] = tensorsOf(one);
  const input = tf.variable(x!);
  layer.apply(input);
  layer.setWeights(weights);
  const variables = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const output = () => layer.apply(input) as tf.Tensor;
  const value = output();
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(output(), numbers(value.shape, 9))), [input, ...variables]);
  const results = [value, ...[input, ...variables].map(({ name }) => grads[name]!)].map(
    (tensor) => tensor.dataSync() as Float32Array,
  );
  layer.dispose();
  input.dispose();
  return results;
}

function byUs(one: Case): Float32Array[] {
  const tensors = tensorsOf(one);
  const value = fused(one, tensors);
  const slopes = tf.grads((...all) => tf.sum(tf.mul(fused(one, all), numbers(value.shape, 9))))(tensors);
  return [value, ...slopes].map((tensor) => tensor.dataSync() as Float32Array);
}

function expectSameAsLayers(one: Case): void {
  const [expected, actual] = [tf.tidy(() => byLayers(one)), tf.tidy(() => byUs(one))];
  expected.forEach((values, index) => {
    const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    expect(actual[index], `${index}`).toBeAllClose(values, { rtol: 2e-5, atol: 2e-6 * Math.max(1, scale) });
  });
}

/** The last state of an LSTM from its definition, in float64. */
function lstmOracle(one: Case, [x, kernel, recurrent, bias]: number[][]): number[] {
  const { batch, steps, inputs, units } = one;
  const hard = (z: number) => Math.min(1, Math.max(0, 0.2 * z + 0.5));
  return Array.from({ length: batch }, (_, row) => {
    let [h, c] = [new Array<number>(units).fill(0), new Array<number>(units).fill(0)];
    for (let step = 0; step < steps; step++) {
      const z = Array.from({ length: 4 * units }, (_unused, at) => {
        let sum = bias![at]!;
        for (let i = 0; i < inputs; i++) sum += x![(row * steps + step) * inputs + i]! * kernel![i * 4 * units + at]!;
        for (let i = 0; i < units; i++) sum += h[i]! * recurrent![i * 4 * units + at]!;
        return sum;
      });
      const gate = (index: number, unit: number) => z[index * units + unit]!;
      c = c.map((old, unit) => hard(gate(1, unit)) * old + hard(gate(0, unit)) * Math.tanh(gate(2, unit)));
      h = c.map((now, unit) => hard(gate(3, unit)) * Math.tanh(now));
    }
    return h;
  }).flat();
}

describe.each(["cpu", "repaired wasm"])("fusedRecurrent on %s", (name) => {
  beforeAll(async () => {
    await selectBackend({ prefer: [name === "cpu" ? "cpu" : "wasm"] });
  });
  afterAll(async () => {
    restoreWasm();
    await tf.setBackend("cpu");
  });

  it.each([1, 4])("is an LSTM by its definition, %d steps", (steps) => {
    const one = { ...PLAIN, steps, returnSequences: false };
    const arrays = tf.tidy(() => tensorsOf(one).map((tensor) => Array.from(tensor.dataSync())));
    expect(tf.tidy(() => fused(one, tensorsOf(one)).dataSync())).toBeAllClose(lstmOracle(one, arrays));
  });

  it.each(["simple", "gru", "lstm"] as const)(
    "is tfjs-layers' %s, forward and in every gradient",
    (cell: RecurrentCell) => {
      expectSameAsLayers({ ...PLAIN, cell });
      expectSameAsLayers({ ...PLAIN, cell, returnSequences: false, goBackwards: true, hasBias: false, units: 1 });
    },
  );

  it.each(ACTIVATIONS)("has the activation %s", (activation: RecurrentActivation) => {
    expectSameAsLayers({ ...PLAIN, activation, gateActivation: "sigmoid" });
    expectSameAsLayers({ ...PLAIN, cell: "gru", activation: "tanh", gateActivation: activation });
  });

  it("is tfjs-layers' layer for random shapes", () => {
    const cases = fc.record({
      cell: fc.constantFrom<RecurrentCell>("simple", "gru", "lstm"),
      batch: fc.integer({ min: 1, max: 5 }),
      steps: fc.integer({ min: 2, max: 6 }),
      inputs: fc.integer({ min: 1, max: 5 }),
      units: fc.integer({ min: 1, max: 9 }),
      hasBias: fc.boolean(),
      activation: fc.constantFrom<RecurrentActivation>("tanh", "sigmoid"),
      gateActivation: fc.constantFrom<RecurrentActivation>("sigmoid", "hardSigmoid"),
      returnSequences: fc.boolean(),
      goBackwards: fc.boolean(),
    });
    fc.assert(fc.property(cases, expectSameAsLayers), { seed: 19970811, numRuns: 25 });
  });

  // The gradient of tfjs-layers' own layers fails there.
  it.each(["simple", "gru", "lstm"] as const)("has gradients for a single step: %s", (cell: RecurrentCell) => {
    const one = { ...PLAIN, cell, steps: 1 };
    const slopes = tf.tidy(() => {
      const all = tf.grads((...tensors) => tf.sum(fused(one, tensors)))(tensorsOf(one));
      return all.map((slope) => Math.max(...tf.abs(slope).dataSync()));
    });
    expect(slopes.map((largest) => largest > 0)).toEqual([true, true, false, true]);
  });

  it("leaves nothing but what it returns", () => {
    const tensors = tensorsOf({ ...PLAIN, cell: "gru" });
    expect(() => fused({ ...PLAIN, cell: "gru" }, tensors)).toAllocate(1);
    const slopes = tf.grads((...all) => tf.sum(fused({ ...PLAIN, cell: "gru" }, all)));
    expect(() => slopes(tensors)).toAllocate(4);
    tf.dispose(tensors);
  });
});

describe("fusedRecurrent", () => {
  it.each([
    [{ units: 6 }, { cell: "gru" }, "fusedRecurrent: kernel must have shape [2, 18], got [2, 24]"],
    [{}, { cell: "rnn" }, 'fusedRecurrent: cell must be one of "simple", "gru", "lstm", got "rnn"'],
    [
      {},
      { activation: "elu" },
      'fusedRecurrent: activation must be one of "linear", "relu", "tanh", "sigmoid", "hardSigmoid", got "elu"',
    ],
    [{}, { goBackwards: 1 }, "fusedRecurrent: goBackwards must be true or false, got 1"],
    [
      { steps: 0 },
      {},
      "fusedRecurrent: x must have shape [batch, steps, inputs] with at least one step, got [3, 0, 2]",
    ],
  ])("refuses %j with %j", (shape, wrong, message) => {
    const tensors = tensorsOf({ ...PLAIN, ...shape });
    expect(() => fused({ ...PLAIN, ...(wrong as object) }, tensors)).toThrow(message);
    tf.dispose(tensors);
  });
});

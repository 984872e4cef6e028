import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FusedConv2dOptions, fusedConv2d } from "../src/fused-conv2d.ts";
import { restoreWasm } from "../src/repair-wasm.ts";
import { selectBackend } from "../src/select-backend.ts";
import { convolutionOracle, infoOf } from "./convolution-cases.ts";
import { numbers } from "./repaired-wasm.ts";

const X = [2, 5, 6, 3] as const;
const FILTER = [3, 2, 10] as const;

const OPTIONS: readonly FusedConv2dOptions[] = [
  { pad: "same", activation: "relu" },
  { pad: "same", activation: "linear" },
  { strides: [2, 1], pad: "valid", activation: "relu" },
  { strides: 2, pad: "same" },
];

const wave = (size: number, salt: number) =>
  Float32Array.from({ length: size }, (_, index) => Math.sin(index * 12.9898 + salt * 78.233));

/** The layer from its definition, in float64: `Σ weight·activation(x ⊛ filter + bias)` with weights 1, 2, 3, … over outputs. */
function objective(
  { strides = 1, pad = "valid", activation }: FusedConv2dOptions,
  [x, filter, bias]: readonly ArrayLike<number>[],
) {
  const [down, across] = typeof strides === "number" ? [strides, strides] : strides;
  const testCase = { x: X, filter: FILTER, strides: [down, across], pad } as const;
  const dy = new Float64Array(infoOf(testCase).outShape.reduce((product, size) => product * size, 1));
  const { y } = convolutionOracle(testCase, false, { x: x!, filter: filter!, dy });
  return y.reduce((sum, value, index) => {
    const channel = index % FILTER[2];
    const z = value + bias![channel]!;
    return sum + (channel + 1) * (activation === "relu" ? Math.max(0, z) : z);
  }, 0);
}

/** The slopes of the objective in float64 by central differences, exact to about ten digits away from the relu's edge. */
function slopes(options: FusedConv2dOptions, values: readonly Float64Array[], position: number): Float32Array {
  return Float32Array.from(values[position]!, (_, index) => {
    const moved = (by: number) =>
      objective(
        options,
        values.map((value, at) => (at === position ? value.map((cell, i) => (i === index ? cell + by : cell)) : value)),
      );
    return (moved(1e-6) - moved(-1e-6)) / 2e-6;
  });
}

describe.each(["cpu", "repaired wasm"])("fusedConv2d on %s", (name) => {
  beforeAll(async () => {
    await selectBackend({ prefer: [name === "cpu" ? "cpu" : "wasm"] });
  });
  afterAll(async () => {
    restoreWasm();
    await tf.setBackend("cpu");
  });

  it.each(OPTIONS)("is activation(x ⊛ filter + bias) and has the exact gradients, %j", (options) => {
    const [height, width, outputs] = FILTER;
    const shapes = [[...X], [height, width, X[3], outputs], [outputs]];
    const values = shapes.map((shape, index) =>
      wave(
        shape.reduce((product, size) => product * size, 1),
        index + 1,
      ),
    );
    const weighted = (...[x, filter, bias]: tf.Tensor[]) => {
      const y = fusedConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, options);
      return tf.sum(tf.mul(y, tf.range(1, outputs + 1))) as tf.Scalar;
    };
    const { value, gradients } = tf.tidy(() => {
      const tensors = values.map((own, index) => tf.tensor(own, shapes[index]!));
      const result = tf.valueAndGrads(weighted)(tensors);
      return { value: result.value.dataSync()[0]!, gradients: result.grads.map((gradient) => gradient.dataSync()) };
    });
    const exact = values.map((own) => Float64Array.from(own));
    expect(value).toBeCloseTo(objective(options, exact), 2);
    gradients.forEach((gradient, position) => {
      expect(gradient as Float32Array).toBeAllClose(slopes(options, exact, position), { rtol: 1e-4, atol: 1e-3 });
    });
  });

  it("makes one tensor, and a gradient step leaves nothing", () => {
    const [x, filter] = [numbers([2, 5, 5, 3]) as tf.Tensor4D, numbers([3, 3, 3, 8], 2) as tf.Tensor4D];
    const bias = numbers([8], 3) as tf.Tensor1D;
    expect(() => fusedConv2d(x, filter, bias, { activation: "relu" })).toAllocate(1);
    const slope = tf.grad((f) => tf.sum(fusedConv2d(x, f as tf.Tensor4D, bias, { activation: "relu" })));
    expect(() => slope(filter)).toAllocate(1);
    tf.dispose([x, filter, bias]);
  });

  it("runs one kernel forward, and no convolution for what is not differentiated", async () => {
    const [x, filter] = [numbers([2, 5, 5, 3]) as tf.Tensor4D, numbers([3, 3, 3, 8], 2) as tf.Tensor4D];
    const bias = numbers([8], 3) as tf.Tensor1D;
    const forward = await tf.profile(() => fusedConv2d(x, filter, bias, { activation: "relu" }));
    expect(forward.kernelNames).toEqual(["FusedConv2dLayer"]);
    const both = await tf.profile(() => tf.grad((f) => tf.sum(fusedConv2d(x, f as tf.Tensor4D, bias)))(filter));
    expect(both.kernelNames).toContain("Conv2DBackpropFilter");
    expect(both.kernelNames).not.toContain("Conv2DBackpropInput");
    tf.dispose([x, filter, bias, forward.result, both.result]);
  });
});

describe("fusedConv2d", () => {
  it.each([
    [[2, 2, 3, 4], [4], "fusedConv2d: filter must have shape [2, 2, 1, 4] (as x), got [2, 2, 3, 4]"],
    [[2, 2, 1, 4], [3], "fusedConv2d: bias must have shape [4] (as filter), got [3]"],
  ])("refuses a filter %j or bias %j that does not fit", (filterShape, biasShape, message) => {
    const tensors = [tf.ones([1, 3, 3, 1]), numbers(filterShape), numbers(biasShape)] as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor1D,
    ];
    expect(() => fusedConv2d(...tensors)).toThrow(message);
    tf.dispose(tensors);
  });

  it.each([
    [{ activation: "tanh" }, /^fusedConv2d: activation must be .*linear.*relu/],
    [{ pad: "full" }, /^fusedConv2d: pad must be .*same.*valid/],
  ])("refuses %j", (options, message) => {
    const tensors = [tf.ones([1, 3, 3, 1]), tf.ones([2, 2, 1, 1]), tf.ones([1])] as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor1D,
    ];
    expect(() => fusedConv2d(...tensors, options as unknown as FusedConv2dOptions)).toThrow(message);
    tf.dispose(tensors);
  });
});

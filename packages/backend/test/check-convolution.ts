import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { attributesOf, type ConvolutionCase, convolutionOracle, infoOf, isRightOnCpu } from "./convolution-cases.ts";
import { dataCount, numbers } from "./repaired-wasm.ts";
import { withNativeLibraries } from "./with-native-libraries.ts";

/** A kernel by its name, the inputs that it takes, and the oracle's answer. */
export interface KernelCheck {
  readonly kernelName: string;
  readonly inputs: readonly ("x" | "filter" | "dy")[];
  readonly answer: "y" | "dx" | "dFilter";
  readonly isDepthwise?: boolean;
}

const TOLERANCE = { rtol: 1e-4, atol: 2e-5 };

/**
 * Checks a kernel of a convolution on repaired wasm, with our own products and with a BLAS: against the float64 oracle,
 * to which the cpu backend is as near where `isCpuRight`.
 */
export async function checkConvolution(
  { kernelName, inputs, answer, isDepthwise = false }: KernelCheck,
  testCase: ConvolutionCase,
  isCpuRight = true,
): Promise<void> {
  const info = infoOf(testCase, isDepthwise);
  const shapes = { x: info.inShape, filter: info.filterShape, dy: info.outShape };
  const tensors = () => ({
    x: numbers(shapes.x, 1) as tf.Tensor4D,
    filter: numbers(shapes.filter, 2) as tf.Tensor4D,
    dy: numbers(shapes.dy, 3),
  });
  const attributes = { ...attributesOf(testCase), inputShape: shapes.x, filterShape: shapes.filter };
  const run = () => {
    const all = tensors();
    const named = Object.fromEntries(inputs.map((name) => [name, all[name]]));
    return tf.engine().runKernel(kernelName, named, attributes as unknown as tf.NamedAttrMap) as tf.Tensor;
  };
  const { x, filter, dy } = tf.tidy(() => {
    const all = tensors();
    return { x: all.x.dataSync(), filter: all.filter.dataSync(), dy: all.dy.dataSync() };
  });
  const expected = Float32Array.from(convolutionOracle(testCase, isDepthwise, { x, filter, dy })[answer]);

  // Once for all libraries: the cpu backend takes longest by far.
  if (isCpuRight && isRightOnCpu(testCase)) {
    await tf.setBackend("cpu");
    expect(tf.tidy(() => run().dataSync())).toBeAllClose(expected, TOLERANCE);
  }
  await withNativeLibraries(async () => {
    await tf.setBackend("wasm");
    const data = dataCount();
    const result = tf.tidy(run);
    expect(result.shape).toEqual({ y: shapes.dy, dx: shapes.x, dFilter: shapes.filter }[answer]);
    expect(result.dataSync() as Float32Array).toBeAllClose(expected, TOLERANCE);
    result.dispose();
    expect(dataCount()).toBe(data);
  });
}

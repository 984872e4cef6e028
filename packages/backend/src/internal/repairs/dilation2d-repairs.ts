import * as tf from "@tensorflow/tfjs-core";
import { findLargest, routeToLargest } from "../convolutions/largest.ts";
import { planeOf, type Volume } from "../convolutions/volumes.ts";
import { type KernelArguments, offsetOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Morphological dilation: the largest sum of image and filter under each window.
 *
 * The stock kernels begin the search at the smallest *positive* float, so they are wrong where there is no positive sum.
 */
export const dilation2DRepairs: readonly WasmRepair[] = [
  dilationRepair("Dilation2D", (args, plane) => {
    const { inputs, backend } = args;
    const y = backend.makeOutput(plane.outShape, "float32");
    const [x, filter, to] = [inputs.x!, inputs.filter!, y].map((tensor) => offsetOf(backend, tensor)) as [
      number,
      number,
      number,
    ];
    findLargest(backend, plane, { x, filter, y: to });
    return y;
  }),
  dilationRepair("Dilation2DBackpropInput", (args, plane) => gradientOf(args, plane, "image")),
  dilationRepair("Dilation2DBackpropFilter", (args, plane) => gradientOf(args, plane, "filter")),
];

function gradientOf({ inputs, backend }: KernelArguments, plane: Volume, goal: "image" | "filter"): tf.TensorInfo {
  const { x, filter, dy } = inputs;
  const gradient = backend.makeOutput(goal === "image" ? x!.shape : filter!.shape, "float32");
  const [from, weights, upstream, to] = [x!, filter!, dy!, gradient].map((tensor) => offsetOf(backend, tensor)) as [
    number,
    number,
    number,
    number,
  ];
  routeToLargest(backend, plane, { x: from, filter: weights, dy: upstream, to }, goal);
  return gradient;
}

function dilationRepair(
  kernelName: string,
  compute: (args: KernelArguments, plane: Volume) => tf.TensorInfo,
): WasmRepair {
  return {
    kernelName,
    create: (stock) => (args) => {
      const { x, filter } = args.inputs;
      if (x!.dtype !== "float32" || filter!.dtype !== "float32") return stock(kernelName)(args);
      const { strides, pad, dilations } = args.attrs as {
        strides: [number, number];
        pad: "same" | "valid";
        dilations: [number, number];
      };
      const [image, window] = [x!.shape as [number, number, number, number], filter!.shape as [number, number, number]];
      const info = tf.backend_util.computeDilation2DInfo(image, window, strides, pad, "NHWC", dilations);
      return compute(args, planeOf(info));
    },
  };
}

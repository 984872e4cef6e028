import { isNode } from "../node-module.ts";
import type { BackendLoader } from "./backend-loader.ts";
import { startTensorflow } from "./tensorflow.ts";

/** TensorFlow on a CUDA device. */
export const tfjsNodeGpuLoader: BackendLoader = {
  name: "tfjs-node-gpu",
  engine: "tensorflow",
  device: "gpu",
  packageName: "@tensorflow/tfjs-node-gpu",
  startCure: 'run "npx dark-knowledge native install --gpu"',
  runsHere: isNode,
  start: (options) => startTensorflow(["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"], "gpu", options),
};

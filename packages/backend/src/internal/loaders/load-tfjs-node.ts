import { isNode } from "../node-module.ts";
import type { BackendLoader } from "./backend-loader.ts";
import { startTensorflow } from "./tensorflow.ts";

/** TensorFlow on the processor, also through the JavaScript of tfjs-node-gpu, which is the same. */
export const tfjsNodeLoader: BackendLoader = {
  name: "tfjs-node",
  engine: "tensorflow",
  device: "cpu",
  packageName: "@tensorflow/tfjs-node",
  startCure: 'run "npx dark-knowledge native install"',
  runsHere: isNode,
  start: (options) => startTensorflow(["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"], "cpu", options),
};

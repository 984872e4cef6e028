import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import * as runtime from "onnxruntime-web";
import * as own from "../src/index.ts";

const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [4] })] });

testWrongArguments(own, {
  compareOnnx: [own.compareOnnx, [model, await own.exportOnnx(model), tf.ones([3, 4]), { runtime, batchSize: 2 }]],
  exportOnnx: [
    own.exportOnnx,
    [model, { inputs: ["x"], outputs: ["y"], metadata: { task: "classes" }, weights: "float32" }],
  ],
  exportSafetensors: [own.exportSafetensors, [model, { weights: "float16", metadata: { task: "classes" } }]],
  openOnnx: [own.openOnnx, [await own.exportOnnx(model), { runtime }]],
});

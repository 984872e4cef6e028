import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import * as compression from "../src/index.ts";

const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [4] })] });

const images = sequential({ layers: [layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [3, 3, 2] })] });
const twins = sequential({
  layers: ["one", "two"].map((name) => layers.dense({ name, units: 2, inputShape: [2] })),
});
const examples = tf.ones([3, 4]);

testWrongArguments(compression, {
  equalLayers: [compression.equalLayers, [twins]],
  factorise: [compression.factorise, [model, { rank: 1, examples }]],
  "factorise, energy": [compression.factorise, [model, { energy: 0.5 }]],
  "factorise, layers": [compression.factorise, [model, { rank: { [model.layers[0]!.name]: 1 } }]],
  factoriseConvolutions: [compression.factoriseConvolutions, [images, { ranks: 1, sweeps: 1 }]],
  "factoriseConvolutions, energy": [compression.factoriseConvolutions, [images, { energy: 0.5 }]],
  "factoriseConvolutions, layers": [
    compression.factoriseConvolutions,
    [images, { ranks: { [images.layers[0]!.name]: [1, 1] } }],
  ],
  foldBatchNorm: [compression.foldBatchNorm, [model]],
  gradualSparsity: [
    compression.gradualSparsity,
    [1, { sparsity: 0.5, initialSparsity: 0.1, beginStep: 0, endStep: 2 }],
  ],
  keepQuantised: [compression.keepQuantised, [model, { bits: 4, calibration: { percentile: 99 }, keepZeros: true }]],
  keepShared: [compression.keepShared, [model, { gradient: "sum" }]],
  keepZeros: [compression.keepZeros, [model]],
  layerSensitivity: [
    compression.layerSensitivity,
    [model, examples, { bits: [4], sparsity: [0.5], labels: new Int32Array(3), batchSize: 2 }],
  ],
  learnRounding: [
    compression.learnRounding,
    [model, examples, { bits: 4, calibration: "mse", seed: 1, iterations: 2, batchSize: 2 }],
  ],
  packModel: [compression.packModel, [model, { layout: "bits" }]],
  pruneGradually: [compression.pruneGradually, [model, { sparsity: 0.5, endStep: 2, every: 1, scope: "global" }]],
  pruneUnits: [compression.pruneUnits, [model, { sparsity: 0.5 }]],
  pruneWeights: [compression.pruneWeights, [model, { sparsity: 0.5, scope: "layer" }]],
  "pruneWeights, fisher": [
    compression.pruneWeights,
    [model, { sparsity: 0.5, criterion: { kind: "fisher", examples, labels: new Int32Array(3) } }],
  ],
  "pruneWeights, movement": [
    compression.pruneWeights,
    [model, { sparsity: 0.5, criterion: { kind: "movement", before: model } }],
  ],
  "pruneWeights, pattern": [compression.pruneWeights, [model, { pattern: "2:4" }]],
  "pruneWeights, layers": [compression.pruneWeights, [model, { sparsity: { [model.layers[0]!.name]: 0.5 } }]],
  FakeQuantise: [(config: object) => new compression.FakeQuantise(config as never), [{ step: 1, zero: 0 }]],
  quantiseActivations: [compression.quantiseActivations, [model, examples, { calibration: "mse", batchSize: 2 }]],
  "quantiseActivations, percentile": [
    compression.quantiseActivations,
    [model, examples, { calibration: { percentile: 99 } }],
  ],
  quantiseWeights: [compression.quantiseWeights, [model, { bits: 4, calibration: "mse" }]],
  shareLayers: [compression.shareLayers, [twins, { layers: [["one", "two"]], weights: "mean" }]],
  shareWeights: [compression.shareWeights, [model, { bits: 2 }]],
  "shareWeights, layers": [compression.shareWeights, [model, { bits: { [model.layers[0]!.name]: 2 } }]],
  sparsityOf: [compression.sparsityOf, [model]],
  unpackModel: [compression.unpackModel, [new Uint8Array(20)]],
});

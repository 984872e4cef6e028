import { testWrongArguments } from "@dark-knowledge/testing/node";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import * as own from "../src/index.ts";

const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [4] })] });
const artifacts = await own.artifactsOf(model);
const [weights] = [artifacts.weightData as ArrayBuffer];
const json = {
  modelTopology: artifacts.modelTopology,
  weightsManifest: [{ paths: ["weights.bin"], weights: artifacts.weightSpecs }],
};

testWrongArguments(own, {
  artifactsOf: [own.artifactsOf, [model]],
  compileModel: [own.compileModel, [artifacts, { fusedMultiplyAdd: false }]],
  decodeWeights: [own.decodeWeights, [artifacts]],
  readArtifacts: [own.readArtifacts, [json, async () => weights]],
});

import { testWrongArguments } from "@dark-knowledge/testing/node";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import * as compression from "../src/index.ts";

const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [4] })] });

testWrongArguments(compression, {
  keepZeros: [compression.keepZeros, [model]],
  pruneWeights: [compression.pruneWeights, [model, { sparsity: 0.5, scope: "layer" }]],
  "pruneWeights, pattern": [compression.pruneWeights, [model, { pattern: "2:4" }]],
  "pruneWeights, layers": [compression.pruneWeights, [model, { sparsity: { [model.layers[0]!.name]: 0.5 } }]],
  sparsityOf: [compression.sparsityOf, [model]],
});

import { createMatrix } from "@dark-knowledge/core";
import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as specialists from "../src/index.ts";

const specialist = { classes: [0, 2], classCount: 4 };
const similarity = specialists.similarityOf(createMatrix(4, 4, new Float64Array(16).fill(0.5)));
const topK = { k: 2, indices: Int32Array.of(0, 1), probs: Float32Array.of(0.6, 0.3) };
const probs = Float32Array.of(0.1, 0.2, 0.3, 0.4);
const confusion = specialists.createConfusionAccumulator({ classCount: 4 });
const covariance = specialists.createCovarianceAccumulator({ classCount: 4 });
const sampler = specialists.createSpecialistSampler([0, 1, 2, 3], specialist, { seed: 1 });
const layer = { weights: new Float32Array(8).fill(0.1), bias: new Float32Array(4) };

testWrongArguments(specialists, {
  clusterClasses: [specialists.clusterClasses, [similarity, { method: "k-means", clusters: 2, size: 2, seed: 1 }]],
  "clusterClasses, greedy": [specialists.clusterClasses, [similarity, { method: "greedy", clusters: 2, size: 2 }]],
  correctDustbinLogits: [specialists.correctDustbinLogits, [new Float32Array(3), specialist, { oversampling: 2 }]],
  createConfusionAccumulator: [specialists.createConfusionAccumulator, [{ classCount: 4 }]],
  "ConfusionAccumulator.add": [confusion.add, [[1], probs]],
  "ConfusionAccumulator.addTopK": [confusion.addTopK, [[1], topK]],
  "ConfusionAccumulator.addPredicted": [confusion.addPredicted, [[1], [2]]],
  "ConfusionAccumulator.merge": [confusion.merge, [confusion.state()]],
  createCovarianceAccumulator: [specialists.createCovarianceAccumulator, [{ classCount: 4 }]],
  "CovarianceAccumulator.add": [covariance.add, [probs]],
  "CovarianceAccumulator.addTopK": [covariance.addTopK, [topK]],
  "CovarianceAccumulator.merge": [
    specialists.createCovarianceAccumulator({ classCount: 4 }).merge,
    [specialists.createCovarianceAccumulator({ classCount: 4 }).state()],
  ],
  createSpecialistSampler: [
    specialists.createSpecialistSampler,
    [[0, 1, 2, 3], specialist, { seed: 1, ownShare: 0.5, rows: [0, 1] }],
  ],
  "SpecialistSampler.rows": [sampler.rows, [0]],
  dustbinLabels: [specialists.dustbinLabels, [[0, 1], specialist]],
  dustbinLogits: [specialists.dustbinLogits, [probs, specialist, { temperature: 2, oversampling: 2 }]],
  measureClassSets: [specialists.measureClassSets, [similarity, [[0, 1], [2]]]],
  similarityOf: [specialists.similarityOf, [createMatrix(2, 2, new Float64Array(4))]],
  specialistOutputLayer: [
    specialists.specialistOutputLayer,
    [layer, specialist, { features: Float32Array.of(1, 2), oversampling: 2 }],
  ],
  specialistProbs: [specialists.specialistProbs, [new Float32Array(3), specialist, { oversampling: 2 }]],
});

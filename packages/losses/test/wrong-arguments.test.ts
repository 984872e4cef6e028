import { testWrongArguments } from "@dark-knowledge/testing/node";
import { tensor1d, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import * as losses from "../src/index.ts";

const rows = [
  [1, 2, 3],
  [3, 1, 2],
  [2, 2, 1],
];
const logits = tensor2d(rows);
const probs = losses.temperatureSoftmax(logits, { temperature: 1 });
const labels = tensor1d([0, 1, 2], "int32");
const marks = tensor2d(rows, [3, 3], "int32");
const places = tensor3d([rows, rows]);
const sparseTeacherLogits = {
  indices: tensor2d([[0], [1], [2]], [3, 1], "int32"),
  logits: tensor2d([[1], [2], [3]]),
  tailLogits: tensor1d([1, 1, 1]),
};
const soft = { temperature: 2 };
const mixed = { temperature: 2, softWeight: 0.5, hardWeight: 0.5 };
const summed = losses.weightedLosses([{ name: "one", weight: 1, loss: () => tensor1d([1, 2, 3]) }]);

testWrongArguments(losses, {
  assertFiniteLogits: [losses.assertFiniteLogits, [logits, { argument: "logits", functionName: "f" }]],
  assertLabels: [losses.assertLabels, [labels, 3, { argument: "labels", functionName: "f" }]],
  attentionTransfer: [losses.attentionTransfer, [places, places]],
  binaryCrossEntropy: [losses.binaryCrossEntropy, [logits, marks]],
  binaryDistillationLoss: [losses.binaryDistillationLoss, [logits, { teacherLogits: logits, labels: marks }, mixed]],
  "binaryDistillationLoss, probabilities": [
    losses.binaryDistillationLoss,
    [logits, { teacherProbs: probs, labels: marks }, mixed],
  ],
  binarySoftTargetCrossEntropy: [losses.binarySoftTargetCrossEntropy, [logits, logits, soft]],
  confidencePenalty: [losses.confidencePenalty, [logits, labels, { entropyWeight: 0.1 }]],
  correlationDistillation: [
    losses.correlationDistillation,
    [logits, logits, { ...soft, interWeight: 1, intraWeight: 1 }],
  ],
  decoupledDistillation: [
    losses.decoupledDistillation,
    [logits, { teacherLogits: logits, labels }, { ...soft, targetWeight: 1, nonTargetWeight: 1 }],
  ],
  distillationLoss: [losses.distillationLoss, [logits, { teacherLogits: logits, labels }, mixed]],
  "distillationLoss, probabilities": [losses.distillationLoss, [logits, { teacherProbs: probs, labels }, mixed]],
  "distillationLoss, sparse": [
    losses.distillationLoss,
    [logits, { sparseTeacherLogits, labels }, { ...mixed, tail: "class" }],
  ],
  entropy: [losses.entropy, [logits, soft]],
  focalCrossEntropy: [losses.focalCrossEntropy, [logits, labels, { focusing: 2 }]],
  hardCrossEntropy: [losses.hardCrossEntropy, [logits, labels]],
  hintLoss: [losses.hintLoss, [logits, logits]],
  gaussianKlDivergence: [
    losses.gaussianKlDivergence,
    [logits, { logVariances: logits, teacherPredictions: logits, teacherLogVariances: logits }, { known: marks }],
  ],
  gaussianNegativeLogLikelihood: [
    losses.gaussianNegativeLogLikelihood,
    [logits, { logVariances: logits, targets: logits }, { known: marks }],
  ],
  huberLoss: [losses.huberLoss, [logits, logits, { delta: 1, known: marks }]],
  jensenShannonDivergence: [losses.jensenShannonDivergence, [logits, logits, soft]],
  klDivergence: [losses.klDivergence, [logits, logits, soft]],
  labelSmoothedCrossEntropy: [losses.labelSmoothedCrossEntropy, [logits, labels, { smoothing: 0.1 }]],
  logitMatching: [losses.logitMatching, [logits, logits, { centred: true }]],
  normalisedDistillation: [
    losses.normalisedDistillation,
    [logits, { teacherLogits: logits, labels }, { ...soft, nonTargetWeight: 1 }],
  ],
  relationalAngle: [losses.relationalAngle, [logits, logits]],
  relationalDistance: [losses.relationalDistance, [logits, logits]],
  reverseKlDivergence: [losses.reverseKlDivergence, [logits, logits, soft]],
  similarityPreserving: [losses.similarityPreserving, [logits, logits]],
  softTargetCrossEntropy: [losses.softTargetCrossEntropy, [logits, logits, { temperature: [1, 2, 3] }]],
  softTargetCrossEntropyFromProbs: [losses.softTargetCrossEntropyFromProbs, [logits, probs, soft]],
  sparseSoftTargetCrossEntropy: [
    losses.sparseSoftTargetCrossEntropy,
    [logits, sparseTeacherLogits, { ...soft, tail: "spread" }],
  ],
  squaredError: [losses.squaredError, [logits, logits, { known: marks }]],
  standardiseLogits: [losses.standardiseLogits, [logits]],
  stopGradient: [losses.stopGradient, [logits]],
  teacherBoundedLoss: [
    losses.teacherBoundedLoss,
    [logits, { targets: logits, teacherPredictions: logits }, { margin: 0.1, known: marks }],
  ],
  temperatureLogSoftmax: [losses.temperatureLogSoftmax, [logits, soft]],
  temperatureSoftmax: [losses.temperatureSoftmax, [logits, soft]],
  weightedLosses: [losses.weightedLosses, [[{ name: "one", weight: 1, loss: () => tensor1d([1]) }]]],
  "what weightedLosses returns": [summed, [{}]],
  withStandardisedLogits: [losses.withStandardisedLogits, [losses.klDivergence]],
  "what withStandardisedLogits returns": [losses.withStandardisedLogits(losses.klDivergence), [logits, logits, soft]],
});

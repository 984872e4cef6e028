import { createMatrix } from "@dark-knowledge/core";
import { createDataset, describeInputs } from "@dark-knowledge/datasets";
import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import * as training from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

/** What is looked at as a whole: its parts are for the function that makes it. */
const closed = <Value extends object>(value: Value): Value => Object.assign(Object.create({}), value);

const dataset = closed(twoClasses(6, 1));
const several = closed(
  createDataset({
    columns: { x: { values: Uint8Array.of(1, 2), shape: [1] } },
    targets: { kind: "several-classes", classNames: ["a", "b"], labels: Int8Array.of(1, 0, 0, 1) },
  }),
);
const numbers = closed(
  createDataset({
    columns: { x: { values: Uint8Array.of(1, 2), shape: [1] } },
    targets: { kind: "numbers", names: ["y"], values: Float32Array.of(1, 2) },
  }),
);
const mlp = (exampleShape: readonly number[], classCount: number) =>
  training.createMlp({ exampleShape, hiddenUnits: [2], classCount, seed: 1 });
const model = mlp([2, 2, 1], 2);
const [severalModel, regressor] = [mlp([1], 2), mlp([1], 1)];
const logits = createMatrix(2, 2, Float32Array.of(1, 2, 4, 3));
const labels = Int32Array.of(1, 1);
/** Checks come first: what is right would only take time. */
const signal = AbortSignal.abort(new Error("checked"));
const predict = { batchSize: 2, undoSoftmax: false, onProgress: () => {}, signal };
const run = {
  ...{ epochs: 1, seed: 1, batchSize: 6, dropRemainder: true, jitter: 0, maxNorm: 3, undoSoftmax: false },
  ...{ validation: { size: 2, seed: 1 }, metrics: [], earlyStopping: { patience: 1, metric: "nll", minDelta: 0 } },
  ...{ keepBest: true, callbacks: [{ onEpochEnd() {} }], signal, onWarning() {} },
};
const mix = { temperature: 2, softWeight: 0.5, hardWeight: 0.5 };
const slots = training.createSlots(["mean"]);
const weight = tf.variable(tf.tensor2d([[1, 2]]));
const sgd = () => training.sgd({ learningRate: 0.1 });
const specialist = { classes: [0], classCount: 2 };
const description = closed({
  ...{ classNames: ["top", "bottom"], inputs: describeInputs(dataset), task: "classes" },
}) as never as training.StudentDescription;
const student = training.createStudent(model, description);

const stored = closed({
  manifest: { classNames: ["top", "bottom"], dataset: {}, encoding: { kind: "dense" } },
  files: { locate: String },
  findMissing: async () => undefined,
  read: async () => ({ kind: "dense", logits: new Float32Array(12) }),
}) as never as Parameters<typeof training.recordedLogits>[0];

testWrongArguments(training, {
  adagrad: [training.adagrad, [{ learningRate: 0.1, epsilon: 1e-10 }]],
  answeredExamples: [training.answeredExamples, [{ manifest: closed({ unanswered: [{ ids: [1] }] }) }, dataset]],
  adam: [training.adam, [{ learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 }]],
  adamw: [training.adamw, [{ learningRate: 0.1, weightDecay: 0.1 }]],
  applyMaxNorm: [training.applyMaxNorm, [[weight], { radius: 1 }]],
  bestClassShift: [training.bestClassShift, [logits, labels, [1]]],
  centreInputs: [
    training.centreInputs,
    [sgd(), { kernel: weight, bias: tf.variable(tf.tensor1d([1, 2])), mean: Float32Array.of(1) }],
  ],
  confusionMatrix: [
    training.confusionMatrix,
    [{ classes: 2, labels, predicted: Int32Array.of(0, 1), counts: Int32Array.of(3, 4) }],
  ],
  cosineDecay: [training.cosineDecay, [0.1, { warmupSteps: 1, final: 0 }]],
  createCnn: [
    training.createCnn,
    [
      {
        ...{ exampleShape: [4, 4, 1], filters: [1], hiddenUnits: [2], classCount: 2, seed: 1, dropout: 0.5 },
        ...{ kernelSize: 3, stride: 1, poolSize: 2, batchNorm: true },
      },
    ],
  ],
  createMlp: [
    training.createMlp,
    [{ exampleShape: [2], hiddenUnits: [2], classCount: 2, seed: 1, dropout: 0.5, inputDropout: 0.2 }],
  ],
  createRnn: [
    training.createRnn,
    [
      {
        ...{ cell: "gru", recurrentUnits: [2], featureCount: 2, tokenCount: 5, hiddenUnits: [2] },
        ...{ classCount: 2, seed: 1, dropout: 0.5 },
      },
    ],
  ],
  createSlots: [training.createSlots, [["mean"]]],
  "Slots.of": [slots.of, [weight]],
  createStudent: [training.createStudent, [model, description]],
  "Student.predict": [student.predict, [[Uint8Array.of(1, 2, 3, 4)], predict]],
  distill: [training.distill, [model, model, dataset, { ...run, ...mix }]],
  "distill, given answers": [
    training.distill,
    [
      model,
      { logits: Float32Array.of(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2) },
      dataset,
      { epochs: 1, seed: 1, signal, ...mix },
    ],
  ],
  distillRegressor: [
    training.distillRegressor,
    [regressor, regressor, numbers, { epochs: 1, seed: 1, signal, softWeight: 1, hardWeight: 1 }],
  ],
  evaluate: [training.evaluate, [model, dataset, predict]],
  evaluateLogits: [training.evaluateLogits, [logits, labels]],
  evaluateMultiLabel: [training.evaluateMultiLabel, [severalModel, several, predict]],
  evaluateMultiLabelLogits: [training.evaluateMultiLabelLogits, [logits, Int8Array.of(1, 0, 0, 1)]],
  evaluateNumbers: [training.evaluateNumbers, [logits, logits, ["a", "b"]]],
  evaluateRegressor: [training.evaluateRegressor, [regressor, numbers, predict]],
  exponentialDecay: [training.exponentialDecay, [0.1, 0.5]],
  fidelity: [training.fidelity, [model, model, dataset, { ...predict, temperature: 2 }]],
  fidelityOfLogits: [training.fidelityOfLogits, [logits, logits, { temperature: 2 }]],
  fingerprintDataset: [training.fingerprintDataset, [dataset]],
  fingerprintWeights: [training.fingerprintWeights, [[weight]]],
  linearRamp: [training.linearRamp, [0, 1, { epochs: 2 }]],
  loadStudent: [
    (url: never) => training.loadStudent(typeof url === "string" ? (`no:${url}` as never) : url),
    ["address"],
  ],
  matchClassShares: [training.matchClassShares, [logits, { shares: [0.5], classes: [1] }]],
  predictLogits: [training.predictLogits, [model, dataset, predict]],
  recordedLogits: [training.recordedLogits, [stored, dataset]],
  predictSpecialistProbs: [
    training.predictSpecialistProbs,
    [{ specialist, model, oversampling: 2, softmax: "dustbin" }, dataset, predict],
  ],
  reduceOnPlateau: [
    training.reduceOnPlateau,
    [0.1, { metric: "nll", better: "lower", factor: 0.5, patience: 1, minDelta: 0, cooldown: 0, min: 0 }],
  ],
  regressorFidelity: [training.regressorFidelity, [regressor, regressor, numbers, predict]],
  scheduleValue: [training.scheduleValue, [0.1, { step: 0, totalSteps: 1, stepsPerEpoch: 1 }]],
  sgd: [training.sgd, [{ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.1 }]],
  taskFigures: [training.taskFigures, [model, dataset, predict]],
  trainClassifier: [training.trainClassifier, [model, dataset, run]],
  trainMembers: [
    async (...args: unknown[]) => {
      for await (const { model } of training.trainMembers(...(args as Parameters<typeof training.trainMembers>)))
        model.dispose();
    },
    [() => mlp([2, 2, 1], 2), dataset, { members: 1, epochs: 1, seed: 1, signal, createOptimizer: sgd }],
  ],
  trainRegressor: [training.trainRegressor, [regressor, numbers, { epochs: 1, seed: 1, signal }]],
  trainSpecialist: [
    training.trainSpecialist,
    [
      model,
      [0],
      dataset,
      {
        epochs: 1,
        seed: 1,
        signal,
        temperature: 2,
        validation: { size: 2, seed: 1 },
        patience: 1,
        ownTargets: { soft: 1, hard: 1 },
        softmax: "dustbin",
      },
    ],
  ],
});

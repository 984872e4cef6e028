import { createDataset, type Dataset, type LabelledParts, selectRows, withoutLabels } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import {
  adagrad,
  adam,
  adamw,
  applyMaxNorm,
  cosineDecay,
  createMlp,
  distill,
  evaluate,
  fidelity,
  fingerprintWeights,
  linearRamp,
  matchClassShares,
  predictLogits,
  predictSpecialistProbs,
  sgd,
  trainClassifier,
  trainMembers,
  trainSpecialist,
} from "../src/index.ts";
import { openCheckpoints, recordSoftTargets, saveModel } from "../src/node/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const student = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [3], classCount: 2, seed: 1 });
const wider = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [3], classCount: 3, seed: 1 });
const larger = createMlp({ exampleShape: [3, 3, 1], hiddenUnits: [3], classCount: 2, seed: 1 });
const optimizers = { tfjs: tf.train.sgd(0.1) };

afterAll(() => {
  for (const model of [student, wider, larger]) model.dispose();
  optimizers.tfjs.dispose();
});

// Everything that work would be done by is counted.
let [asked, epochsRun] = [0, 0];
beforeEach(() => {
  [asked, epochsRun] = [0, 0];
});
const teacher = (features: tf.Tensor) => {
  asked++;
  return tf.sum(tf.reshape(features, [-1, 2, 2]), 2);
};
const callbacks = {
  onEpochBegin: () => {
    epochsRun++;
  },
};

const loops = {
  trainClassifier: (options: object, model: unknown = student, set = dataset) =>
    trainClassifier(model as LayersModel, set, { epochs: 2, seed: 1, callbacks, ...options }),
  distill: (options: object, model: unknown = student, set = dataset) =>
    distill(model as LayersModel, teacher, set, { temperature: 2, epochs: 2, seed: 1, callbacks, ...options }),
};

const like = (parts: Partial<LabelledParts>) => {
  const features = Uint8Array.from({ length: 24 }, (_, index) => index);
  const labels = Int32Array.of(0, 1, 0, 1, 0, 1);
  return createDataset({ ...{ features, labels, exampleShape: [2, 2, 1], classNames: ["top", "bottom"] }, ...parts });
};
const swapped = like({ classNames: ["bottom", "top"] });
const flat = like({ exampleShape: [4] });
const fewer = like({ classNames: ["top", "bottom", "left"] });

/** Options and what is said of them, by every loop. */
const COMMON: readonly (readonly [string, object, string])[] = [
  ["half an epoch", { epochs: 2.5 }, "epochs must be an integer, at least 1, got 2.5"],
  ["no seed", { seed: undefined }, "seed must be an integer, at least 0, got undefined"],
  ["an empty batch", { batchSize: 0 }, "batchSize must be an integer, at least 1, got 0"],
  ["a negative jitter", { jitter: -1 }, "jitter must be an integer, at least 0, got -1"],
  ["a negative max-norm", { maxNorm: -1 }, "maxNorm must be a positive finite number, got -1"],
  [
    "an optimizer of tfjs",
    { optimizer: optimizers.tfjs },
    "optimizer must be an optimizer of @dark-knowledge/training, such as sgd({ learningRate: 0.1 }), got a SGDOptimizer",
  ],
  [
    "a directory for checkpoints",
    { checkpoints: "run" },
    'checkpoints must be checkpoints, such as openCheckpoints opens them, got "run"',
  ],
  [
    "checkpoints after every half step",
    { checkpoints: { latest: async () => undefined, save: async () => {}, everySteps: 0.5 } },
    "checkpoints.everySteps must be an integer, at least 1, got 0.5",
  ],
  ["no variables", { variables: [] }, "variables must name at least one variable to train, got 0"],
  ["weights in place of variables", { variables: student.trainableWeights }, "variables must be tf.Variables, got"],
  [
    "a validation set without labels",
    { validation: withoutLabels(twoClasses(6, 2)) },
    "validation must have at least one labelled example, got labels that are all -1",
  ],
  [
    "an empty validation set",
    { validation: selectRows(dataset, []) },
    "validation must have at least one example, got 0",
  ],
  ["a validation set of another shape", { validation: flat }, "validation.exampleShape must have shape [2, 2, 1] (as "],
  ["classes in another order", { validation: swapped }, 'validation.classNames[0] must be "top" (as '],
  ["another number of classes", { validation: fewer }, "validation.classNames must have 2 names (as "],
  [
    "a validation part of no size",
    { validation: { size: 0, seed: 1 } },
    "validation.size must be an integer, at least 1",
  ],
  [
    "a validation part of all",
    { validation: { size: 40, seed: 1 } },
    "validation.size must be an integer, at least 1 and below 40, got 40",
  ],
  [
    "a validation part without a seed",
    { validation: { size: 4 } },
    "validation.seed must be an integer, at least 0, got undefined",
  ],
  [
    "a validation part with a share",
    { validation: { share: 0.1, seed: 1 } },
    'validation must have known names only (size, seed), got "share"',
  ],
  [
    "a misspelt option",
    { batchsize: 4 },
    'options must have known names only (did you mean "batchSize"?), got "batchsize"',
  ],
  [
    "a learning rate",
    { learningRate: 0.1 },
    'options must have known names only (pass optimizer: sgd({ learningRate })), got "learningRate"',
  ],
];

test("trainClassifier names the loop that has what it lacks", async () => {
  for (const [name, advice] of [
    ["alpha", "distill has softWeight and hardWeight"],
    ["temperature", "distill has a temperature"],
  ]) {
    await expect(loops.trainClassifier({ [name!]: 2 })).rejects.toThrow(
      `trainClassifier: options must have known names only (${advice}), got "${name}"`,
    );
  }
});

describe.each(["trainClassifier", "distill"] as const)("%s, before any work", (name) => {
  async function refuses(text: string, options: object, model?: unknown, set?: Dataset) {
    const before = await fingerprintWeights(student.getWeights());
    const error = await loops[name](options, model, set).then(
      () => "nothing",
      ({ name: kind, message }: Error) => `${kind}: ${message}`,
    );
    expect(error).toContain(`ArgumentError: ${name}: ${text}`);
    expect(error).not.toContain("\n");
    expect([asked, epochsRun]).toEqual([0, 0]);
    expect(await fingerprintWeights(student.getWeights())).toBe(before);
  }

  test.each(COMMON)("refuses %s", (_, options, text) => refuses(text, options));

  test("refuses a student of another number of classes, or of another input", async () => {
    const argument = name === "distill" ? "student" : "classifier";
    await refuses(
      `${argument} must give 2 logits for each example (the classes of the dataset), got an output of shape [3]`,
      {},
      wider,
    );
    await refuses(
      `${argument} must take examples of shape [2, 2, 1] (as the dataset), got an input of shape [3, 3, 1]`,
      {},
      larger,
    );
    const kernel = tf.tidy(() => tf.variable(tf.zeros([4, 3])));
    const calls = (features: tf.Tensor) =>
      tf.matMul(tf.reshape(features, [-1, 4]) as tf.Tensor2D, kernel as tf.Tensor2D);
    await refuses(
      `${argument} must give logits of shape [8, 2] (examples and classes of the dataset), got [8, 3]`,
      { variables: [kernel] },
      calls,
    );
    kernel.dispose();
    const nothing = `${argument} must be a LayersModel or a function from features to logits, got null`;
    await refuses(nothing, {}, null);
  });

  test("refuses what is no dataset, and one without examples", async () => {
    const argument = name === "distill" ? "transferSet" : "dataset";
    await refuses(
      `${argument} must be a dataset, such as createDataset makes, got an array of length 0`,
      {},
      student,
      [] as never,
    );
    await refuses(`${argument} must have at least one example, got 0`, {}, student, selectRows(dataset, []));
  });
});

describe("distill(student, teacher, transferSet), before any work", () => {
  test.each([
    [
      "no temperature",
      { temperature: undefined },
      "temperature must be a number or a function of the training step, got undefined",
    ],
    ["a temperature of 0", { temperature: 0 }, "temperature must be a positive finite number, got 0"],
    [
      "weights that are both 0",
      { softWeight: 0, hardWeight: 0 },
      "softWeight must be above 0 where hardWeight is 0, so that there is something to learn, got 0",
    ],
    [
      "a misspelt temperature",
      { temprature: 4 },
      'options must have known names only (did you mean "temperature"?), got "temprature"',
    ],
    ["alpha", { alpha: 0.9 }, 'options must have known names only (use softWeight and hardWeight), got "alpha"'],
    [
      "a tail of a live teacher",
      { tail: "class" },
      'tail must be left out with a teacher that gives all logits, got "class"',
    ],
  ])("refuses %s", async (_, options, text) => {
    await expect(loops.distill(options)).rejects.toThrow(`distill: ${text}`);
    expect([asked, epochsRun]).toEqual([0, 0]);
  });

  test("refuses a teacher of another number of classes", async () => {
    await expect(distill(student, wider, dataset, { temperature: 2, epochs: 1, seed: 1 })).rejects.toThrow(
      "distill: teacher must give 2 logits for each example (the classes of the dataset), got an output of shape [3]",
    );
  });
});

describe("every function that takes options", () => {
  const logits = { rows: 1, columns: 2, data: Float32Array.of(0, 1) };
  const specialist = { specialist: { classes: Int32Array.of(0), classCount: 2 }, model: student, oversampling: 1 };
  const create = () => student;
  const members = (options: object) => trainMembers(create, dataset, options as never).next();

  test.each<[string, (options: never) => unknown]>([
    ["trainClassifier", (options) => trainClassifier(student, dataset, options)],
    ["distill", (options) => distill(student, teacher, dataset, options)],
    ["trainMembers", members],
    ["trainSpecialist", (options) => trainSpecialist(student, [0], dataset, options)],
    ["predictLogits", (options) => predictLogits(student, dataset, options)],
    ["evaluate", (options) => evaluate(student, dataset, options)],
    ["fidelity", (options) => fidelity(student, student, dataset, options)],
    ["predictSpecialistProbs", (options) => predictSpecialistProbs(specialist, dataset, options)],
    ["createMlp", (options) => createMlp(options)],
    ["sgd", (options) => sgd(options)],
    ["adam", (options) => adam(options)],
    ["adamw", (options) => adamw(options)],
    ["adagrad", (options) => adagrad(options)],
    ["cosineDecay", (options) => cosineDecay(1, options)],
    ["linearRamp", (options) => linearRamp(0, 1, options)],
    ["applyMaxNorm", (options) => applyMaxNorm([], options)],
    ["matchClassShares", (options) => matchClassShares(logits, options)],
    ["openCheckpoints", (options) => openCheckpoints("/nowhere", options)],
    ["recordSoftTargets", (options) => recordSoftTargets(student, dataset, "/nowhere", options)],
    ["saveModel", (options) => saveModel(student, "/nowhere", options)],
  ])("%s refuses an unknown one, and null", async (name, call) => {
    await expect(async () => call({ verbos: true } as never)).rejects.toThrow(
      new RegExp(`^${name}: options must have known names only \\(.+\\), got "verbos"$`),
    );
    await expect(async () => call(null as never)).rejects.toThrow(`${name}: options must be an object, got null`);
  });

  test("says what is missing where there are none", async () => {
    const without = (call: unknown, ...given: unknown[]) => (call as (...all: unknown[]) => unknown)(...given);
    expect(() => without(createMlp)).toThrow("createMlp: options must be an object, got undefined");
    expect(() => without(createMlp, {})).toThrow(
      "createMlp: exampleShape must be a list of sizes, at least one, got undefined",
    );
    expect(() => without(sgd)).toThrow("sgd: options must be an object, got undefined");
    expect(() => without(sgd, {})).toThrow(
      "sgd: learningRate must be a number or a function of the training step, got undefined",
    );
    await expect(without(trainClassifier, student, dataset)).rejects.toThrow(
      "trainClassifier: options must be an object, got undefined",
    );
    await expect(without(distill)).rejects.toThrow("distill: options must be an object, got undefined");
    await expect(without(evaluate, student)).rejects.toThrow(
      "evaluate: dataset must be a dataset, such as createDataset makes, got undefined",
    );
    await expect(without(fidelity)).rejects.toThrow(
      "fidelity: dataset must be a dataset, such as createDataset makes, got undefined",
    );
  });

  test("is checked before a member is made, a directory opened or a specialist begun", async () => {
    let made = 0;
    const counting = () => {
      made++;
      return student;
    };
    const openCheckpoints = async () => {
      made++;
      throw new Error("opened");
    };
    const options = { members: 2, epochs: 1.5, seed: 1, openCheckpoints };
    await expect(trainMembers(counting, dataset, options).next()).rejects.toThrow(
      "trainMembers: epochs must be an integer, at least 1, got 1.5",
    );
    const common = { temperature: 1, epochs: 1, seed: 1, validation: { size: 4, seed: 1 } };
    const rejects = (options: object, text: string, classes: unknown) =>
      expect(trainSpecialist(student, classes as number[], dataset, { ...common, ...options })).rejects.toThrow(text);
    await rejects({ maxNorm: -1 }, "trainSpecialist: maxNorm must be a positive finite number, got -1", [0]);
    await rejects(
      { validation: undefined },
      "trainSpecialist: validation must be a dataset, or its size and seed, got undefined",
      [0],
    );
    await rejects({}, "trainSpecialist: classes must be a list of class numbers, got undefined", undefined);
    expect(made).toBe(0);
  });
});

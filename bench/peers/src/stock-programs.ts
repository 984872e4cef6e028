import * as tf from "@tensorflow/tfjs-core";
import { layers as create, type Sequential, sequential } from "@tensorflow/tfjs-layers";
import type { Numbers } from "./case-data.ts";
import {
  ADAM,
  BATCH_NORM_EPSILON,
  classesOf,
  type Layer,
  SETTINGS,
  type StepCase,
  type TensorCase,
  type UpdateCase,
} from "./cases.ts";
import { featuresOf, type Program, tensorOf, weightsOf } from "./program.ts";

/** A case as a user of tfjs writes it: tf.layers, a loss of its operations, and tf.train. */
export function stockProgram(one: TensorCase, numbers: ReadonlyMap<string, Numbers>, withDropout: boolean): Program {
  if (one.kind === "step") return stepProgram(one, numbers, withDropout);
  return one.kind === "head" ? headProgram(one.classes, numbers) : updateProgram(one, numbers);
}

function stepProgram(one: StepCase, numbers: ReadonlyMap<string, Numbers>, withDropout: boolean): Program {
  const features = featuresOf(one, numbers);
  const loss = stockLoss(numbers, classesOf(one));
  const model = build(one);
  const weights = weightsOf(numbers);
  model.trainableWeights.forEach((variable, index) => {
    variable.write(weights[index]!);
  });
  const optimizer = tf.train.momentum(SETTINGS.learningRate, SETTINGS.momentum);
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const options = { training: withDropout };
  return {
    step: () =>
      tf.tidy(() => optimizer.minimize(() => loss(model.apply(features, options) as tf.Tensor), true, variables)!),
  };
}

function build({ input, layers }: StepCase): Sequential {
  const model = sequential();
  layers.forEach((layer, index) => {
    for (const part of layersOf(layer, index === 0 ? { inputShape: [...input] } : {})) model.add(part);
  });
  return model;
}

function layersOf(layer: Layer, first: { inputShape?: number[] }) {
  if (layer.kind === "batchNorm") {
    return [create.batchNormalization({ epsilon: BATCH_NORM_EPSILON }), create.reLU()];
  }
  if (layer.kind === "embedding") {
    return [
      create.embedding({ inputDim: layer.vocabulary, outputDim: layer.units, ...first }),
      create.globalAveragePooling1d({}),
    ];
  }
  return [layerOf(layer, first)];
}

function layerOf(layer: Exclude<Layer, { kind: "batchNorm" | "embedding" }>, first: { inputShape?: number[] }) {
  switch (layer.kind) {
    case "dense":
      return create.dense({ units: layer.units, activation: layer.activation, ...first });
    case "dropout":
      return create.dropout({ rate: layer.rate, ...first });
    case "conv":
      return create.conv2d({
        ...{ filters: layer.filters, kernelSize: 3, padding: "same", activation: layer.activation ?? "relu" },
        ...first,
      });
    case "gru":
      return create.gru({ units: layer.units, recurrentActivation: "sigmoid", ...first });
    case "lstm":
      return create.lstm({ units: layer.units, recurrentActivation: "sigmoid", ...first });
    case "maxPool":
      return create.maxPooling2d({ poolSize: 2, strides: 2 });
    case "flatten":
      return create.flatten();
  }
}

/**
 * The mean distillation loss in as few operations as it takes: tf.losses.softmaxCrossEntropy needs more kernels and is no
 * faster. One-hot labels are made beforehand, which is to tfjs's advantage.
 */
function stockLoss(numbers: ReadonlyMap<string, Numbers>, classes: number): (logits: tf.Tensor) => tf.Scalar {
  const { temperature, softWeight, hardWeight } = SETTINGS;
  const teacherLogits = tensorOf(numbers, "teacherLogits");
  const oneHot = tf.cast(tf.oneHot(tensorOf(numbers, "labels"), classes), "float32");
  const crossEntropy = (probs: tf.Tensor, logits: tf.Tensor) => tf.neg(tf.sum(tf.mul(probs, tf.logSoftmax(logits)), 1));
  return (logits) => {
    const teacherProbs = tf.softmax(tf.div(teacherLogits, temperature));
    const soft = crossEntropy(teacherProbs, tf.div(logits, temperature));
    const hard = crossEntropy(oneHot, logits);
    return tf.mean(tf.add(tf.mul(soft, softWeight * temperature ** 2), tf.mul(hard, hardWeight)));
  };
}

function headProgram(classes: number, numbers: ReadonlyMap<string, Numbers>): Program {
  const studentLogits = tensorOf(numbers, "studentLogits");
  const valueAndGrad = tf.valueAndGrad(stockLoss(numbers, classes));
  return {
    step: () => tf.tidy(() => valueAndGrad(studentLogits).value),
    check: () => tf.tidy(() => tf.sum(tf.abs(valueAndGrad(studentLogits).grad))),
  };
}

function updateProgram({ optimizer: kind }: UpdateCase, numbers: ReadonlyMap<string, Numbers>): Program {
  const variable = tf.variable(tensorOf(numbers, "weights"));
  const gradient = tensorOf(numbers, "gradient");
  const optimizer =
    kind === "momentum"
      ? tf.train.momentum(SETTINGS.learningRate, SETTINGS.momentum)
      : tf.train.adam(ADAM.learningRate, ADAM.beta1, ADAM.beta2, ADAM.epsilon);
  return {
    step: () => {
      optimizer.applyGradients([{ name: variable.name, tensor: gradient }]);
      return tf.slice(variable, [0, 0], [1, 1]);
    },
    check: () => tf.tidy(() => tf.sum(tf.abs(variable))),
  };
}

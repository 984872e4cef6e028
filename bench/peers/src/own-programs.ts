import {
  adamUpdate,
  fusedBatchNorm,
  fusedConv2d,
  fusedDense,
  fusedRecurrent,
  seededDropout,
  sgdUpdate,
} from "@dark-knowledge/backend";
import { deriveSeed } from "@dark-knowledge/core";
import { distillationLoss } from "@dark-knowledge/losses";
import { sgd } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import type { Numbers } from "./case-data.ts";
import {
  ADAM,
  BATCH_NORM_EPSILON,
  type Layer,
  SETTINGS,
  type StepCase,
  type TensorCase,
  type UpdateCase,
} from "./cases.ts";
import { featuresOf, type Program, tensorOf, weightsOf } from "./program.ts";

/** A case with what this project offers for it. */
export function ownProgram(one: TensorCase, numbers: ReadonlyMap<string, Numbers>, withDropout: boolean): Program {
  if (one.kind === "step") return stepProgram(one, numbers, withDropout);
  return one.kind === "head" ? headProgram(numbers) : updateProgram(one, numbers);
}

function stepProgram(one: StepCase, numbers: ReadonlyMap<string, Numbers>, withDropout: boolean): Program {
  const features = featuresOf(one, numbers);
  const targets = targetsOf(numbers);
  const weights = weightsOf(numbers).map((initial) => tf.variable(initial));
  const optimizer = sgd({ learningRate: SETTINGS.learningRate, momentum: SETTINGS.momentum });
  let step = 0;
  const loss = () => {
    const logits = forwardNet(one.layers, features, weights, withDropout ? step : undefined);
    return tf.mean(distillationLoss(logits, targets, SETTINGS).total) as tf.Scalar;
  };
  return {
    step: () =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(loss, weights);
        const gradients = weights.map((variable) => ({ variable, gradient: grads[variable.name]! }));
        optimizer.apply(gradients, { step, totalSteps: Number.MAX_SAFE_INTEGER, stepsPerEpoch: 1000 });
        step++;
        return value;
      }),
  };
}

/** The logits of a net; with dropout where a step is given, which decides the masks. */
export function forwardNet(
  layers: readonly Layer[],
  features: tf.Tensor,
  weights: readonly tf.Tensor[],
  step: number | undefined,
): tf.Tensor2D {
  const remaining = weights[Symbol.iterator]();
  const next = () => remaining.next().value as tf.Tensor;
  return layers.reduce(
    (x, layer, index) =>
      forward(x, layer, next, step === undefined ? undefined : deriveSeed(step, "peer dropout", index) >>> 0),
    features,
  ) as tf.Tensor2D;
}

function forward(x: tf.Tensor, layer: Layer, next: () => tf.Tensor, seed: number | undefined): tf.Tensor {
  switch (layer.kind) {
    case "dense":
      return fusedDense(x as tf.Tensor2D, next() as tf.Tensor2D, next() as tf.Tensor1D, layer.activation);
    case "dropout":
      return seed === undefined ? x : seededDropout(x, { rate: layer.rate, seed });
    case "conv":
      return fusedConv2d(x as tf.Tensor4D, next() as tf.Tensor4D, next() as tf.Tensor1D, {
        activation: layer.activation ?? "relu",
        pad: "same",
      });
    case "batchNorm": {
      const { y } = fusedBatchNorm(x, next() as tf.Tensor1D, next() as tf.Tensor1D, { epsilon: BATCH_NORM_EPSILON });
      return tf.relu(y);
    }
    case "gru":
    case "lstm": {
      const [kernel, recurrentKernel, bias] = [next() as tf.Tensor2D, next() as tf.Tensor2D, next() as tf.Tensor1D];
      const options = { cell: layer.kind, gateActivation: "sigmoid" } as const;
      return fusedRecurrent(x as tf.Tensor3D, { kernel, recurrentKernel, bias }, options);
    }
    case "embedding":
      return tf.mean(tf.gather(next(), x), 1);
    case "maxPool":
      return tf.maxPool(x as tf.Tensor4D, 2, 2, "valid");
    case "flatten":
      return tf.reshape(x, [x.shape[0]!, -1]);
  }
}

function headProgram(numbers: ReadonlyMap<string, Numbers>): Program {
  const studentLogits = tensorOf(numbers, "studentLogits");
  const targets = targetsOf(numbers);
  const valueAndGrad = tf.valueAndGrad((logits: tf.Tensor) =>
    tf.mean(distillationLoss(logits as tf.Tensor2D, targets, SETTINGS).total),
  );
  return {
    step: () => tf.tidy(() => valueAndGrad(studentLogits).value),
    check: () => tf.tidy(() => tf.sum(tf.abs(valueAndGrad(studentLogits).grad))),
  };
}

function updateProgram({ optimizer, shape }: UpdateCase, numbers: ReadonlyMap<string, Numbers>): Program {
  const variable = tf.variable(tensorOf(numbers, "weights"));
  const gradient = tensorOf(numbers, "gradient");
  const [first, second] = [tf.variable(tf.zeros([...shape])), tf.variable(tf.zeros([...shape]))];
  const { learningRate, momentum } = SETTINGS;
  let step = 0;
  return {
    step: () => {
      step++;
      if (optimizer === "momentum") sgdUpdate(variable, gradient, { learningRate, momentum, velocity: first });
      else adamUpdate(variable, gradient, { ...ADAM, mean: first, meanSquare: second, step });
      return tf.slice(variable, [0, 0], [1, 1]);
    },
    check: () => tf.tidy(() => tf.sum(tf.abs(variable))),
  };
}

function targetsOf(numbers: ReadonlyMap<string, Numbers>) {
  return {
    teacherLogits: tensorOf(numbers, "teacherLogits") as tf.Tensor2D,
    labels: tensorOf(numbers, "labels") as tf.Tensor1D,
  };
}

import { distillationLoss, hardCrossEntropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import { initializers, layers, type Sequential, sequential } from "@tensorflow/tfjs-layers";

const CLASSES = 3;

/** Points on three arms of a spiral: no line divides them. `seed` shifts the noise. */
function spirals(perClass: number, seed: number): { points: tf.Tensor2D; labels: tf.Tensor1D } {
  const rows = Array.from({ length: CLASSES * perClass }, (_, index) => {
    const along = Math.floor(index / CLASSES) / perClass;
    const noise = 0.2 * Math.sin(12.9898 * (index + 1) + 78.233 * seed);
    const angle = 2 * Math.PI * ((index % CLASSES) / CLASSES + 0.6 * along) + noise;
    return [(0.1 + along) * Math.cos(angle), (0.1 + along) * Math.sin(angle)];
  });
  return {
    points: tf.tensor2d(rows),
    labels: tf.tensor1d(
      rows.map((_, index) => index % CLASSES),
      "int32",
    ),
  };
}

function net(units: number, seed: number): Sequential {
  const kernel = (offset: number) => ({ kernelInitializer: initializers.heNormal({ seed: seed + offset }) });
  return sequential({
    layers: [
      layers.dense({ inputShape: [2], units, activation: "relu", ...kernel(0) }),
      layers.dense({ units, activation: "relu", ...kernel(1) }),
      layers.dense({ units: CLASSES, ...kernel(2) }),
    ],
  });
}

/** Trains `model` in a loop of its own: no fit, no trainer, just tfjs and a loss. */
function train(model: Sequential, loss: (logits: tf.Tensor2D) => tf.Tensor1D, points: tf.Tensor2D, steps: number) {
  const optimizer = tf.train.adam(0.01);
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  for (let step = 0; step < steps; step++) {
    tf.tidy(() => {
      const forward = () => tf.mean(loss(model.apply(points, { training: true }) as tf.Tensor2D)) as tf.Scalar;
      const { grads } = tf.variableGrads(forward, variables);
      // As an array in a fixed order: tfjs's optimizers keep their state by position.
      optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: grads[name]! })));
    });
  }
  optimizer.dispose();
}

/** How many points a model gets wrong. */
async function errorsOf(model: Sequential, points: tf.Tensor2D, labels: tf.Tensor1D): Promise<number> {
  const wrong = tf.tidy(() => tf.sum(tf.notEqual(tf.argMax(model.apply(points) as tf.Tensor2D, 1), labels)));
  const [count] = await wrong.data();
  wrong.dispose();
  return count!;
}

/** The test errors of a teacher, and of a small net that few labels teach, with and without the teacher's help. */
export async function distilByHand(steps: number): Promise<{ teacher: number; hard: number; distilled: number }> {
  const many = spirals(100, 1);
  const few = spirals(20, 2);
  const test = spirals(300, 3);
  const options = { temperature: 2, softWeight: 0.9, hardWeight: 0.1 };

  const teacher = net(32, 1);
  const onLabels = (labels: tf.Tensor1D) => (logits: tf.Tensor2D) => hardCrossEntropy(logits, labels);
  train(teacher, onLabels(many.labels), many.points, steps);

  const hard = net(8, 2);
  train(hard, onLabels(few.labels), few.points, steps);

  const distilled = net(8, 2);
  const teacherLogits = teacher.predict(few.points) as tf.Tensor2D;
  const withTeacher = (logits: tf.Tensor2D) =>
    distillationLoss(logits, { teacherLogits, labels: few.labels }, options).total;
  train(distilled, withTeacher, few.points, steps);

  const errors = {
    teacher: await errorsOf(teacher, test.points, test.labels),
    hard: await errorsOf(hard, test.points, test.labels),
    distilled: await errorsOf(distilled, test.points, test.labels),
  };
  for (const model of [teacher, hard, distilled]) model.dispose();
  tf.dispose([teacherLogits, ...[many, few, test].flatMap(({ points, labels }) => [points, labels])]);
  return errors;
}

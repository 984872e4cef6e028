import {
  decoupledDistillation,
  hardCrossEntropy,
  klDivergence,
  type LossTerm,
  relationalDistance,
  weightedLosses,
} from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";

/** Everything that the losses of the list are computed from. */
interface Inputs {
  readonly studentLogits: tf.Tensor2D;
  readonly teacherLogits: tf.Tensor2D;
  readonly labels: tf.Tensor1D;
  readonly studentFeatures: tf.Tensor2D;
  readonly teacherFeatures: tf.Tensor2D;
}

/** What one may want of a student: the labels, the teacher's probabilities, its view of the wrong classes, its geometry. */
export const LIST: readonly LossTerm<Inputs>[] = [
  { name: "labels", weight: 0.5, loss: ({ studentLogits, labels }) => hardCrossEntropy(studentLogits, labels) },
  {
    name: "teacher",
    weight: 1,
    loss: ({ studentLogits, teacherLogits }) => klDivergence(studentLogits, teacherLogits, { temperature: 4 }),
  },
  {
    name: "wrong classes",
    weight: 0.25,
    loss: ({ studentLogits, teacherLogits, labels }) =>
      decoupledDistillation(
        studentLogits,
        { teacherLogits, labels },
        { temperature: 4, targetWeight: 0, nonTargetWeight: 1 },
      ),
  },
  {
    name: "distances",
    weight: 1,
    loss: ({ studentFeatures, teacherFeatures }) => relationalDistance(studentFeatures, teacherFeatures),
  },
];

/** The mean of each term over the batch, before its weight, and of their weighted sum. */
export type Terms = Readonly<Record<string, number>>;

/**
 * Trains a net of eight hidden units on the logits and features of a teacher, and tells the terms as it goes.
 *
 * @param report called with the number of steps done and the terms, every `every` steps and at the end
 */
export async function trainWithTerms(
  steps: number,
  every: number,
  report: (step: number, terms: Terms) => void,
): Promise<void> {
  const wave = (shape: [number, number], salt: number) =>
    tf.tensor2d(
      Float32Array.from({ length: shape[0] * shape[1] }, (_, index) => Math.sin(12.9898 * index + 78.233 * salt)),
      shape,
    );
  const x = wave([64, 6], 1);
  const teacherFeatures = tf.tidy(() => tf.tanh(tf.matMul(x, wave([6, 16], 2))) as tf.Tensor2D);
  const teacherLogits = tf.tidy(() => tf.mul<tf.Tensor2D>(tf.matMul(teacherFeatures, wave([16, 5], 3)), 2));
  const labels = tf.tidy(() => tf.argMax(teacherLogits, 1) as tf.Tensor1D);
  const weightsOf = (shape: [number, number], salt: number) =>
    tf.tidy(() => tf.variable(tf.mul(wave(shape, salt), 0.5)) as tf.Variable<tf.Rank.R2>);
  const [first, second] = [weightsOf([6, 8], 4), weightsOf([8, 5], 5)];
  const variables: tf.Variable[] = [first, second];
  const objective = weightedLosses(LIST);
  const optimizer = tf.train.adam(0.02);
  for (let step = 1; step <= steps; step++) {
    let reported: Record<string, tf.Tensor> = {};
    const { grads, value } = tf.tidy(() =>
      tf.variableGrads(() => {
        const studentFeatures = tf.tanh(tf.matMul(x, first)) as tf.Tensor2D;
        const studentLogits = tf.matMul(studentFeatures, second) as tf.Tensor2D;
        const { total, terms } = objective({ studentLogits, teacherLogits, labels, studentFeatures, teacherFeatures });
        // A term is a tensor for each example; what is kept of it is its mean.
        reported = Object.fromEntries(Object.entries(terms).map(([name, term]) => [name, tf.keep(tf.mean(term))]));
        return tf.mean(total) as tf.Scalar;
      }, variables),
    );
    optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: grads[name]! })));
    const all: Record<string, tf.Tensor> = { ...reported, total: value };
    if (step % every === 0 || step === steps) {
      const entries = Object.entries(all).map(async ([name, term]) => [name, (await term.data())[0]!] as const);
      report(step, Object.fromEntries(await Promise.all(entries)));
    }
    tf.dispose([all, grads]);
  }
  optimizer.dispose();
  tf.dispose([x, teacherFeatures, teacherLogits, labels, variables]);
}

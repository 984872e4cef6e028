import * as tf from "@tensorflow/tfjs-core";
import type { ElementLoss, FeatureLoss, LogitLoss } from "../catalogue/entry.ts";
import { inputsFor, optionsOf } from "./element-arguments.ts";
import { optionsAt, teacherOf } from "./loss-arguments.ts";
import { randomRows } from "./rows.ts";

// Other names or shapes for the same numbers, and what a profile calls the functions that kernels are run in.
const FREE = new Set(["ExpandDims", "Identity", "Reshape", "unnamed scope"]);

/** How many kernels a loss of the catalogue runs, but for the free ones: of the value, and with the student's gradient. */
export async function countKernels(
  loss: LogitLoss | ElementLoss | FeatureLoss,
): Promise<[value: number, both: number]> {
  const [student, teacher] = [tf.tensor2d(randomRows(1, 4, 12)), tf.tensor2d(randomRows(2, 4, 12))];
  const call = bind(loss, teacher);
  const value = await kernels(() => call(student));
  const gradient = tf.grad((x) => tf.sum(call(x as tf.Tensor2D)));
  // Without the sum that makes one number of the batch, and the two kernels that its gradient takes.
  const sum = tf.grad((x) => tf.sum(x));
  const around = await kernels(() => sum(tf.ones([4])));
  return [value, (await kernels(() => gradient(student))) - around];
}

/** The loss of the student alone, with everything else made beforehand. */
function bind(loss: LogitLoss | ElementLoss | FeatureLoss, v: tf.Tensor2D): (student: tf.Tensor2D) => tf.Tensor {
  if (loss.kind === "elements") {
    const others = inputsFor(loss, 3, [4, 12]).slice(1);
    const tensors = others.map((rows) => tf.tensor2d(rows));
    const marks = tf.ones([4, 12], "int32") as tf.Tensor2D;
    return (student) => loss.call([student, ...tensors], marks, optionsOf(loss, 4));
  }
  if (loss.kind === "features") {
    const { fromRows = (rows: tf.Tensor2D) => rows } = loss;
    const teacher = fromRows(v);
    return (student) => loss.call(fromRows(student) as never, teacher as never);
  }
  const [teacher, labels] = [teacherOf(loss, v, [0, 1, 2, 3], 4), tf.tensor1d([0, 1, 2, 3], "int32")];
  return (student) => loss.call(student, teacher, labels, optionsAt(loss, 4));
}

async function kernels(call: () => tf.TensorContainer): Promise<number> {
  const { kernels: all } = await tf.profile(() => tf.tidy(call));
  return all.filter(({ name }) => !FREE.has(name)).length;
}

import type { Dataset } from "@dark-knowledge/datasets";
import { hardCrossEntropy, softTargetCrossEntropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import type { TargetWeights } from "../target-weights.ts";
import { classTargets, labelsOfBatch, labelsTensor } from "./class-targets.ts";
import type { Objective } from "./objective.ts";

/** The targets of a specialist, for its own examples and for the rest. */
export interface SpecialistTargets {
  readonly temperature: number;
  readonly own: TargetWeights;
  readonly rest: TargetWeights;
  /** Whether a label of the dataset is a class of the specialist. */
  readonly isOwn: (label: number) => boolean;
  /** Logits of the generalist, `[examples, outputs]`, row `i` for position `i` of the dataset. Called once, before the first step. */
  readonly softTargets: () => Promise<Float32Array>;
}

/**
 * The loss of a specialist's examples.
 *
 * @param dataset with labels and classes as the model's outputs
 */
export function specialistObjective(
  dataset: Dataset,
  { temperature, own, rest, isOwn, softTargets }: SpecialistTargets,
): Objective {
  const { classNames, labels: stored } = classTargets("specialistObjective", "dataset", dataset);
  const width = classNames.length;
  const positions = new Int32Array(stored.length);
  dataset.rows.forEach((id, position) => {
    positions[id] = position;
  });
  let logits = new Float32Array(0);
  return {
    begin: async () => {
      logits = (await softTargets()) as typeof logits;
    },
    prepare(batch) {
      const { ids } = batch;
      const teacherLogits = new Float32Array(ids.length * width);
      ids.forEach((id, index) => {
        const from = positions[id]! * width;
        teacherLogits.set(logits.subarray(from, from + width), index * width);
      });
      const weightsOf = (name: keyof TargetWeights) =>
        tf.tensor1d(Float32Array.from(labelsOfBatch(batch), (label) => (isOwn(label) ? own : rest)[name]));
      return {
        labels: labelsTensor(batch),
        teacherLogits: tf.tensor2d(teacherLogits, [ids.length, width]),
        hardWeights: weightsOf("hardWeight"),
        softWeights: weightsOf("softWeight"),
      };
    },
    loss(studentLogits, { labels, teacherLogits, hardWeights, softWeights }) {
      const hard = hardCrossEntropy(studentLogits, labels as tf.Tensor1D);
      const soft = softTargetCrossEntropy(studentLogits, teacherLogits as tf.Tensor2D, { temperature });
      const total = tf.mean<tf.Scalar>(tf.add(tf.mul(hardWeights!, hard), tf.mul(softWeights!, soft)));
      return { total, terms: { hard: { values: hard, count: hard.size }, soft: { values: soft, count: soft.size } } };
    },
  };
}

import { assertNumber } from "@dark-knowledge/core";
import { distillationLoss, entropy, hardCrossEntropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import type { HardLoss } from "../hard-loss.ts";
import { type Schedule, type SchedulePoint, scheduleValue } from "../schedule.ts";
import type { SoftLoss } from "../soft-loss.ts";
import { assertPerExample } from "./assert-per-example.ts";
import { labelsOfBatch } from "./class-targets.ts";
import type { Objective } from "./objective.ts";
import type { TeacherAnswers, TeacherTensors } from "./teacher-answers.ts";

/** From what the loss of a distillation is made. */
export interface Weighing {
  readonly temperature: Schedule;
  readonly softWeight: number;
  readonly hardWeight: number;
  readonly isLabelled: boolean;
  readonly answers: TeacherAnswers;
  readonly softLoss: SoftLoss | undefined;
  readonly hardLoss: HardLoss | undefined;
}

type Terms = Pick<Objective, "prepare" | "loss">;

/** The soft term, whose mean is over all rows of a batch, and the hard term, whose mean is over those that have a label. */
export function distillationObjective(weighing: Weighing): Terms {
  const { softLoss, hardLoss } = weighing;
  return softLoss === undefined && hardLoss === undefined ? paperObjective(weighing) : ownObjective(weighing);
}

/** The temperature at a step. */
export function temperatureAt(temperature: Schedule, at: SchedulePoint): number {
  const now: unknown = scheduleValue(temperature, at);
  assertNumber("distill", `temperature at step ${at.step}`, now, { above: 0 });
  return now;
}

/** The loss of the paper, in one operation where the backend has it. */
function paperObjective({ temperature, softWeight, hardWeight, isLabelled, answers }: Weighing): Terms {
  return {
    prepare: (batch, loaded, at) => {
      const given = answers.tensors(batch, loaded);
      return { ...given, ...labelTensors(labelsOfBatch(batch)), floor: floorOf(given, temperatureAt(temperature, at)) };
    },
    loss: (studentLogits, { labels, labelled, floor, ...given }, at) => {
      const rows = studentLogits.shape[0];
      const count = labelled?.size ?? rows;
      const { total, soft, hard } = distillationLoss(
        studentLogits,
        { ...targetsOf(given as unknown as TeacherTensors), ...(isLabelled ? { labels: labels as tf.Tensor1D } : {}) },
        {
          temperature: temperatureAt(temperature, at),
          softWeight,
          // Its rows without a label are 0, so that the mean over all rows becomes the mean over the others.
          hardWeight: count === 0 ? hardWeight : (hardWeight * rows) / count,
          ...tailOf(given),
        },
      );
      const known = labelled === undefined ? hard : tf.gather(hard, labelled as tf.Tensor1D);
      return {
        total: tf.mean(total),
        terms: { soft, ...(isLabelled && count > 0 ? { hard: known } : {}), kl: tf.sub(soft, floor!) },
      };
    },
  };
}

/** Terms of the caller's. */
function ownObjective({ temperature, softWeight, hardWeight, answers, ...losses }: Weighing): Terms {
  const { softLoss, hardLoss = hardCrossEntropy } = losses;
  return {
    prepare: (batch, loaded, at) => {
      const given = answers.tensors(batch, loaded);
      const floor = softLoss === undefined ? { floor: floorOf(given, temperatureAt(temperature, at)) } : {};
      return { ...given, ...labelTensors(labelsOfBatch(batch)), ...floor };
    },
    loss: (studentLogits, { labels, labelled, floor, ...given }, at) => {
      const now = temperatureAt(temperature, at);
      const rows = studentLogits.shape[0];
      const soft =
        softLoss === undefined
          ? distillationLoss(studentLogits, targetsOf(given as unknown as TeacherTensors), {
              ...{ temperature: now, softWeight: 1, hardWeight: 0 },
              ...tailOf(given),
            }).total
          : softLoss(studentLogits, given.teacherLogits as tf.Tensor2D, {
              labels: labels as tf.Tensor1D,
              temperature: now,
            });
      assertPerExample("distill", "softLoss", soft, rows);
      const weighted = softWeight > 0 ? [tf.mul(tf.mean(soft), softWeight)] : [];
      const terms = { soft, ...(floor === undefined ? {} : { kl: tf.sub(soft, floor) }) };
      const count = labelled?.size ?? rows;
      if (hardWeight === 0 || count === 0) return { total: sumOf(weighted), terms };
      const pick = <Rows extends tf.Tensor>(of: Rows): Rows =>
        labelled === undefined ? of : (tf.gather(of, labelled as tf.Tensor1D) as Rows);
      const hard = hardLoss(pick(studentLogits), pick(labels as tf.Tensor1D));
      assertPerExample("distill", "hardLoss", hard, count);
      return { total: sumOf([...weighted, tf.mul(tf.mean(hard), hardWeight)]), terms: { ...terms, hard } };
    },
  };
}

function sumOf(values: readonly tf.Tensor[]): tf.Scalar {
  return values.reduce<tf.Tensor>((sum, value) => tf.add(sum, value), tf.scalar(0)) as tf.Scalar;
}

/** The labels, and the rows that have one where some have none. */
function labelTensors(labels: Int32Array): { labels: tf.Tensor1D; labelled?: tf.Tensor1D } {
  const labelled = Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
  const all = { labels: tf.tensor1d(labels, "int32") };
  return labelled.length === labels.length ? all : { ...all, labelled: tf.tensor1d(labelled, "int32") };
}

/** T² times the entropy that no student can get below: of all logits, or of the named classes and of the rest as one. */
function floorOf(given: TeacherTensors, temperature: number): tf.Tensor {
  const logits =
    "teacherLogits" in given
      ? given.teacherLogits
      : tf.concat<tf.Tensor2D>([given.logits, tf.expandDims<tf.Tensor2D>(given.tailLogits, 1)], 1);
  return tf.mul(entropy(logits, { temperature }), temperature ** 2);
}

function targetsOf(given: TeacherTensors) {
  return "teacherLogits" in given ? { teacherLogits: given.teacherLogits } : { sparseTeacherLogits: given };
}

function tailOf(given: tf.NamedTensorMap): { tail?: "class" } {
  return "indices" in given ? { tail: "class" } : {};
}

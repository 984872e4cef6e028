import { assertNumber } from "@dark-knowledge/core";
import { distillationLoss, entropy, hardCrossEntropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import { type Schedule, type SchedulePoint, scheduleValue } from "../schedule.ts";
import type { SoftLoss } from "../soft-loss.ts";
import { labelsTensor } from "./class-targets.ts";
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
}

type Terms = Pick<Objective, "prepare" | "loss">;

/** The soft and the hard term of a distillation. */
export function distillationObjective(weighing: Weighing): Terms {
  return weighing.softLoss === undefined ? paperObjective(weighing) : softLossObjective(weighing, weighing.softLoss);
}

/** The temperature at a step. */
export function temperatureAt(temperature: Schedule, at: SchedulePoint): number {
  const now: unknown = scheduleValue(temperature, at);
  assertNumber("distill", `temperature at step ${at.step}`, now, { above: 0 });
  return now;
}

/** The loss of the paper, and how far it is above the least that it can be. */
function paperObjective({ temperature, softWeight, hardWeight, isLabelled, answers }: Weighing): Terms {
  return {
    prepare: (batch, loaded, at) => {
      const given = answers.tensors(batch, loaded);
      const now = temperatureAt(temperature, at);
      const floor = tf.mul(entropy(knownLogits(given), { temperature: now }), now ** 2);
      return { ...given, floor, labels: labelsTensor(batch) };
    },
    loss: (studentLogits, { labels, floor, ...given }, at) => {
      const terms = distillationLoss(
        studentLogits,
        {
          ...targetsOf(given as unknown as TeacherTensors),
          ...(isLabelled ? { labels: labels as tf.Tensor1D } : {}),
        },
        {
          temperature: temperatureAt(temperature, at),
          softWeight,
          hardWeight,
          ...("indices" in given ? { tail: "class" } : {}),
        },
      );
      const { total, soft, hard } = terms;
      return { total: tf.mean(total), terms: { soft, hard, kl: tf.sub(soft, floor!) } };
    },
  };
}

/** A soft term of the caller's beside the labels. */
function softLossObjective({ temperature, softWeight, hardWeight, answers }: Weighing, softLoss: SoftLoss): Terms {
  return {
    prepare: (batch, loaded) => ({
      ...answers.tensors(batch, loaded),
      labels: labelsTensor(batch),
    }),
    loss: (studentLogits, { teacherLogits, labels }, at) => {
      const context = { labels: labels as tf.Tensor1D, temperature: temperatureAt(temperature, at) };
      const soft = softLoss(studentLogits, teacherLogits as tf.Tensor2D, context);
      if (hardWeight === 0) return { total: tf.mean(tf.mul(soft, softWeight)), terms: { soft } };
      const hard = hardCrossEntropy(studentLogits, context.labels);
      return { total: tf.mean(tf.add(tf.mul(soft, softWeight), tf.mul(hard, hardWeight))), terms: { soft, hard } };
    },
  };
}

/** The logits whose entropy no student can get below: all of them, or those of the named classes and of the rest as one. */
function knownLogits(given: TeacherTensors): tf.Tensor2D {
  if ("teacherLogits" in given) return given.teacherLogits;
  return tf.concat([given.logits, tf.expandDims<tf.Tensor2D>(given.tailLogits, 1)], 1);
}

function targetsOf(given: TeacherTensors) {
  return "teacherLogits" in given ? { teacherLogits: given.teacherLogits } : { sparseTeacherLogits: given };
}

import { gaussianKlDivergence, teacherBoundedLoss } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import type { HardLoss } from "../hard-loss.ts";
import { termsObjective } from "./distillation-objective.ts";
import { hardTerm } from "./hard-objective.ts";
import { targetTensors } from "./known-targets.ts";
import { numberDistance, numberLossOf } from "./number-distance.ts";
import type { Objective } from "./objective.ts";
import { knownWeight, weigh, weightOfRows } from "./row-weights.ts";
import { splitVariances } from "./split-variances.ts";
import { hasVariances, type Task } from "./task.ts";
import type { TeacherAnswers } from "./teacher-answers.ts";

/** From what the loss of a distillation of numbers is made. */
export interface NumberWeighing {
  readonly task: Task;
  readonly answers: TeacherAnswers;
  readonly softWeight: number;
  readonly hardWeight: number;
  readonly huberDelta: number | undefined;
  readonly teacherBound: { readonly margin: number } | undefined;
}

/**
 * The distances to the teacher, or where it is a bound the errors beyond it, and to the targets. Where numbers have variances: the divergence from the
 * teacher's Gaussians, and the likelihood of the targets.
 */
export function numbersObjective(weighing: NumberWeighing): Pick<Objective, "prepare" | "loss"> {
  const { task, answers, softWeight, hardWeight, huberDelta, teacherBound } = weighing;
  const [distance, hardLoss] = [numberDistance(huberDelta), numberLossOf(task, huberDelta)];
  return termsObjective(softWeight, hardWeight, {
    prepare: (batch, loaded) => ({
      ...answers.tensors(batch, loaded),
      ...targetTensors(task, batch),
    }),
    known: (batch) => knownWeight(task, batch),
    soft: (numbers, { teacherLogits, values, known, rowWeights }, batch, _, knownTargets) => {
      const [teacherPredictions, targets] = [teacherLogits, values] as tf.Tensor2D[] as [tf.Tensor2D, tf.Tensor2D];
      const count = weightOfRows(task, batch, numbers.shape[0]) * task.names.length;
      if (hasVariances(task)) {
        return { values: weigh(divergence(numbers, teacherPredictions), rowWeights), count };
      }
      if (teacherBound === undefined) {
        return {
          values: weigh(distance(numbers, teacherPredictions, tf.onesLike(known as tf.Tensor2D)), rowWeights),
          count,
        };
      }
      const options = { ...teacherBound, known: known as tf.Tensor2D };
      // Nothing is known of some batches; their mean is 0.
      return {
        values: weigh(teacherBoundedLoss(numbers, { teacherPredictions, targets }, options), rowWeights),
        count: knownTargets || 1,
      };
    },
    hard: (numbers, prepared, count) =>
      hardTerm(numbers, prepared, count, hardLoss as unknown as HardLoss<tf.Tensor>, {
        ...{ functionName: "distillRegressor", argument: "huberDelta" },
      }),
  });
}

function divergence(student: tf.Tensor2D, teacher: tf.Tensor2D): tf.Tensor1D {
  const [own, given] = [splitVariances(student), splitVariances(teacher)];
  return gaussianKlDivergence(own.means, {
    logVariances: own.logVariances,
    teacherPredictions: given.means,
    teacherLogVariances: given.logVariances,
  });
}

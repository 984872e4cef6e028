import { assertNumber } from "@dark-knowledge/core";
import type { Batch } from "@dark-knowledge/datasets";
import { binarySoftTargetCrossEntropy, distillationLoss, entropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import type { HardLoss } from "../hard-loss.ts";
import { type Schedule, type SchedulePoint, scheduleValue } from "../schedule.ts";
import type { SoftLoss } from "../soft-loss.ts";
import { assertPerExample } from "./assert-per-example.ts";
import { defaultHardLoss } from "./default-hard-loss.ts";
import { hardTerm, meanOf } from "./hard-objective.ts";
import { targetTensors } from "./known-targets.ts";
import type { LossTerm, Objective } from "./objective.ts";
import { knownWeight, weigh, weightOfRows } from "./row-weights.ts";
import { isOneChoice, type Task } from "./task.ts";
import type { TeacherAnswers, TeacherTensors } from "./teacher-answers.ts";

/** From what the loss of a distillation is made. */
export interface Weighing {
  readonly task: Task;
  readonly temperature: Schedule;
  readonly softWeight: number;
  readonly hardWeight: number;
  readonly isLabelled: boolean;
  /** Whether examples are mixed, and count for two labels. */
  readonly isMixed: boolean;
  readonly answers: TeacherAnswers;
  readonly softLoss: SoftLoss<tf.Tensor> | undefined;
  readonly hardLoss: HardLoss<tf.Tensor> | undefined;
}

type Terms = Pick<Objective, "prepare" | "loss">;

/**
 * The soft term, whose mean is over everything that the teacher answers, and the hard term, whose mean is over those targets that are known:
 * rows, or where an example may be of several classes, all classes of all rows. Both means are by weight.
 */
export function distillationObjective(weighing: Weighing): Terms {
  const { task, isMixed, softLoss, hardLoss } = weighing;
  const isPapers = isOneChoice(task) && softLoss === undefined && hardLoss === undefined;
  // Weights of classes weigh the hard term alone; in the paper's operation a row has one weight, and one label.
  return isPapers && !isMixed && task.classWeights === undefined
    ? paperObjective(weighing)
    : termsObjective(weighing.softWeight, weighing.hardWeight, partsOf(weighing));
}

/** The temperature at a step. */
export function temperatureAt(temperature: Schedule, at: SchedulePoint): number {
  const now: unknown = scheduleValue(temperature, at);
  assertNumber("distill", `temperature at step ${at.step}`, now, { above: 0, float32: true });
  return now;
}

/** The loss of the paper, in one operation where the backend has it. */
function paperObjective({ task, temperature, softWeight, hardWeight, isLabelled, answers }: Weighing): Terms {
  return {
    prepare: (batch, loaded, at) => {
      const given = answers.tensors(batch, loaded);
      const targets = targetTensors(task, batch);
      const floor = weigh(floorOf(given, temperatureAt(temperature, at)), targets.rowWeights);
      return { ...given, ...targets, floor };
    },
    loss: (studentLogits, { labels, labelled, floor, rowWeights, hardWeights: _, ...given }, at, batch) => {
      const rows = weightOfRows(task, batch, studentLogits.shape[0]);
      const count = knownWeight(task, batch);
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
      const [ofAll, ofSoft, ofHard] = [total, soft, hard].map((values) => weigh(values, rowWeights)) as Three;
      const known = labelled === undefined ? ofHard : tf.gather(ofHard, labelled as tf.Tensor1D);
      const hardly = isLabelled && count > 0 ? { hard: { values: known, count } } : {};
      const kl = { values: tf.sub(ofSoft, floor!), count: rows };
      const terms = { soft: { values: ofSoft, count: rows }, ...hardly, kl };
      return { total: meanOf({ values: ofAll, count: rows }), terms };
    },
  };
}

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];

/** The two terms of a loss, each with its mean over its own. */
export interface Parts {
  readonly prepare: Terms["prepare"];
  readonly soft: (
    answers: tf.Tensor2D,
    prepared: tf.NamedTensorMap,
    batch: Batch,
    at: SchedulePoint,
    known: number,
  ) => LossTerm;
  /** Called where something is known of a batch. */
  readonly hard: (answers: tf.Tensor2D, prepared: tf.NamedTensorMap, known: number) => LossTerm;
  /** The weights of the targets of a batch that are known, added up. */
  readonly known: (batch: Batch) => number;
}

/** `softWeight · mean(soft) + hardWeight · mean(hard)`. */
export function termsObjective(softWeight: number, hardWeight: number, parts: Parts): Terms {
  return {
    prepare: parts.prepare,
    loss: (answers, prepared, at, batch) => {
      const known = parts.known(batch);
      const soft = parts.soft(answers, prepared, batch, at, known);
      const { floor } = prepared;
      const weighted = softWeight > 0 ? [tf.mul(meanOf(soft), softWeight)] : [];
      const kl = floor === undefined ? {} : { kl: { ...soft, values: tf.sub(soft.values, floor) } };
      // A loss that no weight is connected to has no gradient.
      const nothing = weighted.length === 0 ? [tf.mul(meanOf(soft), 0)] : [];
      if (hardWeight === 0 || known === 0) return { total: sumOf([...weighted, ...nothing]), terms: { soft, ...kl } };
      const hard = parts.hard(answers, prepared, known);
      return { total: sumOf([...weighted, tf.mul(meanOf(hard), hardWeight)]), terms: { soft, ...kl, hard } };
    },
  };
}

/** Terms of the caller's, or those of a task in which each class is a question of its own. */
function partsOf({ task, temperature, answers, softLoss, hardLoss }: Weighing): Parts {
  const ownHard = hardLoss ?? defaultHardLoss(task);
  const perRow = isOneChoice(task) ? 1 : task.names.length;
  return {
    prepare: (batch, loaded, at) => {
      const given = answers.tensors(batch, loaded);
      const now = temperatureAt(temperature, at);
      const targets = targetTensors(task, batch);
      const least = perRow === 1 ? floorOf : binaryFloorOf;
      const floor = softLoss === undefined ? { floor: weigh(least(given, now), targets.rowWeights) } : {};
      return { ...given, ...targets, ...floor };
    },
    soft: (logits, { labels, labelled: _, floor: __, rowWeights, hardWeights: ___, ...given }, batch, at) => {
      const now = temperatureAt(temperature, at);
      const values =
        softLoss === undefined
          ? softOf(task, logits, given, now)
          : callSoft(softLoss, logits, given, { labels: labels!, temperature: now });
      assertPerExample("distill", "softLoss", values, logits.shape[0]);
      return { values: weigh(values, rowWeights), count: weightOfRows(task, batch, logits.shape[0]) * perRow };
    },
    hard: (logits, prepared, known) =>
      hardTerm(logits, prepared, known, ownHard, { functionName: "distill", argument: "hardLoss" }),
    known: (batch) => knownWeight(task, batch),
  };
}

function softOf(task: Task, logits: tf.Tensor2D, given: tf.NamedTensorMap, temperature: number): tf.Tensor1D {
  if (!isOneChoice(task)) {
    return binarySoftTargetCrossEntropy(logits, given.teacherLogits as tf.Tensor2D, { temperature });
  }
  return distillationLoss(logits, targetsOf(given as unknown as TeacherTensors), {
    ...{ temperature, softWeight: 1, hardWeight: 0 },
    ...tailOf(given),
  }).total;
}

function callSoft(
  softLoss: SoftLoss<tf.Tensor>,
  logits: tf.Tensor2D,
  { teacherLogits }: tf.NamedTensorMap,
  context: { labels: tf.Tensor; temperature: number },
): tf.Tensor1D {
  return softLoss(logits, teacherLogits as tf.Tensor2D, context);
}

function sumOf(values: readonly tf.Tensor[]): tf.Scalar {
  return values.reduce<tf.Tensor>((sum, value) => tf.add(sum, value), tf.scalar(0)) as tf.Scalar;
}

/** T² times the entropy that no student can get below: of all logits, or of the named classes and of the rest as one. */
function floorOf(given: TeacherTensors, temperature: number): tf.Tensor {
  const logits =
    "teacherLogits" in given
      ? given.teacherLogits
      : tf.concat<tf.Tensor2D>([given.logits, tf.expandDims<tf.Tensor2D>(given.tailLogits, 1)], 1);
  return tf.mul(entropy(logits, { temperature }), temperature ** 2);
}

/** The same of classes that are questions of their own: what the teacher itself would have. */
function binaryFloorOf(given: TeacherTensors, temperature: number): tf.Tensor {
  const { teacherLogits } = given as { readonly teacherLogits: tf.Tensor2D };
  return binarySoftTargetCrossEntropy(teacherLogits, teacherLogits, { temperature });
}

function targetsOf(given: TeacherTensors) {
  return "teacherLogits" in given ? { teacherLogits: given.teacherLogits } : { sparseTeacherLogits: given };
}

function tailOf(given: tf.NamedTensorMap): { tail?: "class" } {
  return "indices" in given ? { tail: "class" } : {};
}

import * as tf from "@tensorflow/tfjs-core";
import type { HardLoss } from "../hard-loss.ts";
import { assertPerExample } from "./assert-per-example.ts";
import { partnerTensors, targetTensors } from "./known-targets.ts";
import type { LossTerm, Objective } from "./objective.ts";
import { knownWeight, weigh } from "./row-weights.ts";
import type { Task } from "./task.ts";

/** The names of losses for errors. */
interface Naming {
  readonly functionName: string;
  readonly argument: string;
}

/** The mean of a loss over all targets of a batch that are known, by their weights. */
export function hardObjective(
  task: Task,
  loss: HardLoss<tf.Tensor>,
  naming: Naming,
): Pick<Objective, "prepare" | "loss"> {
  return {
    prepare: (batch) => targetTensors(task, batch),
    loss: (answers, prepared, _, batch) => {
      const known = knownWeight(task, batch);
      return { total: meanOf(hardTerm(answers, prepared, known, loss, naming)) };
    },
  };
}

/** The mean of a term over the targets that it is about. */
export function meanOf({ values, count }: LossTerm): tf.Scalar {
  return count === values.size ? tf.mean(values) : tf.div(tf.sum(values), count);
}

/**
 * A loss of the rows that have a target, times their weights, and the weights of the known targets in them, which are above 0. Of mixed examples,
 * the losses for the targets of both.
 */
export function hardTerm(
  answers: tf.Tensor2D,
  prepared: tf.NamedTensorMap,
  count: number,
  loss: HardLoss<tf.Tensor>,
  naming: Naming,
): LossTerm {
  const own = hardValues(answers, prepared, loss, naming);
  const partners = partnerTensors(prepared);
  if (partners === undefined) return { values: own, count };
  return { values: tf.concat([own, hardValues(answers, partners, loss, naming)]), count };
}

function hardValues(
  answers: tf.Tensor2D,
  { labels, labelled, values: numbers, known, hardWeights }: tf.NamedTensorMap,
  loss: HardLoss<tf.Tensor>,
  { functionName, argument }: Naming,
): tf.Tensor {
  const pick = <Rows extends tf.Tensor>(of: Rows): Rows =>
    labelled === undefined ? of : (tf.gather(of, labelled as tf.Tensor1D) as Rows);
  const rows = labelled?.size ?? answers.shape[0];
  // Where something is known of partners alone.
  if (rows === 0) return tf.zeros([0]);
  const call = loss as (answers: tf.Tensor2D, targets: tf.Tensor, known?: tf.Tensor) => tf.Tensor1D;
  const values = labels === undefined ? call(answers, numbers!, known) : call(pick(answers), pick(labels));
  assertPerExample(functionName, argument, values, rows);
  return weigh(values, hardWeights);
}

import * as tf from "@tensorflow/tfjs-core";
import type { SchedulePoint } from "../schedule.ts";
import type { Run } from "./run.ts";
import { placeOf } from "./task.ts";

/** A step whose loss or gradients are not finite, before its update. */
export interface BrokenStep {
  /** Computes the logits again. */
  readonly forward: () => tf.Tensor2D;
  readonly gradients: readonly (tf.Tensor | undefined)[];
  /** The loss. */
  readonly total: number;
  readonly ids: Int32Array;
  readonly at: SchedulePoint;
}

/**
 * Throws an error that says which side of a step was not finite: the weights, the student's logits, the loss, or a gradient. The
 * teacher's answers were checked when they came.
 */
export async function explainBrokenStep(run: Run, step: BrokenStep): Promise<never> {
  const { step: taken, stepsPerEpoch } = step.at;
  const where = `at epoch ${Math.floor(taken / stepsPerEpoch)}, batch ${taken % stepsPerEpoch}`;
  const explain = (side: string, cure: string) =>
    new Error(`${run.functionName}: ${side} ${where}; ${cure} (the weights are those from before this step)`);

  for (const weight of [...run.variables, ...run.untrained]) {
    const broken = await firstBroken(weight);
    if (broken)
      throw explain(
        `weight ${run.names.get(weight)} holds ${broken.value}`,
        "lower the learning rate, or start from finite weights",
      );
  }
  const logits = tf.tidy(step.forward);
  try {
    const broken = await firstBroken(logits);
    if (broken) {
      const width = logits.shape[1];
      const column = `${run.task.kind === "numbers" ? "output" : "class"} ${broken.index % width}`;
      const place = `${column} of ${placeOf(run.task, step.ids, Math.floor(broken.index / width))}`;
      const what = run.task.kind === "numbers" ? "numbers" : "logits";
      throw explain(
        `the ${run.argument}'s ${what} are not finite (${broken.value} for ${place})`,
        "lower the learning rate",
      );
    }
  } finally {
    logits.dispose();
  }
  if (!Number.isFinite(step.total))
    throw explain(
      `the loss is ${step.total}, of finite ${run.task.kind === "numbers" ? "numbers" : "logits"},`,
      "look at the loss function",
    );
  for (const [index, gradient] of step.gradients.entries()) {
    const broken = gradient && (await firstBroken(gradient));
    if (broken) {
      const name = run.names.get(run.variables[index]!);
      throw explain(`the gradient of ${name} holds ${broken.value}`, "look at the gradient of the loss function");
    }
  }
  throw explain("something is not finite", "lower the learning rate");
}

/** The first value of a tensor that is NaN or infinite. */
export async function firstBroken(tensor: tf.Tensor): Promise<{ value: number; index: number } | undefined> {
  const values = await tensor.data();
  const index = values.findIndex((value) => !Number.isFinite(value));
  return index < 0 ? undefined : { value: values[index]!, index };
}

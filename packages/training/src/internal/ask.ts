import type { Batch } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { TeacherContext, TeacherFunction } from "../classifier.ts";
import { batchInputs, disposeInputs } from "./batch-inputs.ts";

/** A classifier's logits for a batch, in inference mode; the caller's own. Awaits those that come later. */
export async function ask(
  forward: TeacherFunction,
  batch: Batch,
  signal?: TeacherContext["signal"],
): Promise<tf.Tensor> {
  const given = batchInputs(batch);
  const { features, ...named } = given;
  const context = { training: false, seed: 0, ids: batch.ids, ...named, ...(signal ? { signal } : {}) };
  try {
    return await withoutLeaks(() => forward(features, context));
  } finally {
    disposeInputs(given);
  }
}

/**
 * Calls a function and disposes of the tensors that it made, but not of those that a promise may still need: whether there
 * is a promise is not known before. The tensor that is given back is another one on the same memory, so that disposing of
 * it leaves one that the function keeps for itself alone.
 */
function withoutLeaks(call: () => tf.Tensor | Promise<tf.Tensor>): tf.Tensor | Promise<tf.Tensor> {
  const engine = tf.engine();
  engine.startScope("ask");
  let answer: tf.Tensor | Promise<tf.Tensor> | undefined;
  try {
    answer = call();
    if (isPromise(answer)) for (const tensor of engine.state.activeScope.track) tf.keep(tensor);
    else if (answer instanceof tf.Tensor) answer = tf.clone(answer);
    return answer;
  } finally {
    engine.endScope(answer instanceof tf.Tensor ? answer : undefined);
  }
}

/** Whether a value is a promise, of any kind. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

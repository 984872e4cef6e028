import * as tf from "@tensorflow/tfjs-core";
import type { Temperature } from "../../src/index.ts";
import type { LogitLoss } from "../catalogue/entry.ts";

/** The options of a loss of the catalogue, its own or others, at a temperature if it takes one. */
export function optionsAt(loss: LogitLoss, temperature: Temperature, options: object = loss.options): never {
  return (loss.takesTemperature ? { temperature, ...options } : options) as never;
}

/** What a loss of the catalogue takes for a teacher with these logits; a sparse one names the right class of each row. */
export function teacherOf(
  loss: LogitLoss,
  v: tf.Tensor2D,
  labels: readonly number[],
  temperature: Temperature = 1,
): never {
  if (loss.teacher === undefined) return v as never;
  const named = tf.tensor2d([...labels], [labels.length, 1], "int32");
  return loss.teacher(v, { temperature, named }) as never;
}

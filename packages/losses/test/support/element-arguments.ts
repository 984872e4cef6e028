import { createRandom } from "@dark-knowledge/core";
import type { Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import type { Temperature } from "../../src/index.ts";
import type { ElementLoss } from "../catalogue/entry.ts";
import { randomRows } from "./rows.ts";

/** Rows for each float input of a loss of elements: probabilities for those that are, else normal numbers. */
export function inputsFor(loss: ElementLoss, seed: number, shape: readonly [number, number], deviation = 1): Rows[] {
  return loss.inputs.map((name, index) => {
    const rows = randomRows(seed + index, shape[0], shape[1], deviation);
    return name.endsWith("Probs") ? rows.map((row) => row.map((x) => Math.fround(1 / (1 + Math.exp(-x))))) : rows;
  });
}

/** Marks of all kinds that the loss knows, at random. */
export function marksFor({ marks }: ElementLoss, seed: number, [rows, columns]: readonly [number, number]): Rows {
  const random = createRandom(seed);
  const draw = () => (marks === "labels" ? random.integer(3) - 1 : random.integer(2));
  return Array.from({ length: rows }, () => Array.from({ length: columns }, draw));
}

/** The options of a loss, with a temperature for those that take one. */
export function optionsOf(loss: ElementLoss, temperature: Temperature): never {
  return { ...loss.options, temperature } as never;
}

/** Calls a loss of rows, with options that hold a temperature for those that take one. */
export function callOf(loss: ElementLoss, temperature = 2): (marks: Rows, ...inputs: tf.Tensor2D[]) => tf.Tensor1D {
  return (marks, ...inputs) => loss.call(inputs, tf.tensor2d(marks, undefined, "int32"), optionsOf(loss, temperature));
}

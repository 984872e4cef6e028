import { ArgumentError, formatShape } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { SavedWeight } from "../checkpoints.ts";
import type { Run } from "./run.ts";

/** Copies of the values of a run's weights. */
export async function saveWeights({
  functionName,
  weights,
  names,
}: Pick<Run, "functionName" | "weights" | "names">): Promise<SavedWeight[]> {
  const saved: SavedWeight[] = [];
  for (const weight of weights) {
    const name = names.get(weight)!;
    // On some backends `data` gives the memory itself.
    const values = Float32Array.from(await weight.data());
    const broken = values.find((value) => !Number.isFinite(value));
    // A state that cannot be trained on must not take the place of one that can.
    if (broken !== undefined) {
      throw new Error(
        `${functionName}: weight ${name} holds ${broken}; lower the learning rate (no checkpoint is saved)`,
      );
    }
    saved.push({ name, shape: [...weight.shape], values });
  }
  return saved;
}

/** Gives weights the values that {@link saveWeights} gave. */
export function restoreWeights(weights: readonly tf.Variable[], saved: readonly SavedWeight[]): void {
  tf.tidy(() => {
    weights.forEach((weight, index) => {
      // A variable that is assigned to takes over the tensor's memory, and optimizers write into it.
      weight.assign(tf.tensor(saved[index]!.values.slice(), weight.shape));
    });
  });
}

/** Throws an ArgumentError unless weights are of the type that is saved. */
export function assertSaveable(functionName: string, argument: string, weights: readonly tf.Variable[]): void {
  const other = weights.find(({ dtype }) => dtype !== "float32");
  if (other === undefined) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: "must have float32 weights to be saved",
    received: `${other.name} of ${other.dtype}`,
    code: "dtype",
  });
}

/** Throws an ArgumentError unless saved weights have the shapes of those that are to take their values. */
export function assertSameShapes(
  functionName: string,
  argument: string,
  saved: readonly SavedWeight[],
  weights: readonly tf.Variable[],
): void {
  const shapes = (list: readonly { readonly shape: readonly number[] }[]) =>
    list.map(({ shape }) => formatShape(shape)).join(", ");
  if (shapes(saved) === shapes(weights)) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must have weights of shapes ${shapes(saved)} (as in the checkpoint)`,
    received: shapes(weights),
    code: "shape",
  });
}

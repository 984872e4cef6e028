import * as tf from "@tensorflow/tfjs-core";
import type { Numbers } from "./case-data.ts";
import type { StepCase } from "./cases.ts";

/** One number that is still to be read back. */
export interface Result {
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

/** Something to be timed: the same work in every step, on tensors that were made beforehand. */
export interface Program {
  /** Does the work once. The tensor of one number that it returns is read back, so that nothing is left undone. */
  step(): Result;
  /** What has to agree among all that run the case; read after each of the first steps. `undefined`: what `step` gave. */
  readonly check?: () => Result;
}

/** The numbers of a case as tensors. Variables are not trainable for anyone but who asks by name. */
export function tensorOf(numbers: ReadonlyMap<string, Numbers>, name: string): tf.Tensor {
  const { shape, values } = numbers.get(name)!;
  return tf.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32");
}

/** The features of a case; ids are int32. */
export function featuresOf({ layers }: StepCase, numbers: ReadonlyMap<string, Numbers>): tf.Tensor {
  const features = tensorOf(numbers, "features");
  return layers[0]?.kind === "embedding" ? tf.cast(features, "int32") : features;
}

/** The weights of a net in order. */
export function weightsOf(numbers: ReadonlyMap<string, Numbers>): tf.Tensor[] {
  return [...numbers.keys()].filter((name) => name.startsWith("weight")).map((name) => tensorOf(numbers, name));
}

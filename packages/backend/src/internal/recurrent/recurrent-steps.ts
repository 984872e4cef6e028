import * as tf from "@tensorflow/tfjs-core";
import { registerGradient } from "../operations/register-operation.ts";
import type { RecurrentCell, StepAttributes } from "./activations.ts";

type Stack = tf.Tensor3D;

/** Whether the backend has the kernels below. */
export function hasStepKernels(): boolean {
  return tf.getKernel("LstmSteps", tf.getBackend()) !== undefined;
}

/**
 * All steps of a simple layer, an LSTM or a GRU from a state of zeros, as one operation: `[steps, batch, units]`.
 *
 * @param sums what enters each step from the inputs, bias included, `[steps, batch, gates·units]`; of a GRU for its two gates and
 * for its candidate
 * @param kernels the recurrent weights of each of `sums`
 */
export function recurrentSteps(
  cell: RecurrentCell,
  sums: readonly Stack[],
  kernels: readonly tf.Tensor2D[],
  attributes: StepAttributes,
): Stack {
  const { kernelName, gradient } = STEPS[cell];
  registerGradient({ kernelName, ...gradient });
  const [z, z2] = sums;
  const [weights, weights2] = kernels;
  const inputs =
    cell === "gru" ? { z: z!, z2: z2!, weights: weights!, weights2: weights2! } : { z: z!, weights: weights! };
  const outputs = tf.engine().runKernel(kernelName, inputs, { ...attributes }) as unknown as tf.Tensor[];
  // What is kept for the gradient has been cloned by now.
  tf.dispose(outputs.slice(1));
  return outputs[0] as Stack;
}

interface Steps {
  readonly kernelName: string;
  readonly gradient: Omit<tf.GradConfig, "kernelName">;
}

/** Its kernel's gradient is another kernel, which gives that of each input. */
function gradientKernel(kernelName: string, weights: readonly string[], kept: readonly string[]): Steps {
  const inputs = weights.flatMap((name) => [name.replace("weights", "z"), name]);
  return {
    kernelName,
    gradient: {
      inputsToSave: [...weights],
      outputsToSave: kept.map(() => true),
      gradFunc: (upstream, saved, attrs) => {
        const names = [...weights, ...kept];
        const byName = Object.fromEntries(names.map((name, index) => [name, saved[index]!]));
        const dy = ([upstream].flat() as tf.Tensor[])[0]!;
        const outputs = tf.engine().runKernel(`${kernelName}Grad`, { dy, ...byName }, attrs) as unknown as tf.Tensor[];
        return Object.fromEntries(inputs.map((name, index) => [name, () => outputs[index]!]));
      },
    },
  };
}

const STEPS: Readonly<Record<RecurrentCell, Steps>> = {
  simple: gradientKernel("SimpleSteps", ["weights"], ["h"]),
  lstm: gradientKernel("LstmSteps", ["weights"], ["h", "gates", "cells"]),
  gru: gradientKernel("GruSteps", ["weights", "weights2"], ["h", "gates", "candidates", "reset"]),
};

import {
  ArgumentError,
  assertObject,
  assertOneOf,
  assertOptions,
  formatShape,
  formatValue,
  type OptionNames,
} from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { fusedDense } from "./fused-dense.ts";
import { assertTensors } from "./internal/assert-tensors.ts";
import { ACTIVATION_NUMBERS, type RecurrentActivation, type RecurrentCell } from "./internal/recurrent/activations.ts";
import { composeSteps } from "./internal/recurrent/compose-steps.ts";
import { hasStepKernels, recurrentSteps } from "./internal/recurrent/recurrent-steps.ts";

/** The weights of a recurrent layer, as tfjs-layers has them. A simple layer has one gate, a GRU three, an LSTM four. */
export interface RecurrentWeights {
  /** `[inputs, gates·units]`; of a GRU for update, reset and candidate, of an LSTM for input, forget, candidate and output. */
  readonly kernel: tf.Tensor2D;
  /** `[units, gates·units]` */
  readonly recurrentKernel: tf.Tensor2D;
  /** `[gates·units]`. Default: none. */
  readonly bias?: tf.Tensor1D | undefined;
}

/** Options of {@link fusedRecurrent}. */
export interface RecurrentOptions {
  readonly cell: RecurrentCell;
  /** Of the state. Default: `"tanh"`. */
  readonly activation?: RecurrentActivation;
  /** The activation of the gates. Default: `"hardSigmoid"`, as in tfjs-layers. */
  readonly gateActivation?: RecurrentActivation;
  /** Whether the states of all steps are returned instead of the last. */
  readonly returnSequences?: boolean;
  /** Whether the last step comes first; the states are then returned in that order too. */
  readonly goBackwards?: boolean;
}

const OPTIONS: OptionNames<RecurrentOptions> = {
  cell: true,
  activation: true,
  gateActivation: true,
  returnSequences: true,
  goBackwards: true,
};

const GATES: Readonly<Record<RecurrentCell, number>> = { simple: 1, gru: 3, lstm: 4 };
const CELLS = Object.keys(GATES) as RecurrentCell[];
const ACTIVATIONS = Object.keys(ACTIVATION_NUMBERS) as RecurrentActivation[];

/**
 * A recurrent layer from a state of zeros: what `tf.layers.simpleRNN`, `gru` and `lstm` compute.
 *
 * The inputs of all steps enter in one product; on the repaired wasm backend each step is then one product (a GRU: two) and one
 * pass, forward and backward. tfjs-layers takes some twenty operations for each step, and records each of them for the gradient.
 *
 * @param x `[batch, steps, inputs]`, float32, at least one step
 * @returns `[batch, units]`, or `[batch, steps, units]` with `returnSequences`; a new tensor that the caller owns
 * @throws ArgumentError when a shape or dtype does not fit, or an option is unknown or has no such value
 * @see Hochreiter and Schmidhuber (1997), "Long Short-Term Memory"; Cho et al. (2014), "Learning Phrase Representations using RNN
 * Encoder-Decoder", section 2.3
 *
 * @example
 * ```ts
 * import { fusedRecurrent, selectBackend } from "@dark-knowledge/backend";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * await selectBackend();
 * const x = tf.tensor3d([1, 2, 3], [1, 3, 1]);
 * const weights = { kernel: tf.tensor2d([[1]]), recurrentKernel: tf.tensor2d([[10]]) };
 * const h = fusedRecurrent(x, weights, { cell: "simple", activation: "linear", returnSequences: true });
 * await h.data(); // => Float32Array.of(1, 12, 123)
 * ```
 */
export function fusedRecurrent(x: tf.Tensor3D, weights: RecurrentWeights, options: RecurrentOptions): tf.Tensor {
  assertOptions("fusedRecurrent", options, OPTIONS);
  const { cell, activation = "tanh", gateActivation = "hardSigmoid" } = options;
  const { returnSequences = false, goBackwards = false } = options;
  assertOneOf("fusedRecurrent", "cell", cell, CELLS);
  assertOneOf("fusedRecurrent", "activation", activation, ACTIVATIONS);
  assertOneOf("fusedRecurrent", "gateActivation", gateActivation, ACTIVATIONS);
  for (const [name, value] of Object.entries({ returnSequences, goBackwards })) {
    if (typeof value !== "boolean") refuse(name, "must be true or false", formatValue(value), "dtype");
  }
  assertObject("fusedRecurrent", "weights", weights);
  const { kernel, recurrentKernel, bias } = weights;
  assertTensors("fusedRecurrent", { x, kernel, recurrentKernel, ...(bias === undefined ? {} : { bias }) });
  assertWeights(x, weights, GATES[cell]);
  return tf.tidy(() => {
    const inOrder = goBackwards ? tf.reverse(x, 1) : x;
    const parts = partsOf(weights, cell);
    const sums = parts.map(({ kernel, bias }) => enter(tf.transpose(inOrder, [1, 0, 2]), kernel, bias));
    const compute = hasStepKernels() ? recurrentSteps : composeSteps;
    const recurrent = parts.map(({ recurrentKernel }) => recurrentKernel);
    const states = compute(cell, sums, recurrent, { activation, gateActivation });
    if (returnSequences) return tf.transpose(states, [1, 0, 2]);
    const [steps, batch, units] = states.shape;
    return tf.reshape(tf.slice(states, [steps - 1, 0, 0], [1, batch, units]), [batch, units]);
  });
}

/** A GRU's candidate comes after its gates, so its weights are a part of their own. */
function partsOf(weights: RecurrentWeights, cell: RecurrentCell): readonly RecurrentWeights[] {
  if (cell !== "gru") return [weights];
  const units = weights.recurrentKernel.shape[0];
  const sizes = [2 * units, units];
  const kernels = tf.split(weights.kernel, sizes, 1) as tf.Tensor2D[];
  const recurrentKernels = tf.split(weights.recurrentKernel, sizes, 1) as tf.Tensor2D[];
  const biases = weights.bias === undefined ? [] : (tf.split(weights.bias, sizes) as tf.Tensor1D[]);
  return kernels.map((kernel, index) => ({
    kernel,
    recurrentKernel: recurrentKernels[index]!,
    bias: biases[index],
  }));
}

/** Computes the contribution of the inputs to each step: one product over all steps. */
function enter(x: tf.Tensor3D, kernel: tf.Tensor2D, bias: tf.Tensor1D | undefined): tf.Tensor3D {
  const [steps, batch, inputs] = x.shape;
  const rows = tf.reshape(x, [steps * batch, inputs]) as tf.Tensor2D;
  const sums = bias === undefined ? tf.matMul(rows, kernel) : fusedDense(rows, kernel, bias);
  return tf.reshape(sums, [steps, batch, kernel.shape[1]]) as tf.Tensor3D;
}

function assertWeights(x: tf.Tensor3D, { kernel, recurrentKernel, bias }: RecurrentWeights, gates: number): void {
  if (x.rank !== 3 || x.shape[1] < 1) {
    refuse("x", "must have shape [batch, steps, inputs] with at least one step", formatShape(x.shape), "shape");
  }
  const units = recurrentKernel.shape[0]!;
  const expected = {
    kernel: [x.shape[2], gates * units],
    recurrentKernel: [units, gates * units],
    bias: [gates * units],
  } as const;
  for (const [name, tensor] of Object.entries({ x, kernel, recurrentKernel, bias })) {
    if (tensor === undefined) continue;
    if (tensor.dtype !== "float32") refuse(name, "must be float32", formatValue(tensor.dtype), "dtype");
    if (name === "x") continue;
    const shape: readonly number[] = expected[name as keyof typeof expected];
    if (tensor.rank === shape.length && shape.every((size, axis) => size === tensor.shape[axis])) continue;
    refuse(name, `must have shape ${formatShape(shape)}`, formatShape(tensor.shape), "shape");
  }
}

function refuse(argument: string, expected: string, received: string, code: "shape" | "dtype"): never {
  throw new ArgumentError({ functionName: "fusedRecurrent", argument, expected, received, code });
}

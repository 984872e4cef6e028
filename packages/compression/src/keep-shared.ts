import { ArgumentError, assertOneOf, assertOptions } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { CompressionPlan } from "./compression-plan.ts";
import { checksum } from "./internal/checksum.ts";
import { type Codebook, codebookOf } from "./internal/codebook-of.ts";
import { kernelsOf } from "./internal/kernels-of.ts";
import { readValues } from "./internal/read-values.ts";

/** Options of {@link keepShared}. */
export interface KeepSharedOptions {
  /**
   * The gradient of a shared value: the `"mean"` over its weights, for which the usual learning rates are right, or the `"sum"`, as in the paper, which is
   * the derivative with respect to the value, and asks for a learning rate as many times smaller as weights share a value. Default: `"mean"`.
   */
  readonly gradient?: "mean" | "sum";
}

/**
 * Makes a plan by which weights that share a value share it while the model is trained: `w_i = c_a(i)`, and of the gradient passes
 * `Σ_j g_j` over all j with `a(j) = a(i)`, or its mean, the projection of the gradient on weights that are shared. Zeros stay zeros.
 *
 * The values of the model say which weights share one; kernels with more than 256 values other than 0 are trained freely.
 *
 * @param model as from {@link shareWeights}, and the student of the training that gets the plan. To resume a run, pass an equal one
 * @throws ArgumentError when an option is unknown, no kernel is shared, or a weight is not finite
 * @see Han, Mao and Dally (2016), *Deep Compression*, section 3.3, equation 3
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { keepShared, shareWeights } from "@dark-knowledge/compression";
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { createMlp, distill } from "@dark-knowledge/training";
 *
 * const { train } = generatedDigits({ trainSize: 100, testSize: 10, seed: 1 });
 * const student = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [16], classCount: 10, seed: 1 });
 * const shared = await shareWeights(student, { bits: 3 });
 * await distill(shared, student, train, { temperature: 4, epochs: 1, seed: 1, plan: await keepShared(shared) });
 * new Set(await shared.getWeights()[0]!.data()).size; // => 8
 * ```
 */
export async function keepShared(model: LayersModel, options: KeepSharedOptions = {}): Promise<CompressionPlan> {
  assertOptions<KeepSharedOptions>(NAME, options, { gradient: true });
  const { gradient: kind = "mean" } = options;
  assertOneOf(NAME, "gradient", kind, ["mean", "sum"]);
  const kernels = kernelsOf(NAME, model);
  const values = await readValues(
    NAME,
    kernels.map(({ variable }) => variable),
  );
  const shared = kernels.flatMap(({ variable }, index) => {
    const codebook = codebookOf(values[index]!, MOST_VALUES + 1);
    const isShared =
      codebook !== undefined && codebook.values.length - Number(codebook.values.includes(0)) <= MOST_VALUES;
    return isShared ? [{ variable, codebook, factors: factorsOf(codebook, kind) }] : [];
  });
  if (shared.length === 0) {
    const expected = `must have a kernel with at most ${MOST_VALUES} values, as from shareWeights`;
    throw new ArgumentError({ functionName: NAME, argument: "model", expected, received: "none", code: "range" });
  }
  return {
    variables: shared.map(({ variable }) => variable),
    settings: { name: NAME, gradient: kind, codes: hashOf(shared.map(({ codebook }) => codebook.codes)) },
    weights: (stored) =>
      stored.map((weights, index) => {
        const { codes, first } = shared[index]!.codebook;
        return tf.tidy(() => spread(tf.gather(flat(weights), tf.tensor1d(first, "int32")), codes, weights.shape));
      }),
    gradient(gradient, { index }) {
      const { codebook, factors } = shared[index]!;
      return tf.tidy(() => {
        const codes = tf.tensor1d(codebook.codes, "int32");
        const sums = tf.unsortedSegmentSum(flat(gradient), codes, factors.length);
        return spread(tf.mul(sums, tf.tensor1d(factors)), codebook.codes, gradient.shape);
      });
    },
  };
}

const NAME = "keepShared";
const MOST_VALUES = 256;

/** The factor for a sum over the weights with a value: nothing of it passes to zeros. */
function factorsOf({ values, codes }: Codebook, kind: "mean" | "sum"): Float32Array {
  const counts = new Float64Array(values.length);
  for (const code of codes) counts[code]!++;
  return values.map((value, code) => (value === 0 ? 0 : kind === "sum" ? 1 : 1 / counts[code]!));
}

function flat(weights: tf.Tensor): tf.Tensor1D {
  return tf.reshape(weights, [-1]) as tf.Tensor1D;
}

/** Gives each weight the value of its code. */
function spread(values: tf.Tensor, codes: Int32Array, shape: number[]): tf.Tensor {
  return tf.reshape(tf.gather(values, tf.tensor1d(codes, "int32")), shape);
}

/** So that another assignment is another plan. */
function hashOf(lists: readonly Int32Array[]): string {
  return checksum(lists.flatMap((list) => checksum(list)))
    .toString(16)
    .padStart(8, "0");
}

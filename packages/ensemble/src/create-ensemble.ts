import { ArgumentError, formatValue } from "@dark-knowledge/core";
import { mul, type Tensor, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import { ensembleLogProbs } from "./ensemble-log-probs.ts";
import type { EnsembleOptions } from "./ensemble-mean.ts";
import { assertOptions, readWeights } from "./internal/read-options.ts";

/** The tensors of a batch by the names of a model's inputs, where it has several. */
export interface EnsembleContext {
  readonly inputs?: Readonly<Record<string, Tensor>> | undefined;
}

/** A member: a model of tfjs-layers that gives logits, or any function from a batch of features to logits. */
export type EnsembleMember =
  | { apply(features: Tensor | Tensor[], options: { training: false }): unknown; readonly inputNames?: string[] }
  | ((
      features: Tensor,
      context: { readonly training: false; readonly seed: number; readonly inputs?: Readonly<Record<string, Tensor>> },
    ) => Tensor);

/**
 * An ensemble as a teacher: a function from a batch of features to logits, `[batch, classes]`, which the caller owns.
 * Members with several inputs find them in the context.
 */
export type Ensemble = (features: Tensor, context?: EnsembleContext) => Tensor2D;

/**
 * Creates one teacher from several models.
 *
 * It is a function from features to logits, like any other teacher, and its logits are such that a softmax at
 * `options.temperature` gives {@link ensembleLogProbs} of the members' logits at that temperature. For the geometric
 * mean, and for `average-then-soften`, this also holds at every other temperature. With `soften-then-average` the
 * logits hold for this temperature only, so distil at the same one.
 *
 * The caller keeps ownership of the members. They run in inference mode, one after another.
 *
 * @throws ArgumentError when there is no member, or an option is missing or out of range
 *
 * @example
 * ```ts
 * import { createEnsemble } from "@dark-knowledge/ensemble";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const members = [1, 3].map((slope) => (features: tf.Tensor) => tf.mul(features, slope));
 * const teacher = createEnsemble(members, { mean: "geometric", order: "average-then-soften", temperature: 4 });
 * const probs = tf.softmax(tf.div(teacher(tf.tensor2d([[2, 0]])), 4));
 * await probs.data(); // ≈ [0.7311, 0.2689]
 * ```
 */
export function createEnsemble(members: readonly EnsembleMember[], options: EnsembleOptions): Ensemble {
  if (!Array.isArray(members) || members.length === 0) {
    throw new ArgumentError({
      functionName: "createEnsemble",
      argument: "members",
      expected: "must hold at least one model",
      received: formatValue(members),
      code: "shape",
    });
  }
  assertOptions("createEnsemble", options);
  readWeights("createEnsemble", options.weights, members.length);
  const { temperature } = options;
  return (features, context) =>
    tidy(() => {
      const logits = members.map((member: EnsembleMember) => logitsOf(member, features, context?.inputs));
      return mul<Tensor2D>(ensembleLogProbs(logits, options), temperature);
    });
}

function logitsOf(member: EnsembleMember, features: Tensor, inputs: EnsembleContext["inputs"]): Tensor2D {
  if (typeof member === "function") {
    return member(features, { training: false, seed: 0, ...(inputs ? { inputs } : {}) }) as Tensor2D;
  }
  const given = inputs === undefined ? features : inputsOf(member.inputNames ?? [], inputs);
  return member.apply(given, { training: false }) as Tensor2D;
}

/** In the order of the model. */
function inputsOf(names: readonly string[], inputs: Readonly<Record<string, Tensor>>): Tensor[] {
  const given = Object.keys(inputs);
  if (names.length === given.length && names.every((name) => given.includes(name))) {
    return names.map((name) => inputs[name]!);
  }
  throw new ArgumentError({
    functionName: "createEnsemble",
    argument: "members",
    expected: `must have the inputs ${given.join(", ")} (the columns of the dataset)`,
    received: names.join(", ") || "one input",
    code: "shape",
  });
}

import {
  type CompressionPlan,
  equalLayers,
  factorise,
  factoriseConvolutions,
  keepQuantised,
  keepShared,
  keepZeros,
  learnRounding,
  pruneUnits,
  pruneWeights,
  type QuantiseWeightsOptions,
  quantiseWeights,
  shareLayers,
  shareWeights,
} from "@dark-knowledge/compression";
import type { AbortSignalLike } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { examplesTensor } from "../examples-tensor.ts";
import { someExamples } from "../some-examples.ts";

/** The methods, in the order in which a candidate uses them. */
export const COMPRESSION_METHODS = [
  "units",
  "factorise",
  "tucker",
  "layers",
  "prune",
  "share",
  "quantise",
  "round",
] as const;

export type CompressionMethod = (typeof COMPRESSION_METHODS)[number];

/** A method and how strong it is. */
export interface CompressionStep {
  readonly method: CompressionMethod;
  /**
   * The share removed (`units`, `prune`); the energy kept, if below 1, or the rank (`factorise`, `tucker`); the bits of a weight (`share`, `quantise`, `round`); 0 for
   * `layers`, which has none.
   */
  readonly strength: number;
}

/** Names a candidate by its steps: `50 % of units, 80 % of weights, 16 values`. */
export function nameOfSteps(steps: readonly CompressionStep[]): string {
  return steps.map(nameOfStep).join(", ");
}

/** Whether two candidates store the same: where one trains the rounding of its weights, the other may learn it. */
export function storesTheSame(one: readonly CompressionStep[], other: readonly CompressionStep[]): boolean {
  const [own, others] = [one, other].map((steps) =>
    nameOfSteps(steps.map((step) => (step.method === "round" ? { ...step, method: "quantise" } : step))),
  );
  return own === others;
}

/** Names a step: `80 % of weights removed`. */
export function nameOfStep({ method, strength }: CompressionStep): string {
  const percent = `${Number((100 * strength).toPrecision(6))} %`;
  if (method === "units") return `${percent} of units removed`;
  if (method === "prune") return `${percent} of weights removed`;
  if (method === "share") return `${2 ** strength} values`;
  if (method === "quantise") return `${strength} bits`;
  if (method === "round") return `${strength} bits with learned rounding`;
  if (method === "layers") return "equal layers as one";
  const [parts, rank] = method === "tucker" ? ["cores", "Tucker rank"] : ["factors", "rank"];
  return strength < 1 ? `${parts} with ${percent} of the energy` : `${rank} ${strength}`;
}

/** Whether one candidate does all that another one does, at least as strongly. */
export function isHarsher(one: readonly CompressionStep[], other: readonly CompressionStep[]): boolean {
  return other.every((step) => one.some((own) => isAsStrong(own, step)));
}

function isAsStrong(one: CompressionStep, other: CompressionStep): boolean {
  if (one.method !== other.method) return false;
  if (one.method === "units" || one.method === "prune") return one.strength >= other.strength;
  // A rank and a share of the energy cannot be compared.
  const isSameKind = !isFactoring(one) || one.strength < 1 === other.strength < 1;
  return isSameKind && one.strength <= other.strength;
}

function isFactoring({ method }: CompressionStep): boolean {
  return method === "factorise" || method === "tucker";
}

/** Whether a step has learned from examples once it is applied, so that nothing is trained after it. */
export function learnsAlone({ method }: { readonly method: string }): boolean {
  return method === "round";
}

/** The examples of steps that learn. */
export interface StepMaterial {
  /** Examples that need no labels. */
  readonly dataset: Dataset;
  readonly seed: number;
  /** The updates for each layer. Default: that of `learnRounding`. */
  readonly iterations?: number;
  readonly signal?: AbortSignalLike | undefined;
}

/** The rounding is learned on so many examples. */
const EXAMPLES = 1000;

/** Applies a step to a model, which is not changed. */
export async function applyStep(
  model: LayersModel,
  step: CompressionStep,
  { dataset, ...learning }: StepMaterial,
): Promise<LayersModel> {
  if (!learnsAlone(step)) return applyAtOnce(model, step);
  const examples = examplesTensor(model, someExamples(dataset, EXAMPLES));
  try {
    return await learnRounding(model, examples, { ...quantisation(step.strength), ...learning });
  } finally {
    tf.dispose(examples);
  }
}

/** Applies a step without examples: weights whose rounding would be learned are rounded to the nearest. */
export async function applyAtOnce(model: LayersModel, { method, strength }: CompressionStep): Promise<LayersModel> {
  if (method === "units") return pruneUnits(model, { sparsity: strength });
  if (method === "factorise") return factorise(model, strength < 1 ? { energy: strength } : { rank: strength });
  if (method === "tucker")
    return factoriseConvolutions(model, strength < 1 ? { energy: strength } : { ranks: strength });
  if (method === "layers") return shareLayers(model, { layers: equalLayers(model) });
  if (method === "prune") return pruneWeights(model, { sparsity: strength });
  if (method === "share") return shareWeights(model, { bits: strength });
  return quantiseWeights(model, quantisation(strength));
}

/** The plan by which training keeps what the last of a model's steps did, and the zeros of an earlier one. */
export async function planOfSteps(
  model: LayersModel,
  steps: readonly CompressionStep[],
): Promise<CompressionPlan | undefined> {
  const { method, strength } = steps.at(-1)!;
  if (method === "prune") return keepZeros(model);
  if (method === "share") return keepShared(model);
  if (method !== "quantise" && method !== "round") return undefined;
  return keepQuantised(model, {
    ...quantisation(strength),
    keepZeros: steps.some((step) => step.method === "prune"),
  });
}

/** At 8 bits nothing is gained from clipping. */
function quantisation(bits: number): QuantiseWeightsOptions {
  return { bits, calibration: bits < 8 ? "mse" : "min-max" };
}

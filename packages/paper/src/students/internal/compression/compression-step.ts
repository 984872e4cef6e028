import {
  type CompressionPlan,
  factorise,
  keepQuantised,
  keepShared,
  keepZeros,
  pruneUnits,
  pruneWeights,
  type QuantiseWeightsOptions,
  quantiseWeights,
  shareWeights,
} from "@dark-knowledge/compression";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** The methods, in the order in which a candidate uses them. */
export const COMPRESSION_METHODS = ["units", "factorise", "prune", "share", "quantise"] as const;

export type CompressionMethod = (typeof COMPRESSION_METHODS)[number];

/** A method and how strong it is. */
export interface CompressionStep {
  readonly method: CompressionMethod;
  /** The share removed (`units`, `prune`); the energy kept, if below 1, or the rank (`factorise`); the bits of a weight (`share`, `quantise`). */
  readonly strength: number;
}

/** Names a candidate by its steps: `50 % of units, 80 % of weights, 16 values`. */
export function nameOfSteps(steps: readonly CompressionStep[]): string {
  return steps.map(nameOfStep).join(", ");
}

/** Names a step: `80 % of weights removed`. */
export function nameOfStep({ method, strength }: CompressionStep): string {
  const percent = `${Number((100 * strength).toPrecision(6))} %`;
  if (method === "units") return `${percent} of units removed`;
  if (method === "prune") return `${percent} of weights removed`;
  if (method === "share") return `${2 ** strength} values`;
  if (method === "quantise") return `${strength} bits`;
  return strength < 1 ? `factors with ${percent} of the energy` : `rank ${strength}`;
}

/** Whether one candidate does all that another one does, at least as strongly. */
export function isHarsher(one: readonly CompressionStep[], other: readonly CompressionStep[]): boolean {
  return other.every((step) => one.some((own) => isAsStrong(own, step)));
}

function isAsStrong(one: CompressionStep, other: CompressionStep): boolean {
  if (one.method !== other.method) return false;
  if (one.method === "units" || one.method === "prune") return one.strength >= other.strength;
  // A rank and a share of the energy cannot be compared.
  const isSameKind = one.method !== "factorise" || one.strength < 1 === other.strength < 1;
  return isSameKind && one.strength <= other.strength;
}

/** Applies a step to a model, which is not changed. */
export function applyStep(model: LayersModel, { method, strength }: CompressionStep): Promise<LayersModel> {
  if (method === "units") return pruneUnits(model, { sparsity: strength });
  if (method === "factorise") return factorise(model, strength < 1 ? { energy: strength } : { rank: strength });
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
  if (method !== "quantise") return undefined;
  return keepQuantised(model, {
    ...quantisation(strength),
    keepZeros: steps.some((step) => step.method === "prune"),
  });
}

/** At 8 bits nothing is gained from clipping. */
function quantisation(bits: number): QuantiseWeightsOptions {
  return { bits, calibration: bits < 8 ? "mse" : "min-max" };
}

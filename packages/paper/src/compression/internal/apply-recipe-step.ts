import { type CompressionPlan, type PruningCriterion, pruneGradually, pruneWeights } from "@dark-knowledge/compression";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { buildNet } from "../../nets/build-net.ts";
import type { NetSpec } from "../../nets/net-spec.ts";
import { applyStep, planOfSteps } from "../../students/internal/compression/compression-step.ts";
import { eightBitModel } from "../../students/internal/eight-bit-model.ts";
import { examplesTensor } from "../../students/internal/examples-tensor.ts";
import { someExamples } from "../../students/internal/some-examples.ts";
import { compressionSteps, type RecipeStep } from "./recipe.ts";

/** Material of steps besides the model. */
export interface StepMaterial {
  readonly training: Dataset;
  /** The net and the seed that it was built with: with them it is as it was before training. */
  readonly net: NetSpec;
  readonly seed: number;
}

/** The Fisher information of so many examples orders the weights well enough. */
const EXAMPLES = 1000;

/** Applies a step to a model, which is not changed. */
export async function applyRecipeStep(
  model: LayersModel,
  step: RecipeStep,
  { training, net, seed }: StepMaterial,
): Promise<LayersModel> {
  const { method, strength: sparsity } = step;
  // Its plan prunes while it trains.
  if (method === "longer" || method === "gradual") return pruneWeights(model, { sparsity: 0 });
  if (method === "int8") return eightBitModel(model, training);
  if (method === "movement") {
    const before = await buildNet(net, training, seed);
    const criterion: PruningCriterion = { kind: "movement", before };
    return pruneWeights(model, { sparsity, criterion }).finally(() => before.dispose());
  }
  if (method === "fisher") {
    const some = someExamples(training, EXAMPLES);
    const examples = examplesTensor(model, some);
    const criterion: PruningCriterion = { kind: "fisher", examples, labels: Int32Array.from(labelsOf(some)) };
    return pruneWeights(model, { sparsity, criterion }).finally(() => tf.dispose(examples));
  }
  return applyStep(model, { method, strength: sparsity }, { dataset: training, seed });
}

/** The plan by which training keeps what all of a model's steps did; none where no step asks for one. */
export async function planOfKept(
  model: LayersModel,
  steps: readonly RecipeStep[],
): Promise<CompressionPlan | undefined> {
  const kept = compressionSteps(steps);
  return kept.length === 0 ? undefined : planOfSteps(model, kept);
}

/** The share of the training during which weights are pruned, and the number of masks until then, if they are pruned gradually. */
const [PRUNED, MASKS] = [0.6, 30];

/** The plan by which training keeps what the last of a model's steps did; none for a net that is only trained longer. */
export async function planOfRecipe(
  model: LayersModel,
  steps: readonly RecipeStep[],
  totalSteps: number,
): Promise<CompressionPlan | undefined> {
  const { method, strength: sparsity } = steps.at(-1)!;
  if (method === "longer") return undefined;
  if (method !== "gradual") return planOfSteps(model, compressionSteps(steps));
  const endStep = Math.max(1, Math.floor(PRUNED * totalSteps));
  return pruneGradually(model, { sparsity, endStep, every: Math.max(1, Math.floor(endStep / MASKS)) });
}

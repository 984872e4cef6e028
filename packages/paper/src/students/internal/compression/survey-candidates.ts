import { equalLayers } from "@dark-knowledge/compression";
import { gzipModel } from "@dark-knowledge/compression/node";
import { type AbortSignalLike, ArgumentError } from "@dark-knowledge/core";
import { type Dataset, datasetSize, selectRows, stratifiedSubset } from "@dark-knowledge/datasets";
import { taskFigures } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { TrainingEvent } from "../../../nets/training-event.ts";
import { type CompressedCandidate, dropOf } from "./compressed-candidate.ts";
import type { MethodChoice } from "./compression-methods.ts";
import {
  applyAtOnce,
  applyStep,
  type CompressionMethod,
  type CompressionStep,
  nameOfSteps,
} from "./compression-step.ts";
import { byLayers } from "./pareto-front.ts";

/**
 * Keeps the methods that suit a model.
 *
 * @param dataset examples of the model
 * @throws ArgumentError for a method that the user named, such as a rank above the full one
 */
export async function suitedMethods(
  model: LayersModel,
  choices: readonly MethodChoice[],
  dataset: Dataset,
  onWarning: (text: string) => void,
): Promise<readonly MethodChoice[]> {
  const suited: MethodChoice[] = [];
  // Enough to see whether it works.
  const material = { dataset: selectRows(dataset, [0]), seed: 1, iterations: 1 };
  for (const choice of choices) {
    const { method, strengths, isNamed } = choice;
    if (!isNamed && !hasLayersFor(method, model)) continue;
    try {
      for (const strength of isNamed ? strengths : strengths.slice(0, 1)) {
        (await applyStep(model, { method, strength }, material)).dispose();
      }
      suited.push(choice);
    } catch (error) {
      if (isNamed || !(error instanceof ArgumentError)) throw error;
      onWarning(`${method} is left out: ${error.message}`);
    }
  }
  return suited;
}

/** Whether a model has layers that a method is for. That other nets have none is nothing to warn of. */
function hasLayersFor(method: CompressionMethod, model: LayersModel): boolean {
  if (method === "layers") return equalLayers(model).length > 0;
  return method !== "tucker" || model.layers.some((layer) => layer.getClassName() === "Conv2D");
}

/** The order of candidates needs no more examples. */
const MOST_EXAMPLES = 1000;

/** How candidates are measured. */
interface Measuring {
  readonly validation: Dataset;
  readonly seed: number;
  readonly signal: AbortSignalLike;
  readonly emit: (event: TrainingEvent) => void;
}

/**
 * Measures candidates as they are without training, and orders them by promise: first those that no other one beats in size and accuracy, then
 * those that only these beat, and so on. A step that makes nothing smaller is left out, with what builds on it. Where the rounding is learned, the nearest one is measured, which is no
 * better: it comes before the same bits that are trained.
 *
 * @param candidates each after its beginnings
 */
export async function surveyCandidates(
  model: LayersModel,
  candidates: readonly (readonly CompressionStep[])[],
  { validation, seed, signal, emit }: Measuring,
): Promise<readonly CompressedCandidate[]> {
  const surveyed: CompressedCandidate[] = [];
  const models = new Map([["", { model, bytes: (await gzipModel(model)).length }]]);
  const size = Math.min(MOST_EXAMPLES, datasetSize(validation));
  const examples = stratifiedSubset(validation, { size, seed });
  const figures = await taskFigures(model, examples, { signal });
  emit({ kind: "begin", total: candidates.length * size });
  try {
    for (const [index, steps] of candidates.entries()) {
      const parent = models.get(nameOfSteps(steps.slice(0, -1)));
      emit({ kind: "step", done: index * size });
      if (parent === undefined) continue;
      const compressed = await applyAtOnce(parent.model, steps.at(-1)!);
      const name = nameOfSteps(steps);
      const bytes = (await gzipModel(compressed)).length;
      if (bytes >= parent.bytes) {
        compressed.dispose();
        continue;
      }
      models.set(name, { model: compressed, bytes });
      const own = await taskFigures(compressed, examples, { signal });
      surveyed.push({ name, steps, bytes, figures: own, drop: dropOf(figures, own) });
    }
  } finally {
    for (const { model: one } of models.values()) if (one !== model) one.dispose();
  }
  return byLayers(surveyed);
}

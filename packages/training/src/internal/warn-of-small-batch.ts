import { layersOf } from "./layers-of.ts";
import { isLayersModel } from "./resolve-classifier.ts";
import type { Run } from "./run.ts";

/** A last batch with less than this share of the others' examples is a poor sample of them. */
const SMALL = 1 / 8;

/** Warns where the statistics of a last batch are not those of the others, and batch normalisation goes by them. */
export function warnOfSmallBatch({ functionName, student, training, batchSize, lastBatchSize, options }: Run): void {
  const isSmall = training.rows.length > batchSize && lastBatchSize < batchSize * SMALL;
  if (!isSmall || options.onWarning === undefined || !isLayersModel(student)) return;
  const isNormalised = layersOf(student).some(
    (layer) => layer.getClassName() === "BatchNormalization" && layer.trainableWeights.length > 0,
  );
  if (!isNormalised) return;
  const examples = lastBatchSize === 1 ? "example" : "examples";
  options.onWarning(
    `${functionName}: the last batch of each epoch has ${lastBatchSize} ${examples}, too few for batch normalisation; dropRemainder: true leaves it out`,
  );
}

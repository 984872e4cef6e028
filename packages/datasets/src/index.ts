export type { Batch, BatchTargets, Input } from "./batch.ts";
export { type BatchCountOptions, batchCount } from "./batch-count.ts";
export { type BatchesOptions, batches, type ShuffledOptions, type StoredOrderOptions } from "./batches.ts";
export { classCounts, datasetSize } from "./class-counts.ts";
export { classNamesOf } from "./class-names-of.ts";
export type { Column, ColumnParts, ColumnValues } from "./column.ts";
export {
  createDataset,
  type Dataset,
  type DatasetParts,
  type LabelledParts,
  type TrainAndTest,
} from "./create-dataset.ts";
export { datasetFromIdx, type IdxParts } from "./dataset-from-idx.ts";
export { epochAugmentationSeed } from "./epoch-augmentation-seed.ts";
export { type GeneratedDigitsOptions, generatedDigits } from "./generated-digits.ts";
export { inputShape } from "./input-shape.ts";
export { type JitterShift, jitterShift } from "./jitter-shift.ts";
export { labelsOf } from "./labels-of.ts";
export { meanExample } from "./mean-example.ts";
export { omitClasses, onlyClasses } from "./omit-classes.ts";
export { type IdxArray, type IdxData, readIdx } from "./read-idx.ts";
export { type ScaleOptions, type ScaleTransform, scale } from "./scale.ts";
export { selectRows } from "./select-rows.ts";
export { shareDataset } from "./share-dataset.ts";
export { type StratifiedOptions, type StratifiedParts, stratifiedSplit, stratifiedSubset } from "./stratified-split.ts";
export type {
  ClassTargets,
  NoTargets,
  NumberTargets,
  PositionTargets,
  SeveralClassTargets,
  Targets,
} from "./targets.ts";
export type { Transform } from "./transform.ts";
export { type ViewOptions, viewOf } from "./view-of.ts";
export { withoutLabels } from "./without-labels.ts";

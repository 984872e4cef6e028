export { augmentBy } from "./augment-by.ts";
export type {
  Augmentation,
  AugmentationOptions,
  AugmentedExample,
  ColourAugmentation,
  CropAugmentation,
  CustomAugmentation,
  FlipAugmentation,
  MixupAugmentation,
} from "./augmentation.ts";
export type { Batch, BatchTargets, Input, Mix } from "./batch.ts";
export { type BatchCountOptions, batchCount } from "./batch-count.ts";
export { type BatchesOptions, batches, type ShuffledOptions, type StoredOrderOptions } from "./batches.ts";
export { type CategorySource, category } from "./category.ts";
export { classCounts, datasetSize } from "./class-counts.ts";
export { classNamesOf } from "./class-names-of.ts";
export { type ColourOptions, colour } from "./colour.ts";
export type { Column, ColumnParts, ColumnValues } from "./column.ts";
export type { ColumnChoice } from "./column-choice.ts";
export { type ColumnOfOptions, columnOf } from "./column-of.ts";
export { type ConnectDigitsOptions, type ConnectedDigits, connectDigits } from "./connect-digits.ts";
export { type CountsOptions, counts } from "./counts.ts";
export { createDataset, type DatasetParts, type LabelledParts } from "./create-dataset.ts";
export { type CropOptions, crop } from "./crop.ts";
export type { DataTable } from "./data-table.ts";
export type { Dataset, TrainAndTest } from "./dataset.ts";
export { datasetFromIdx, type IdxParts } from "./dataset-from-idx.ts";
export { type DatasetFromRawsOptions, datasetFromRaws } from "./dataset-from-raws.ts";
export { type DatasetFromTableOptions, datasetFromTable } from "./dataset-from-table.ts";
export { decodeWav, type RawSound } from "./decode-wav.ts";
export { describeAugmentation } from "./describe-augmentation.ts";
export { describeInputs, type InputDescription } from "./describe-inputs.ts";
export { describeShuffle, type Shuffle } from "./describe-shuffle.ts";
export { type EncodeTableOptions, encodeTable } from "./encode-table.ts";
export { epochAugmentationSeed } from "./epoch-augmentation-seed.ts";
export type { FileCacheStatistics, FileDataset, FilePlace, FileStorage, StoredGroup } from "./file-dataset.ts";
export { firstExamples } from "./first-examples.ts";
export { fitTransforms } from "./fit-transforms.ts";
export { type FlipOptions, flip } from "./flip.ts";
export { type GeneratedDigitsOptions, generatedDigits } from "./generated-digits.ts";
export { type GroupSplitOptions, groupSplit, groupsOf } from "./group-split.ts";
export { type HashedTextOptions, type HashedTextSource, hashedText } from "./hashed-text.ts";
export { type ImageFit, type ImageOptions, type ImageSource, image, type RawImage } from "./image.ts";
export { inferLayout } from "./infer-layout.ts";
export { inputShape } from "./input-shape.ts";
export { type JitterShift, jitterShift } from "./jitter-shift.ts";
export { type Fold, type KFoldsOptions, kFolds } from "./k-folds.ts";
export { labelsOf } from "./labels-of.ts";
export type { InferLayoutOptions } from "./layout-options.ts";
export { type GroupFold, leaveOneGroupOut } from "./leave-one-group-out.ts";
export { meanExample } from "./mean-example.ts";
export { type MixupOptions, mixup } from "./mixup.ts";
export { omitClasses, onlyClasses } from "./omit-classes.ts";
export { type PrepareInputsOptions, prepareInputs } from "./prepare-inputs.ts";
export { type ReadBatchesOptions, readBatches } from "./read-batches.ts";
export { type ReadCsvOptions, readCsv } from "./read-csv.ts";
export { type IdxArray, type IdxData, readIdx } from "./read-idx.ts";
export { type ReadJsonLinesOptions, readJsonLines } from "./read-json-lines.ts";
export { type NpyArray, type ReadNpyOptions, readNpy, readNpz } from "./read-npy.ts";
export { type ScaleOptions, scale } from "./scale.ts";
export { selectRows } from "./select-rows.ts";
export { shareDataset } from "./share-dataset.ts";
export type { Source, SourceKind } from "./source.ts";
export { DIGIT_DICTIONARY, DIGIT_WORDS, type SpokenDigit } from "./spoken-digit.ts";
export { standardise } from "./standardise.ts";
export { standardiseTargets } from "./standardise-targets.ts";
export { type StratifiedOptions, type StratifiedParts, stratifiedSplit, stratifiedSubset } from "./stratified-split.ts";
export type { CellType, ColumnRole, LayoutColumn, LayoutTargets, TableLayout } from "./table-layout.ts";
export { type RowCell, type TableFeature, type TableRowSource, tableRow } from "./table-row.ts";
export type {
  ClassTargets,
  NoTargets,
  NumberTargets,
  PositionTargets,
  SeveralClassTargets,
  Targets,
} from "./targets.ts";
export type {
  CountsTransform,
  CountsWeighting,
  EncodeTransform,
  FeatureEncoding,
  ScaleTransform,
  Transform,
  VocabularyTransform,
} from "./transform.ts";
export { viewOf } from "./view-of.ts";
export { type VocabularyOptions, vocabulary } from "./vocabulary.ts";
export { withTargetScale } from "./with-target-scale.ts";
export { withTransform } from "./with-transform.ts";
export { withVariances } from "./with-variances.ts";
export { withoutLabels } from "./without-labels.ts";
export { type WordsOptions, type WordsSource, words } from "./words.ts";

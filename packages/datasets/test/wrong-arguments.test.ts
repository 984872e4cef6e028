import { testWrongArguments } from "@dark-knowledge/testing/node";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { readArrow, readArrowTable } from "../src/arrow/index.ts";
import { decodeImage } from "../src/images/index.ts";
import * as datasets from "../src/index.ts";
import { readParquet } from "../src/parquet/index.ts";
import { idxBytes } from "./idx-bytes.ts";
import { wavBytes } from "./wav-bytes.ts";

/** What it takes a dataset for is looked at as a whole: its parts are for `createDataset`. */
const closed = <Value extends object>(value: Value): Value => Object.assign(Object.create({}), value);

const digits = closed(datasets.generatedDigits({ trainSize: 8, testSize: 2, seed: 1 }).train);
const table = datasets.readCsv("a,b,c,label\n1,x,good day,0\n2,y,good night,1\n");
const layout = closed(datasets.inferLayout(table, { label: "label" }));
const rows = closed(datasets.datasetFromTable(table, layout));
const texts = closed(
  datasets.createDataset({ columns: { text: datasets.columnOf(["good day", "night"], datasets.words()) } }),
);
const numbers = closed(
  datasets.createDataset({
    columns: { x: { values: Float32Array.of(1, 2), shape: [1] } },
    targets: { kind: "numbers", names: ["y"], values: Float32Array.of(3, 5) },
  }),
);
const bytes = Uint8Array.of(1, 2, 3, 4);
const augment = [closed(datasets.flip({ horizontal: true }))];

testWrongArguments(datasets, {
  augmentBy: [datasets.augmentBy, ["name", () => undefined, { column: "features" }]],
  batchCount: [datasets.batchCount, [digits, { batchSize: 2, dropRemainder: true }]],
  batches: [
    (...args) => [...datasets.batches(...(args as unknown as Parameters<typeof datasets.batches>))],
    [digits, { batchSize: 2, seed: 1, epoch: 0, jitter: 1, augment, augmentationSeed: 3, lengthPool: 2 }],
  ],
  category: [datasets.category, []],
  classCounts: [datasets.classCounts, [digits]],
  classNamesOf: [datasets.classNamesOf, [digits]],
  colour: [datasets.colour, [{ brightness: 0.1, contrast: 0.1, saturation: 0.1 }]],
  columnOf: [datasets.columnOf, [["a b", "c"], datasets.words(), { kinds: [] }]],
  counts: [datasets.counts, [{ size: 3, weighting: "count" }]],
  createDataset: [
    datasets.createDataset,
    [{ features: bytes, exampleShape: [2], labels: [0, 1], classNames: ["a", "b"], weights: [1, 2] }],
  ],
  "createDataset, by columns": [
    datasets.createDataset,
    [
      {
        columns: { x: { values: bytes, shape: [2], transforms: [datasets.scale({ divide: 2 })] } },
        targets: { kind: "numbers", names: ["y"], values: Float32Array.of(1, 2), known: Uint8Array.of(1, 0) },
      },
    ],
  ],
  crop: [datasets.crop, [{ area: [0.5, 1], stretch: 1.2 }]],
  datasetFromIdx: [
    datasets.datasetFromIdx,
    [{ images: idxBytes(8, [1, 2, 2], [1, 2, 3, 4]), labels: idxBytes(8, [1], [1]), classNames: ["a", "b"] }],
  ],
  datasetFromRaws: [
    datasets.datasetFromRaws,
    [closed(datasets.describeInputs(texts)), { text: ["night", "day"] }, { kinds: [] }],
  ],
  datasetFromTable: [datasets.datasetFromTable, [table, layout]],
  datasetSize: [datasets.datasetSize, [digits]],
  decodeWav: [datasets.decodeWav, [wavBytes([0, 1])]],
  describeAugmentation: [datasets.describeAugmentation, [digits, { jitter: 1, augment }]],
  describeInputs: [datasets.describeInputs, [digits]],
  describeShuffle: [datasets.describeShuffle, [digits]],
  encodeTable: [datasets.encodeTable, [rows, { column: "row", minCount: 1 }]],
  epochAugmentationSeed: [datasets.epochAugmentationSeed, [1, 2]],
  firstExamples: [datasets.firstExamples, [digits, 2]],
  fitTransforms: [datasets.fitTransforms, [digits]],
  flip: [datasets.flip, [{ horizontal: true, vertical: false }]],
  generatedDigits: [datasets.generatedDigits, [{ trainSize: 1, testSize: 1, seed: 1, distortion: 1, noise: 1 }]],
  groupSplit: [datasets.groupSplit, [rows, { groups: Int32Array.of(0, 1), size: 1, seed: 1 }]],
  groupsOf: [datasets.groupsOf, [table, "a"]],
  hashedText: [datasets.hashedText, [{ size: 16, words: [1, 2], characters: [3, 4], lowercase: true }]],
  image: [datasets.image, [{ height: 2, width: 2, channels: 1, fit: "stretch" }]],
  inferLayout: [
    datasets.inferLayout,
    [
      table,
      {
        ...{ label: "label", task: "classes", inputs: ["a"], ignore: ["b"], weight: "c", group: "c" },
        ...{ types: { a: "number" }, sample: 10, missing: ["?"], separator: ";" },
      },
    ],
  ],
  inputShape: [datasets.inputShape, [digits]],
  jitterShift: [datasets.jitterShift, [1, 2, 3]],
  connectDigits: [
    datasets.connectDigits,
    [
      [{ digit: 1, speaker: "ann", index: 0, samples: new Float32Array(2) }],
      { seed: 1, shortest: 1, longest: 2, passes: 1, pauses: { shortest: 1, longest: 2 } },
    ],
  ],
  leaveOneGroupOut: [datasets.leaveOneGroupOut, [["a", "b"], (item: string) => item]],
  kFolds: [datasets.kFolds, [digits, { folds: 2, seed: 1 }]],
  labelsOf: [datasets.labelsOf, [digits]],
  meanExample: [datasets.meanExample, [digits]],
  mixup: [datasets.mixup, [{ alpha: 1 }]],
  omitClasses: [datasets.omitClasses, [digits, [1, 2]]],
  onlyClasses: [datasets.onlyClasses, [digits, [1, 2]]],
  prepareInputs: [
    datasets.prepareInputs,
    [closed(datasets.describeInputs(texts)), { text: ["night", "day"] }, { kinds: [] }],
  ],
  readBatches: [
    datasets.readBatches,
    [digits, { batchSize: 2, seed: 1, epoch: 0, jitter: 1, augment, augmentationSeed: 3, lengthPool: 2, skip: 1 }],
  ],
  readCsv: [datasets.readCsv, ["a,b\n1,2\n", { source: "file", delimiter: ",", header: ["a", "b"] }]],
  readIdx: [datasets.readIdx, [idxBytes(8, [2], [1, 2])]],
  readJsonLines: [datasets.readJsonLines, ['{"a": 1}\n', { source: "file" }]],
  readNpy: [datasets.readNpy, [bytes, { source: "file" }]],
  readNpz: [datasets.readNpz, [bytes, { source: "file" }]],
  scale: [datasets.scale, [{ subtract: [1, 2], divide: 2 }]],
  selectRows: [datasets.selectRows, [digits, [1, 2]]],
  shareDataset: [datasets.shareDataset, [digits]],
  standardise: [datasets.standardise, [digits, { column: "features" }]],
  stratifiedSplit: [datasets.stratifiedSplit, [digits, { size: 2, seed: 1 }]],
  stratifiedSubset: [datasets.stratifiedSubset, [digits, { size: 2, seed: 1 }]],
  tableRow: [
    datasets.tableRow,
    [
      [
        { name: "a", type: "number" },
        { name: "b", type: "category", values: ["x", "y"] },
      ],
    ],
  ],
  viewOf: [datasets.viewOf, [digits, [1, 2], 3, { jitter: 1, augment }]],
  vocabulary: [datasets.vocabulary, [texts, { column: "text", size: 3, minCount: 1 }]],
  withTransform: [datasets.withTransform, [digits, datasets.scale({ divide: 2 }), { column: "features" }]],
  withoutLabels: [datasets.withoutLabels, [digits]],
  words: [datasets.words, [{ lowercase: true }]],
  standardiseTargets: [datasets.standardiseTargets, [numbers]],
  withVariances: [datasets.withVariances, [numbers]],
  withTargetScale: [datasets.withTargetScale, [numbers, closed(datasets.scale({ subtract: 4, divide: 1 }))]],
});

const arrow = tableToIPC(tableFromArrays({ a: Int32Array.of(1, 2) }), "file");

testWrongArguments(
  {},
  {
    decodeImage: [decodeImage, [bytes]],
    readArrow: [readArrow, [arrow, { source: "file", columns: ["a"] }]],
    readArrowTable: [readArrowTable, [arrow, { source: "file" }]],
    readParquet: [readParquet, [bytes, { source: "file", columns: ["a"] }]],
  },
);

import {
  formatCount,
  formatFixed,
  formatPercent,
  formatShortest,
  formatSummary,
  type NetRecord,
  type RunRecord,
  summarise,
  type Table,
  type TableRow,
} from "@dark-knowledge/report";
import { differencesBySeed } from "../internal/differences-by-seed.ts";
import { intervalText } from "../internal/mean-interval.ts";
import { adaptationTable } from "./adaptation-table.ts";
import type { CompressionSpec } from "./compression-spec.ts";
import { compressionExtras } from "./internal/compression-extras.ts";
import {
  figuresAt,
  meanAt,
  type NetVariants,
  smallestBelow,
  smallestWithin,
  type Variant,
  variantsOf,
} from "./internal/compression-variants.ts";
import { kilobytes } from "./internal/kilobytes.ts";

const NOTHING = "–";

/** All tables of a record: what was aimed at, then each net, then the net that is adapted to a task. */
export function compressionTables(record: RunRecord): readonly Table[] {
  const { adaptation } = compressionExtras(record);
  return [
    chosenTable(record),
    ...netTables(record),
    ...(adaptation === undefined ? [] : [adaptationTable(adaptation)]),
  ];
}

/** A table for each net. */
export function netTables(record: RunRecord): readonly Table[] {
  return variantsOf(record).map((net) => netTableOf(net, record));
}

/** The forms that are chosen by the validation set, and those with one method, measured on the test set. */
export function chosenTable(record: RunRecord): Table {
  const { tolerance, errorRate } = record.spec as unknown as CompressionSpec;
  const all = variantsOf(record);
  const points = `${formatShortest(100 * tolerance)} points`;
  const rows = all.flatMap((net) => [
    chosenRow(`smallest, ≤ ${points} worse`, net, smallestWithin(net, tolerance, record)),
    chosenRow("smallest, no worse", net, smallestWithin(net, 0, record)),
    ...publishedRows(net, record),
    ...SINGLE.flatMap(([label, recipe]) => {
      const variant = net.variants.find((one) => one.recipe === recipe);
      return variant === undefined ? [] : chosenRow(label, net, variant);
    }),
  ]);
  const below = errorRate === undefined ? undefined : smallestBelow(all, errorRate, record);
  const net = all.find(({ name }) => name === below?.net);
  return {
    title: "What is reached",
    caption: `Errors: test examples, means ± one standard deviation over seeds; more errors: than the same net uncompressed, with 95 % intervals over seeds. The smallest forms are chosen by the mean errors on the validation set, and the test set is for no choice. Times smaller: float32 weights by the packed file with gzip.`,
    columns: [
      { title: "net", isText: true },
      { title: "what", isText: true },
      { title: "form", isText: true },
      ...["gzip", "times smaller", "errors before", "errors", "more errors"].map((title) => ({ title })),
    ],
    rows: [
      ...rows,
      ...(net === undefined || below === undefined
        ? []
        : [chosenRow(`smallest of all, ≤ ${formatPercent(errorRate!, 1)} errors`, net, below)]),
    ],
  };
}

/** Recipes of one method that have a row of their own. */
const SINGLE: readonly (readonly [string, string])[] = [
  ["int8, not trained", "int8"],
  ["4 bits", "quantise:4"],
  ["half of the units", "units:0.5"],
];

/** A published result on the same nets and data. */
function publishedRows({ name }: NetVariants, { dataset }: RunRecord): readonly TableRow[] {
  if (name !== PUBLISHED.net || dataset.name !== "mnist" || dataset.sizes.test !== 10_000) return [];
  return [{ cells: PUBLISHED.cells }];
}

/** Table 1 of Han, Mao and Dally (2016), *Deep Compression*: LeNet-300-100, 1070 KB to 27 KB, errors of 1.64 % to 1.58 %. */
const PUBLISHED = {
  net: "784-300-100-10",
  cells: [
    ...["784-300-100-10", "Deep Compression, published", "pruned, shared, Huffman-coded", "27 kB"],
    ...["40.0", "164", "158", "−6"],
  ],
};

function chosenRow(what: string, { name, original }: NetVariants, variant: Variant | undefined): TableRow {
  if (variant === undefined) return { cells: [name, what, "none", ...new Array<string>(5).fill(NOTHING)] };
  return {
    cells: [
      ...[name, what, variant.label, kilobytes(meanAt(variant.nets, "gzip")!)],
      ...[timesSmaller(original, variant.nets), errorsText(original.nets), errorsText(variant.nets)],
      moreErrors(variant.nets, original.nets),
    ],
  };
}

function timesSmaller(original: Variant, nets: readonly NetRecord[]): string {
  return formatFixed(meanAt(original.nets, "float32")! / meanAt(nets, "gzip")!, 1);
}

function errorsText(nets: readonly NetRecord[], key = "errors"): string {
  const values = figuresAt(nets, key);
  return values.length === 0 ? NOTHING : formatSummary(summarise(values), 1);
}

function moreErrors(nets: readonly NetRecord[], others: readonly NetRecord[]): string {
  return intervalText(differencesBySeed(nets, others, "errors"), 1);
}

/** All forms of a net, by size. */
function netTableOf({ name, original, variants }: NetVariants, record: RunRecord): Table {
  const { architecture = name } = original.nets[0]!;
  const isExported = variants.some(({ nets }) => meanAt(nets, "onnxAgreement") !== undefined);
  const rows = [
    original,
    ...variants.toSorted((one, other) => meanAt(other.nets, "gzip")! - meanAt(one.nets, "gzip")!),
  ];
  return {
    title: name === architecture ? name : `${name} (${architecture})`,
    caption: `${formatCount(record.dataset.sizes.test!)} test examples. At once: errors after the last step before training. Soft − labels: recovery from soft targets against labels, with the same starts, epochs and order of examples; 95 % intervals over seeds.${isExported ? exportRemark(variants) : ""}`,
    columns: [
      { title: "form", isText: true },
      ...["gzip", "times smaller", "at once", "errors, soft targets", "more errors"].map((title) => ({ title })),
      ...["errors, labels", "soft − labels"].map((title) => ({ title })),
    ],
    rows: rows.map((variant) => ({
      ...(variant === original ? { mark: "baseline" as const } : {}),
      cells: variantCells(variant, original),
    })),
  };
}

function variantCells(variant: Variant, original: Variant): readonly string[] {
  const { label, nets, byLabels } = variant;
  return [
    ...[label, kilobytes(meanAt(nets, "gzip")!), timesSmaller(original, nets)],
    ...[errorsText(nets, "damagedErrors"), errorsText(nets)],
    variant === original ? NOTHING : moreErrors(nets, original.nets),
    ...[errorsText(byLabels), byLabels.length === 0 ? NOTHING : moreErrors(nets, byLabels)],
  ];
}

function exportRemark(variants: readonly Variant[]): string {
  const { nets } = variants.find((one) => meanAt(one.nets, "onnxAgreement") !== undefined)!;
  const least = Math.min(...figuresAt(nets, "onnxAgreement"));
  return ` The .onnx file of int8 has ${kilobytes(meanAt(nets, "onnxBytes")!)}; onnxruntime puts ${formatPercent(meanAt(nets, "onnxAgreement")!, 3)} of the test examples into the same class as the net does, and ${formatPercent(least, 2)} where they agree least.`;
}

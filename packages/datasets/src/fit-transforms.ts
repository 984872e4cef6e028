import type { FileDataset, StoredGroup } from "./file-dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { encodeCategory, encodeNumber } from "./internal/encode-feature.ts";
import { fail } from "./internal/fail.ts";
import { isFileDataset } from "./internal/is-file-dataset.ts";
import { deviationOf, type Moments } from "./internal/moments.ts";
import { firstAtLeast, planWindows } from "./internal/plan-windows.ts";
import { product } from "./internal/product.ts";
import { scale } from "./scale.ts";
import type { TableRowSource } from "./table-row.ts";
import type { Transform } from "./transform.ts";
import { withTransform } from "./with-transform.ts";

/**
 * Fits the transforms of a dataset of files on its view, in two passes through the files, one for means and one for
 * deviations: {@link encodeTable} for rows of tables, {@link standardise} for lists of numbers. Columns that have
 * transforms keep them.
 *
 * The transforms are those of the same examples in memory, bit for bit, if the view is in the order of the files, as
 * that of a split is.
 *
 * @param dataset only the training part. Give its transforms to the other parts with {@link withTransform}
 * @returns the same view with the transforms
 * @throws ArgumentError when the view has no examples
 * @throws Error when a file was changed since it was opened, or is damaged
 *
 * @example
 * ```ts no-run
 * import { fitTransforms, stratifiedSplit, withTransform } from "@dark-knowledge/datasets";
 * import { openFileDataset } from "@dark-knowledge/datasets/node";
 *
 * const { selected, rest } = stratifiedSplit(await openFileDataset("big.parquet", { label: "income" }), { size: 10_000, seed: 1 });
 * const training = await fitTransforms(rest);
 * const validation = withTransform(selected, training.columns.row.transforms[0]);
 * ```
 */
export async function fitTransforms(dataset: FileDataset): Promise<FileDataset> {
  assertExamples("fitTransforms", dataset);
  if (!isFileDataset(dataset)) {
    fail(
      "fitTransforms",
      "state",
      "dataset",
      "must be of files (encodeTable and standardise fit others)",
      "one in memory",
    );
  }
  const { storage, columns, rows } = dataset;
  if (rows.length === 0) fail("fitTransforms", "range", "dataset", "must have an example", "none");
  const fits = Object.entries(columns)
    .filter(([, { transforms }]) => transforms.length === 0)
    .map(([name, { source, shape }]) => {
      const isRow = source?.kind === "table-row";
      return { name, fit: isRow ? fitRows(source as TableRowSource) : fitNumbers(product(shape)) };
    });
  const { idsOf } = planWindows(dataset);
  for (const pass of fits.length === 0 ? [] : PASSES) {
    for (const ids of idsOf) {
      const group = firstAtLeast(storage.starts, ids[0]! + 1) - 1;
      const stored: StoredGroup = await storage.load("fitTransforms", group);
      const start = storage.starts[group]!;
      for (const { name, fit } of fits) fit[pass](stored[name]!, ids, start);
    }
  }
  return fits.reduce((set, { name, fit }) => withTransform(set, fit.result(), { column: name }), dataset);
}

/** The passes through the files. */
const PASSES = ["count", "measure"] as const;

/** Takes up the examples `ids` of a row group whose first one is `start`. */
type Take = (values: Float32Array, ids: Int32Array, start: number) => void;

/** A transform that is being fitted: first numbers are counted and added up, then their distances from the mean. */
interface Fit {
  readonly count: Take;
  readonly measure: Take;
  result(): Transform;
}

function fitNumbers(width: number): Fit {
  const { count, measure, moments } = columnMoments(width);
  return {
    ...{ count, measure },
    result: () => scale({ subtract: moments().map(({ mean }) => mean), divide: moments().map(deviationOf) }),
  };
}

function fitRows({ features }: TableRowSource): Fit {
  const width = features.length;
  const { count, measure, moments } = columnMoments(width);
  const found = features.map((feature) => new Float64Array(feature.type === "category" ? feature.values.length : 0));
  const categories = [...features.keys()].filter((index) => features[index]!.type === "category");
  let examples = 0;
  return {
    measure,
    count(values, ids, start) {
      count(values, ids, start);
      examples += ids.length;
      for (const index of categories) {
        const counts = found[index]!;
        for (const id of ids) {
          const code = values[(id - start) * width + index]!;
          if (code >= 0) counts[code]!++;
        }
      }
    },
    result: () => ({
      ...{ kind: "encode", version: 1 },
      features: features.map((feature, index) => {
        if (feature.type === "category") return encodeCategory(feature, found[index]!, 1);
        const own = moments()[index]!;
        return encodeNumber(feature.name, own, own.count < examples);
      }),
    }),
  };
}

/** The moments of each number of an example, without those that are missing. */
function columnMoments(width: number) {
  const [counts, sums, squares] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  const meanOf = (index: number) => (counts[index] === 0 ? 0 : sums[index]! / counts[index]!);
  let means: Float64Array | undefined;
  const each = (values: Float32Array, ids: Int32Array, start: number, use: (value: number, index: number) => void) => {
    for (const id of ids) {
      const from = (id - start) * width;
      for (let index = 0; index < width; index++) {
        const value = values[from + index]!;
        if (!Number.isNaN(value)) use(value, index);
      }
    }
  };
  return {
    count: ((values, ids, start) =>
      each(values, ids, start, (value, index) => {
        counts[index]!++;
        sums[index]! += value;
      })) satisfies Take,
    measure: ((values, ids, start) => {
      means ??= counts.map((_, index) => meanOf(index));
      const fixed = means;
      each(values, ids, start, (value, index) => {
        squares[index]! += (value - fixed[index]!) ** 2;
      });
    }) satisfies Take,
    moments: (): readonly Moments[] =>
      Array.from(counts, (count, index) => ({ count, mean: meanOf(index), squares: squares[index]! })),
  };
}

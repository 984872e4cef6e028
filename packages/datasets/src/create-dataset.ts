import { ArgumentError, assertOptions, formatValue } from "@dark-knowledge/core";
import type { Column, ColumnParts, ColumnValues } from "./column.ts";
import type { Dataset } from "./dataset.ts";
import { assertCount, checkColumn, countExamples } from "./internal/check-column.ts";
import { checkTargets } from "./internal/check-targets.ts";
import { checkWeights } from "./internal/check-weights.ts";
import type { Targets } from "./targets.ts";
import type { Transform } from "./transform.ts";

/** The short form of {@link createDataset}: one input and one class per example. */
export interface LabelledParts {
  /** {@link Column.values} of the column `features`. */
  readonly features: ColumnValues;
  /** {@link Column.shape}: `[28, 28, 1]` for an image of one channel. */
  readonly exampleShape: readonly number[];
  readonly offsets?: Int32Array;
  readonly transforms?: readonly Transform[];
  /** One class number per example, −1 where it is not known. Default: all are unknown. */
  readonly labels?: Int32Array;
  readonly classNames: readonly string[];
  readonly weights?: Float32Array;
}

/** The long form of {@link createDataset}: any inputs, any targets. */
export interface DatasetParts {
  readonly columns: Readonly<Record<string, ColumnParts>>;
  /** Default: `{ kind: "none" }`. */
  readonly targets?: Targets;
  readonly weights?: Float32Array;
}

/**
 * Wraps typed arrays as a dataset of all examples in stored order. Nothing is copied, and everything is checked here:
 * any dataset that can be created can be trained on.
 *
 * @throws ArgumentError when an array is of the wrong type or length, a number is not finite, a label is not a class
 * number, or a transform does not fit its column
 *
 * @example
 * ```ts
 * import { createDataset, datasetSize, scale } from "@dark-knowledge/datasets";
 *
 * const images = createDataset({
 *   features: Uint8Array.of(0, 255, 128, 64),
 *   exampleShape: [2],
 *   transforms: [scale({ divide: 255 })],
 *   labels: Int32Array.of(1, -1),
 *   classNames: ["dark", "light"],
 * });
 * datasetSize(images); // => 2
 *
 * const houses = createDataset({
 *   columns: {
 *     size: { values: Float32Array.of(120, 80, 95), shape: [1] },
 *     // Two, no and three words of the descriptions.
 *     words: { values: Int32Array.of(7, 3, 2, 2, 9), shape: [], offsets: Int32Array.of(0, 2, 2, 5) },
 *   },
 *   targets: { kind: "numbers", names: ["price"], values: Float32Array.of(310, 205, 260) },
 * });
 * datasetSize(houses); // => 3
 * ```
 */
export function createDataset(parts: LabelledParts | DatasetParts): Dataset {
  const isObject = typeof parts === "object" && parts !== null;
  if (isObject && "features" in parts) return createLabelled(parts);
  if (isObject && isNamedColumns(parts.columns)) return createGeneral(parts);
  throw new ArgumentError({
    functionName: "createDataset",
    argument: "parts",
    expected: "must have features, or columns by name (at least one)",
    received: isObject ? `the fields ${Object.keys(parts).join(", ") || "none"}` : formatValue(parts),
    code: "state",
  });
}

function isNamedColumns(columns: unknown): boolean {
  return typeof columns === "object" && columns !== null && Object.keys(columns).length > 0;
}

function createLabelled(parts: LabelledParts): Dataset {
  assertOptions<LabelledParts>("createDataset", parts, {
    features: true,
    exampleShape: true,
    offsets: true,
    transforms: true,
    labels: true,
    classNames: true,
    weights: true,
  });
  const { features, exampleShape, offsets, transforms, labels, classNames, weights } = parts;
  const path = (field: string) => SHORT_NAMES[field] ?? field;
  const given = {
    values: features,
    shape: exampleShape,
    ...(offsets ? { offsets } : {}),
    transforms: transforms ?? [],
  };
  const column = checkColumn(given, path);
  const count = countExamples(column, path);
  const targets: Targets = { kind: "classes", labels: labels ?? new Int32Array(count).fill(-1), classNames };
  return assemble(
    { features: column },
    count,
    checkTargets(targets, count, (field) => field),
    weights,
  );
}

const SHORT_NAMES: Readonly<Record<string, string>> = { values: "features", shape: "exampleShape" };

function createGeneral(parts: DatasetParts): Dataset {
  assertOptions<DatasetParts>("createDataset", parts, { columns: true, targets: true, weights: true });
  const { columns, targets = { kind: "none" }, weights } = parts;
  const checked: Record<string, Column> = {};
  let first: { readonly count: number; readonly as: string } | undefined;
  for (const [name, given] of Object.entries(columns)) {
    const path = (field: string) => `columns.${name}.${field}`;
    assertOptions<ColumnParts>(`createDataset: columns.${name}`, given, COLUMN_NAMES);
    const column = checkColumn(given, path);
    first ??= { count: countExamples(column, path), as: `columns.${name}` };
    assertCount(column, path, first);
    checked[name] = column;
  }
  const { count } = first!;
  return assemble(
    checked,
    count,
    checkTargets(targets, count, (field) => `targets.${field}`),
    weights,
  );
}

const COLUMN_NAMES = {
  values: true,
  shape: true,
  offsets: true,
  starts: true,
  names: true,
  source: true,
  transforms: true,
} as const;

function assemble(
  columns: Readonly<Record<string, Column>>,
  count: number,
  targets: Targets,
  weights: Float32Array | undefined,
): Dataset {
  if (weights !== undefined) checkWeights("weights", weights, count, "examples");
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return { columns, targets, ...(weights === undefined ? {} : { weights }), rows };
}

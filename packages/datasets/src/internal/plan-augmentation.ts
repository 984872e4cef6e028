import { assertInteger, assertOneOf, formatShape, formatValue } from "@dark-knowledge/core";
import type { Augmentation, AugmentationOptions, ColourAugmentation, CustomAugmentation } from "../augmentation.ts";
import type { Column } from "../column.ts";
import type { Dataset } from "../dataset.ts";
import { chosenColumn } from "./chosen-column.ts";
import type { MoveSteps } from "./draw-move.ts";
import { fail } from "./fail.ts";
import { traceTransforms } from "./trace-transforms.ts";

/** A change of the numbers of an example, and the stream of random numbers that it draws from. */
interface ChangeStep {
  readonly step: ColourAugmentation | CustomAugmentation;
  readonly stream: number;
}

/** The augmentation of one column's examples. */
export interface ColumnPlan {
  readonly moves: MoveSteps | undefined;
  readonly changes: readonly ChangeStep[];
}

/** The checked augmentation of examples. */
export interface AugmentationPlan {
  readonly isEmpty: boolean;
  readonly columns: Readonly<Record<string, ColumnPlan>>;
  /** How the class of each pixel is moved with it. */
  readonly moves: MoveSteps | undefined;
  /** Of mixup. */
  readonly alpha: number | undefined;
}

/** The most pixels of jitter. */
const MOST_JITTER = 1000;

/** Throws unless the examples of a dataset can be augmented in this way. */
export function planAugmentation(
  functionName: string,
  dataset: Dataset,
  { jitter = 0, augment = [] }: AugmentationOptions,
): AugmentationPlan {
  assertJitter(functionName, dataset, jitter);
  if (!Array.isArray(augment)) {
    fail(functionName, "dtype", "augment", "must be a list of augmentations", formatValue(augment));
  }
  const steps: readonly Augmentation[] = Array.from(augment);
  steps.forEach((step, index) => {
    assertStep(functionName, `augment[${index}]`, dataset, step);
  });
  // Mixing has a stream of its own, so that what is mixed looks as it does without it.
  const streams = steps.filter(({ kind }) => kind !== "mixup").map((step, index) => ({ step, stream: index + 1 }));
  const moving = streams.flatMap(({ step, stream }) =>
    step.kind === "flip" || step.kind === "crop" ? [{ step, stream }] : [],
  );
  const moves = jitter > 0 || moving.length > 0 ? { jitter, steps: moving } : undefined;
  if (moves !== undefined) assertMovableTargets(functionName, jitter > 0 ? "jitter" : "augment", dataset);
  const columns = Object.entries(dataset.columns).map(([name, column]): [string, ColumnPlan] => {
    const changes = streams.flatMap(({ step, stream }) => {
      const isMeant =
        (step.kind === "colour" && isImage(column)) || (step.kind === "custom" && (step.column ?? name) === name);
      return isMeant ? [{ step: step as ColourAugmentation | CustomAugmentation, stream }] : [];
    });
    return [name, { moves: isImage(column) ? moves : undefined, changes }];
  });
  return {
    isEmpty: moves === undefined && steps.length === 0,
    columns: Object.fromEntries(columns),
    moves,
    alpha: steps.find((step) => step.kind === "mixup")?.alpha,
  };
}

/** Whether the examples of a column are images: rows and columns of pixels, with channels or without. */
function isImage({ shape, offsets, names }: Column): boolean {
  return offsets === undefined && names === undefined && (shape.length === 2 || shape.length === 3);
}

function assertJitter(functionName: string, { columns }: Dataset, jitter: number): void {
  assertInteger(functionName, "jitter", jitter, { min: 0, max: MOST_JITTER });
  if (jitter === 0) return;
  const images = Object.values(columns).filter(isImage);
  if (images.length === 0) {
    const expected = `must be 0 for examples of shape ${shapesOf(columns)}, which are no images`;
    fail(functionName, "shape", "jitter", expected, String(jitter));
  }
  const sides = images.flatMap(({ shape }) => [shape[0]!, shape[1]!]);
  assertInteger(functionName, "jitter", jitter, { min: 0, below: Math.min(...sides) });
}

function shapesOf(columns: Dataset["columns"]): string {
  return Object.values(columns)
    .map(({ shape }) => formatShape(shape))
    .join(" and ");
}

function assertStep(functionName: string, argument: string, dataset: Dataset, step: Augmentation): void {
  if (typeof step !== "object" || step === null) {
    fail(functionName, "dtype", argument, "must be an augmentation", formatValue(step));
  }
  assertOneOf(functionName, `${argument}.kind`, step.kind, ["flip", "crop", "colour", "mixup", "custom"]);
  const { columns } = dataset;
  if (step.kind === "mixup") {
    assertMixable(functionName, argument, dataset);
    return;
  }
  if (step.kind === "custom") {
    assertChangeable(functionName, argument, dataset, step);
    return;
  }
  const images = Object.values(columns).filter(isImage);
  if (images.length === 0) {
    fail(
      functionName,
      "shape",
      argument,
      "must be for images",
      `${step.kind} of examples of shape ${shapesOf(columns)}`,
    );
  }
  if (step.kind !== "colour") return;
  for (const { shape, values } of images) {
    if ([1, 3].includes(shape[2] ?? 1) && !(values instanceof Int32Array)) continue;
    const received = `${values.constructor.name} of shape ${formatShape(shape)}`;
    fail(functionName, "shape", argument, "must be for bytes or floats of 1 or 3 channels", `colour of a ${received}`);
  }
}

function assertChangeable(functionName: string, argument: string, dataset: Dataset, step: CustomAugmentation): void {
  const [name, column] = chosenColumn(functionName, dataset, step.column);
  const isRow = column.transforms.some(({ kind }) => kind === "counts" || kind === "encode");
  if (isRow) fail(functionName, "state", argument, "must be for a column that is not counted or encoded", name);
}

function assertMixable(functionName: string, argument: string, { columns, targets, rows }: Dataset): void {
  const isMixed = (column: Column) => {
    const { isSequence, isInteger } = traceTransforms(column);
    return !isSequence && !isInteger;
  };
  const wrong = Object.entries(columns).find(([, column]) => !isMixed(column));
  if (wrong !== undefined) {
    fail(functionName, "state", argument, "must not mix sequences or integers", `mixup of the column ${wrong[0]}`);
  }
  if (targets.kind === "positions" && targets.offsets !== undefined) {
    fail(functionName, "state", argument, "must not mix targets of sequences", "mixup");
  }
  if (rows.length === 0) fail(functionName, "state", argument, "must have examples to mix", "mixup of none");
}

/** A class at each pixel must be of the pixels of all images, to be moved with them. */
function assertMovableTargets(functionName: string, argument: string, { columns, targets }: Dataset): void {
  if (targets.kind !== "positions") return;
  const extentOf = (shape: readonly number[]) => formatShape(shape.slice(0, 2));
  const expected = Object.values(columns)
    .filter(isImage)
    .map(({ shape }) => extentOf(shape));
  const own = targets.offsets === undefined ? extentOf(targets.shape) : "sequences";
  if (targets.shape.length === 2 && expected.every((extent) => extent === own)) return;
  const rule = `must move images only whose pixels have the classes (${expected.join(", ")})`;
  fail(functionName, "state", argument, rule, `targets of ${own}`);
}

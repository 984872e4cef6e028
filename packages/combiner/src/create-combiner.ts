import {
  ArgumentError,
  assertArray,
  assertInteger,
  assertNumber,
  assertObject,
  assertOneOf,
} from "@dark-knowledge/core";
import type { Activation } from "./activation.ts";
import type { CombineOptions, CombineStatus } from "./combine-options.ts";
import { activateRows, createActivator } from "./internal/activator.ts";
import { checkedClasses, checkedSum, readSettings } from "./internal/check-rows.ts";
import { type ActiveRow, createRow } from "./internal/row.ts";
import { scaleOf } from "./internal/scale-of.ts";
import { listShared } from "./internal/shared-classes.ts";
import { createRowReport, solveRow } from "./internal/solve-row.ts";

/** Options of {@link createCombiner}. */
export interface CombinerOptions extends CombineOptions {
  /** The number of classes. */
  readonly classes: number;
  /** The classes of each specialist, each once, and the weight of its divergence (default: 1). */
  readonly specialists: readonly { readonly classes: ArrayLike<number>; readonly weight?: number }[];
  /** How many of the generalist's most probable classes activate specialists. Default: 1, as in the paper. */
  readonly topClasses?: number;
  /**
   * Whether to compute {@link CombinedBatch.objectives}, which takes logarithms of all active probabilities. Default:
   * true.
   */
  readonly withObjectives?: boolean;
}

/** The combined answers to many examples. {@link CombinedRow} explains the values of each. */
export interface CombinedBatch {
  readonly rows: number;
  /** `[rows, classes]`, row-major. */
  readonly probs: Float32Array;
  /** Empty if not requested. */
  readonly objectives: Float64Array;
  readonly gaps: Float64Array;
  readonly iterations: Int32Array;
  readonly statuses: readonly CombineStatus[];
  readonly undetermined: Float64Array;
}

/** Options of {@link Combiner.combine}. */
export interface CombineBatchOptions {
  /**
   * The rows in `specialistProbs`: those of `activation.rowsOf` (`"active"`), or one for every example (`"all"`), of
   * which only those are read for which the specialist is active. Default: `"active"`.
   */
  readonly specialistRows?: "active" | "all";
  /** The result of an earlier batch with as many rows, to overwrite instead of allocating a new one. */
  readonly into?: CombinedBatch;
}

/** Combines batch after batch. It keeps its working memory between batches, but no data. */
export interface Combiner {
  /**
   * Finds the active specialists of each row, and for each specialist the rows for which it must be run.
   *
   * @param generalistProbs `[rows, classes]`, row-major
   */
  activate(generalistProbs: Float32Array): Activation;
  /**
   * Combines the rows of a batch.
   *
   * @param activation the result of `activate`
   * @param specialistProbs for each specialist `[its rows, its classes + 1]`, the dustbin last
   */
  combine(
    activation: Activation,
    specialistProbs: readonly Float32Array[],
    options?: CombineBatchOptions,
  ): CombinedBatch;
}

/**
 * Creates a combiner of a generalist and a fixed set of specialists, for batches. Each row is solved as by
 * {@link combine}.
 *
 * Only the arrays of the result are allocated, nothing per row; with `into` not even those.
 *
 * @throws ArgumentError when a class is out of range or given twice, or a specialist knows none. Its methods throw when
 * a row does not sum to 1 or holds NaN, or an array has the wrong length
 *
 * @example
 * ```ts
 * import { createCombiner } from "@dark-knowledge/combiner";
 *
 * const combiner = createCombiner({ classes: 3, specialists: [{ classes: [0, 1] }, { classes: [2] }] });
 * const generalistProbs = Float32Array.of(0.5, 0.25, 0.25, 0, 0.25, 0.75);
 * const activation = combiner.activate(generalistProbs);
 * activation.rowsOf; // => [[0], [1]]
 *
 * // Each specialist is run on its rows only.
 * const specialistProbs = [Float32Array.of(0.25, 0.5, 0.25), Float32Array.of(0.5, 0.5)];
 * const { probs, statuses } = combiner.combine(activation, specialistProbs);
 * probs; // => [0.375, 0.375, 0.25, 0, 0.375, 0.625]
 * statuses; // => ["solved", "solved"]
 * ```
 */
export function createCombiner(options: CombinerOptions): Combiner {
  assertObject("createCombiner", "options", options);
  const { classes, topClasses = 1, withObjectives = true } = options;
  assertInteger("createCombiner", "classes", classes, { min: 1 });
  assertInteger("createCombiner", "topClasses", topClasses, { min: 1, max: classes });
  const settings = { ...readSettings("createCombiner", options), withObjective: withObjectives };
  assertArray("createCombiner", "specialists", options.specialists, "Array");
  const specialists = options.specialists.map((specialist, index): ActiveRow => {
    assertObject("createCombiner", `specialists[${index}]`, specialist);
    const { classes: own, weight = 1 } = specialist;
    const known = checkedClasses("createCombiner", `specialists[${index}].classes`, own, classes);
    assertNumber("createCombiner", `specialists[${index}].weight`, weight, { above: 0 });
    return { classes: known, index, shared: [], probs: new Float32Array(0), offset: 0, weight, scale: 1 };
  });
  const sets = specialists.map((specialist) => specialist.classes);
  const shared = listShared(classes, sets);
  for (const specialist of specialists) specialist.shared = shared[specialist.index]!;
  const activator = createActivator(classes, sets, topClasses);
  const row = createRow(classes);
  const report = createRowReport();

  function activate(generalistProbs: Float32Array): Activation {
    assertArray("Combiner.activate", "generalistProbs", generalistProbs, "Float32Array");
    return activateRows(activator, generalistProbs, countRows(generalistProbs, classes), classes);
  }

  function combine(
    activation: Activation,
    specialistProbs: readonly Float32Array[],
    options: CombineBatchOptions = {},
  ): CombinedBatch {
    assertActivation(activation, classes, specialists.length);
    assertObject(COMBINE, "options", options);
    const { specialistRows = "active", into } = options;
    assertOneOf(COMBINE, "specialistRows", specialistRows, ["active", "all"]);
    const { rows, generalistProbs, sums, start, specialists: listed } = activation;
    assertSpecialistRows(specialistProbs, specialists, activation, specialistRows);
    if (into !== undefined) assertFits(into, rows, classes, withObjectives);
    const batch = (into ?? createBatch(rows, classes, withObjectives)) as ReturnType<typeof createBatch>;
    const generalist = { probs: generalistProbs, offset: 0, weight: settings.generalistWeight, sum: 1 };
    const next = new Int32Array(specialists.length);
    const active: ActiveRow[] = [];
    for (let r = 0; r < rows; r++) {
      generalist.offset = r * classes;
      generalist.sum = sums[r]!;
      const count = start[r + 1]! - start[r]!;
      for (let k = 0; k < count; k++) {
        const index = listed[start[r]! + k]!;
        const specialist = specialists[index]!;
        active[k] = specialist;
        const at = specialistRows === "all" ? r : next[index]!++;
        readRow(specialist, specialistProbs[index]!, at, index, classes);
      }
      solveRow(row, generalist, active, count, settings, batch.probs, report);
      if (withObjectives) batch.objectives[r] = report.objective;
      batch.gaps[r] = report.gap;
      batch.iterations[r] = report.iterations;
      batch.statuses[r] = report.status;
      batch.undetermined[r] = report.undetermined;
    }
    for (const specialist of specialists) specialist.probs = EMPTY;
    return batch;
  }

  return { activate, combine };
}

const COMBINE = "Combiner.combine";
const EMPTY = new Float32Array(0);

function readRow(specialist: ActiveRow, probs: Float32Array, at: number, index: number, classes: number): void {
  const known = specialist.classes.length;
  const offset = at * (known + 1);
  const sum = checkedSum(COMBINE, "specialistProbs", probs, offset, known + 1, index, at);
  specialist.probs = probs;
  specialist.offset = offset;
  // Only a specialist that knows all classes needs the longer path.
  specialist.scale = known < classes ? 1 / sum : scaleOf({ functionName: COMBINE, probs, offset, sum }, known, classes);
}

function createBatch(rows: number, classes: number, withObjectives: boolean) {
  return {
    rows,
    probs: new Float32Array(rows * classes),
    objectives: new Float64Array(withObjectives ? rows : 0),
    gaps: new Float64Array(rows),
    iterations: new Int32Array(rows),
    statuses: new Array<CombineStatus>(rows).fill("solved"),
    undetermined: new Float64Array(rows),
  };
}

function countRows(probs: Float32Array, classes: number): number {
  if (probs.length % classes === 0) return probs.length / classes;
  throw new ArgumentError({
    functionName: "Combiner.activate",
    argument: "generalistProbs",
    expected: `must have a length that is a multiple of ${classes} (the classes)`,
    received: String(probs.length),
    code: "shape",
  });
}

function fail(argument: string, expected: string, received: number | string): never {
  throw new ArgumentError({
    functionName: COMBINE,
    argument,
    expected,
    received: String(received),
    code: "shape",
  });
}

/** Throws unless it can be what `activate` gave: all that is read by its numbers is there. */
function assertActivation(activation: Activation, classes: number, specialistCount: number): void {
  assertObject(COMBINE, "activation", activation);
  const { rows, generalistProbs, sums, start, specialists, rowsOf } = activation;
  assertInteger(COMBINE, "activation.rows", rows, { min: 0 });
  assertArray(COMBINE, "activation.generalistProbs", generalistProbs, "Float32Array");
  assertArray(COMBINE, "activation.sums", sums, "Float64Array");
  assertArray(COMBINE, "activation.start", start, "Int32Array");
  assertArray(COMBINE, "activation.specialists", specialists, "Int32Array");
  assertArray(COMBINE, "activation.rowsOf", rowsOf, "Array");
  for (const [index, own] of rowsOf.entries()) assertArray(COMBINE, `activation.rowsOf[${index}]`, own, "Int32Array");
  const hasLengths =
    generalistProbs.length === rows * classes &&
    sums.length === rows &&
    start.length === rows + 1 &&
    start[rows] === specialists.length &&
    rowsOf.length === specialistCount;
  const areKnown = specialists.every((index) => index >= 0 && index < specialistCount);
  if (hasLengths && areKnown) return;
  fail(
    "activation",
    "must be of Combiner.activate of the same combiner",
    hasLengths ? "unknown specialists" : "other lengths",
  );
}

function assertSpecialistRows(
  specialistProbs: readonly Float32Array[],
  specialists: readonly ActiveRow[],
  activation: Activation,
  specialistRows: "active" | "all",
): void {
  assertArray(COMBINE, "specialistProbs", specialistProbs, "Array");
  if (specialistProbs.length !== specialists.length) {
    fail("specialistProbs", `must have length ${specialists.length} (the specialists)`, specialistProbs.length);
  }
  specialists.forEach(({ classes }, index) => {
    const count = specialistRows === "all" ? activation.rows : activation.rowsOf[index]!.length;
    assertArray(COMBINE, `specialistProbs[${index}]`, specialistProbs[index], "Float32Array");
    const { length } = specialistProbs[index]!;
    if (length === count * (classes.length + 1)) return;
    const shape = `${count} rows of ${classes.length} classes and the dustbin`;
    fail(`specialistProbs[${index}]`, `must have length ${count * (classes.length + 1)} (${shape})`, length);
  });
}

function assertFits(into: CombinedBatch, rows: number, classes: number, withObjectives: boolean): void {
  assertObject(COMBINE, "into", into);
  assertArray(COMBINE, "into.probs", into.probs, "Float32Array");
  for (const name of ["objectives", "gaps", "undetermined"] as const) {
    assertArray(COMBINE, `into.${name}`, into[name], "Float64Array");
  }
  assertArray(COMBINE, "into.iterations", into.iterations, "Int32Array");
  assertArray(COMBINE, "into.statuses", into.statuses, "Array");
  if (into.probs.length !== rows * classes) {
    fail("into.probs", `must have length ${rows * classes} (${rows} rows of ${classes} classes)`, into.probs.length);
  }
  const objectives = withObjectives ? rows : 0;
  if (into.objectives.length !== objectives) {
    fail("into.objectives", `must have length ${objectives}`, into.objectives.length);
  }
}

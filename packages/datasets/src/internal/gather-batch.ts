import type { Batch } from "../batch.ts";
import type { Column } from "../column.ts";
import type { FileDataset, StoredGroup } from "../file-dataset.ts";
import { compileView } from "./compile-view.ts";
import { fail } from "./fail.ts";
import { pickTargets } from "./pick-targets.ts";
import { planAugmentation } from "./plan-augmentation.ts";
import { firstAtLeast } from "./plan-windows.ts";
import { product } from "./product.ts";

/** Room for the stored numbers of a batch. */
interface Stage {
  readonly name: string;
  readonly values: Float32Array;
  readonly size: number;
  /** Whether NaN, a missing number, would reach the model. */
  readonly refusesMissing: boolean;
}

/**
 * Makes batches of chosen examples of files, at most `batchSize` in each: their stored numbers are copied out of the row groups, and read as
 * those of a dataset in memory are. A row group is loaded once for a batch.
 */
export function compileGather(
  functionName: string,
  dataset: FileDataset,
  batchSize: number,
): (ids: Int32Array) => Promise<Batch> {
  const { columns, targets, weights, storage } = dataset;
  // Nothing is augmented; and what is wrong with the columns is found here.
  const plan = planAugmentation(functionName, dataset, {});
  compileView(functionName, dataset, plan);
  const stages = Object.entries(columns).map(([name, column]): Stage => {
    const size = product(column.shape);
    const isRow = column.source?.kind === "table-row";
    const refusesMissing = isRow && column.transforms[0]?.kind !== "encode";
    return { name, size, refusesMissing, values: new Float32Array(batchSize * size) };
  });
  const staged = stages.map(({ name, values }): [string, Column] => [name, { ...columns[name]!, values }]);
  const view = compileView(
    functionName,
    { columns: Object.fromEntries(staged), targets: { kind: "none" }, rows: new Int32Array(0) },
    plan,
  );

  function copy(group: number, stored: StoredGroup, ids: Int32Array, positions: readonly number[]): void {
    const start = storage.starts[group]!;
    for (const { name, values, size, refusesMissing } of stages) {
      const from = stored[name]!;
      for (const position of positions) {
        copyExample(from, (ids[position]! - start) * size, values, position * size, size);
        if (refusesMissing) assertKnown(functionName, values, position * size, size);
      }
    }
  }

  return async (ids) => {
    for (const [group, positions] of positionsByGroup(storage.starts, ids)) {
      const stored = storage.load(functionName, group);
      copy(group, stored instanceof Promise ? await stored : stored, ids, positions);
    }
    const local = Int32Array.from({ length: ids.length }, (_, index) => index);
    const { inputs } = view(local, 0);
    return {
      inputs,
      targets: pickTargets(targets, ids),
      ...(weights === undefined ? {} : { weights: Float32Array.from(ids, (id) => weights[id]!) }),
      ids,
      augmentationSeed: 0,
    };
  };
}

/** In the order in which they are needed first. */
function positionsByGroup(starts: Int32Array, ids: Int32Array): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (let position = 0; position < ids.length; position++) {
    const group = firstAtLeast(starts, ids[position]! + 1) - 1;
    const positions = found.get(group);
    if (positions === undefined) found.set(group, [position]);
    else positions.push(position);
  }
  return found;
}

/** Below this many numbers a loop is faster than a view and a block copy. */
const FEWEST_IN_BLOCK = 48;

function copyExample(from: Float32Array, start: number, to: Float32Array, offset: number, size: number): void {
  if (size >= FEWEST_IN_BLOCK) to.set(from.subarray(start, start + size), offset);
  else for (let index = 0; index < size; index++) to[offset + index] = from[start + index]!;
}

function assertKnown(functionName: string, values: Float32Array, offset: number, size: number): void {
  for (let index = 0; index < size; index++) {
    if (!Number.isNaN(values[offset + index]!)) continue;
    fail(functionName, "state", "dataset", "must have rows with the transform of encodeTable", "missing numbers");
  }
}

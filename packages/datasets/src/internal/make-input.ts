import { createRandom, deriveSeed } from "@dark-knowledge/core";
import type { Input } from "../batch.ts";
import { jitterShift } from "../jitter-shift.ts";
import { changeColour } from "./change-colour.ts";
import type { CompiledColumn, Elementwise, InputValues } from "./compiled-column.ts";
import { copyShifted } from "./copy-shifted.ts";
import { drawMove, type Extent, type Move } from "./draw-move.ts";
import type { ColumnPlan } from "./plan-augmentation.ts";
import { readMoved } from "./read-moved.ts";

/** Collects some examples of a column, augmented as it is planned unless the seed is 0. */
export function makeInput(
  column: CompiledColumn,
  ids: Int32Array,
  augmentationSeed = 0,
  plan: ColumnPlan | undefined = undefined,
): Input {
  const { shape, size, offsets, reader } = column;
  const startOf = startsOf(column);
  const augment =
    plan === undefined || augmentationSeed === 0 ? undefined : compileChanges(plan.changes, reader, augmentationSeed);
  if (offsets !== undefined) return makeSequences(column, offsets, ids, augment);
  const values = column.allocate(ids.length * size);
  const moves = augmentationSeed === 0 ? undefined : plan?.moves;
  if (reader.kind === "rows") {
    for (let index = 0; index < ids.length; index++) reader.read(ids[index]!, values, index * size);
  } else if (moves === undefined && augment === undefined) {
    copyExamples(reader, column, ids, values);
  } else {
    ids.forEach((id, index) => {
      const offset = index * size;
      if (moves !== undefined && moves.steps.length === 0 && augment === undefined) {
        const shift = jitterShift(augmentationSeed, id, moves.jitter);
        copyShifted(reader, shape, startOf(id), values, offset, shift);
        return;
      }
      if (moves === undefined) reader.copyStored(startOf(id), values, offset, size);
      else {
        const move = drawMove(moves, extentOf(shape), augmentationSeed, id);
        readMovedExample(reader, shape, { start: startOf(id), values, offset }, move);
      }
      augment?.(values.subarray(offset, offset + size), shape, id);
      reader.apply(values, offset, size);
    });
  }
  return { values, shape: [ids.length, ...shape] };
}

/** Changes the stored numbers of one example. */
type ChangeExample = (values: InputValues, shape: readonly number[], id: number) => void;

function compileChanges(
  changes: ColumnPlan["changes"],
  reader: CompiledColumn["reader"],
  augmentationSeed: number,
): ChangeExample | undefined {
  if (changes.length === 0 || reader.kind === "rows") return undefined;
  const white = reader.stored instanceof Uint8Array ? 255 : 1;
  return (values, shape, id) => {
    for (const { step, stream } of changes) {
      const random = createRandom(deriveSeed(augmentationSeed, "change", id, stream));
      if (step.kind === "custom") step.change({ values, shape, id, random });
      else changeColour(values as Float32Array, shape[2] ?? 1, white, step, random.uniform);
    }
  };
}

function extentOf([height = 1, width = 1]: readonly number[]): Extent {
  return { height, width };
}

function readMovedExample(
  { stored }: Elementwise,
  shape: readonly number[],
  { start, values, offset }: { readonly start: number; readonly values: InputValues; readonly offset: number },
  move: Move,
): void {
  const channels = shape[2] ?? 1;
  readMoved(stored, start, values, offset, { ...extentOf(shape), channels }, move);
}

function startsOf({ size, starts }: CompiledColumn): (id: number) => number {
  return starts === undefined ? (id) => id * size : (id) => starts[id]!;
}

/** Neighbours are copied at once, unless they overlap. */
function copyExamples(
  { copy }: Elementwise,
  { size, starts }: CompiledColumn,
  ids: Int32Array,
  values: InputValues,
): void {
  if (starts !== undefined) {
    for (let index = 0; index < ids.length; index++) copy(starts[ids[index]!]!, values, index * size, size);
    return;
  }
  for (let index = 0; index < ids.length; ) {
    let end = index + 1;
    while (end < ids.length && ids[end] === ids[end - 1]! + 1) end++;
    copy(ids[index]! * size, values, index * size, (end - index) * size);
    index = end;
  }
}

function makeSequences(
  { shape, size, allocate, reader }: CompiledColumn,
  offsets: Int32Array,
  ids: Int32Array,
  augment: ChangeExample | undefined,
): Input {
  const { copy, copyStored, apply } = reader as Elementwise;
  const lengths = ids.map((id) => offsets[id + 1]! - offsets[id]!);
  const longest = longestOf(lengths);
  const values = allocate(ids.length * longest * size);
  const mask = new Uint8Array(ids.length * longest);
  ids.forEach((id, index) => {
    const length = lengths[index]!;
    const offset = index * longest * size;
    if (augment === undefined) {
      copy(offsets[id]! * size, values, offset, length * size);
    } else {
      copyStored(offsets[id]! * size, values, offset, length * size);
      augment(values.subarray(offset, offset + length * size), [length, ...shape], id);
      apply(values, offset, length * size);
    }
    mask.fill(1, index * longest, index * longest + length);
  });
  return { values, shape: [ids.length, longest, ...shape], lengths, mask };
}

/** At least 1: tensors without elements are trouble. */
export function longestOf(lengths: Int32Array): number {
  return lengths.reduce((longest, length) => Math.max(longest, length), 1);
}

import type { Input } from "../batch.ts";
import { jitterShift } from "../jitter-shift.ts";
import type { CompiledColumn, Elementwise, InputValues } from "./compiled-column.ts";
import { copyShifted } from "./copy-shifted.ts";

/** Collects some examples of a column. */
export function makeInput(column: CompiledColumn, ids: Int32Array, augmentationSeed: number, jitter: number): Input {
  const { shape, size, offsets, reader } = column;
  if (offsets !== undefined) return makeSequences(column, offsets, ids);
  const values = column.allocate(ids.length * size);
  if (reader.kind === "rows") {
    for (let index = 0; index < ids.length; index++) reader.read(ids[index]!, values, index * size);
  } else if (jitter === 0 || augmentationSeed === 0) {
    copyExamples(reader, size, ids, values);
  } else {
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index]!;
      copyShifted(reader, shape, id * size, values, index * size, jitterShift(augmentationSeed, id, jitter));
    }
  }
  return { values, shape: [ids.length, ...shape] };
}

/** Neighbours are copied at once. */
function copyExamples({ copy }: Elementwise, size: number, ids: Int32Array, values: InputValues): void {
  for (let index = 0; index < ids.length; ) {
    let end = index + 1;
    while (end < ids.length && ids[end] === ids[end - 1]! + 1) end++;
    copy(ids[index]! * size, values, index * size, (end - index) * size);
    index = end;
  }
}

function makeSequences({ shape, size, allocate, reader }: CompiledColumn, offsets: Int32Array, ids: Int32Array): Input {
  const { copy } = reader as Elementwise;
  const lengths = ids.map((id) => offsets[id + 1]! - offsets[id]!);
  const longest = longestOf(lengths);
  const values = allocate(ids.length * longest * size);
  const mask = new Uint8Array(ids.length * longest);
  ids.forEach((id, index) => {
    const length = lengths[index]!;
    copy(offsets[id]! * size, values, index * longest * size, length * size);
    mask.fill(1, index * longest, index * longest + length);
  });
  return { values, shape: [ids.length, longest, ...shape], lengths, mask };
}

/** At least 1: tensors without elements are trouble. */
export function longestOf(lengths: Int32Array): number {
  return lengths.reduce((longest, length) => Math.max(longest, length), 1);
}

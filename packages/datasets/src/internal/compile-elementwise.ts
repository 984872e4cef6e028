import type { Column, ColumnValues } from "../column.ts";
import type { ScaleTransform, VocabularyTransform } from "../transform.ts";
import { compileScales, type ScaleStep, scaleSteps } from "./compile-scales.ts";
import type { Apply, Copy, Elementwise } from "./compiled-column.ts";
import { remapNames } from "./remap-names.ts";

/** Tables of what becomes of a byte are made up to this many channels. */
const MOST_TABLED_CHANNELS = 16;

/** Reads numbers one by one: as they are stored, renumbered or scaled. */
export function compileElementwise(
  { values, names }: Column,
  vocabulary: VocabularyTransform | undefined,
  scales: readonly ScaleTransform[],
  lastAxis: number,
): Elementwise {
  const steps = scaleSteps(scales, lastAxis);
  const period = steps[0]?.subtract.length ?? 1;
  const copyStored =
    vocabulary === undefined ? copyAsStored(values) : copyRenumbered(values, remapNames(names!, vocabulary));
  const apply = compileScales(steps);
  const blank = new Float32Array(period);
  apply(blank, 0, period);
  return {
    kind: "elementwise",
    stored: values,
    isUniform: period === 1,
    blank: blank[0]!,
    copy: vocabulary === undefined ? compileCopy(values, steps, copyStored) : copyStored,
    copyStored,
    apply,
  };
}

function compileCopy(values: ColumnValues, steps: readonly ScaleStep[], copyStored: Copy): Copy {
  const [first, ...more] = steps;
  if (first === undefined) return copyStored;
  const period = first.subtract.length;
  if (values instanceof Uint8Array && period <= MOST_TABLED_CHANNELS) {
    return copyByTable(values, period, compileScales(steps));
  }
  const copy = copyAndScale(values, first);
  if (more.length === 0) return copy;
  const applyRest = compileScales(more);
  return (start, target, offset, length) => {
    copy(start, target, offset, length);
    applyRest(target, offset, length);
  };
}

function copyRenumbered(stored: ColumnValues, numbers: Int32Array): Copy {
  return (start, target, offset, length) => {
    const [values, table, end] = [stored, numbers, start + length];
    for (let from = start, to = offset; from < end; from++, to++) target[to] = table[values[from]!]!;
  };
}

/** Below this many numbers a loop is faster than a view and a block copy. */
const FEWEST_IN_BLOCK = 48;

function copyAsStored(values: ColumnValues): Copy {
  return (start, target, offset, length) => {
    if (length >= FEWEST_IN_BLOCK) target.set(values.subarray(start, start + length), offset);
    else for (let index = 0; index < length; index++) target[offset + index] = values[start + index]!;
  };
}

// The loops below run over local names: engines do not keep those of a closure in registers.

/** Looking a byte up is faster than computing with it. */
function copyByTable(values: Uint8Array, period: number, apply: Apply): Copy {
  const made = Float32Array.from({ length: 256 * period }, (_, index) => Math.floor(index / period));
  apply(made, 0, made.length);
  if (period === 1) {
    return (start, target, offset, length) => {
      const [bytes, table, end] = [values, made, start + length];
      for (let from = start, to = offset; from < end; from++, to++) target[to] = table[bytes[from]!]!;
    };
  }
  return (start, target, offset, length) => {
    const [bytes, table, channels, end] = [values, made, period, start + length];
    for (let from = start, to = offset; from < end; ) {
      for (let channel = 0; channel < channels; channel++, from++, to++) {
        target[to] = table[bytes[from]! * channels + channel]!;
      }
    }
  };
}

/** In one pass. */
function copyAndScale(stored: ColumnValues, step: ScaleStep): Copy {
  return (start, target, offset, length) => {
    const [values, { subtract, factor }, end] = [stored, step, start + length];
    for (let from = start, to = offset; from < end; ) {
      for (let index = 0; index < subtract.length; index++, from++, to++) {
        target[to] = (values[from]! - subtract[index]!) * factor[index]!;
      }
    }
  };
}

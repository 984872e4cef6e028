import type { Weight } from "./weight.ts";

/** A weight as integers from −127 to 127, and the step of each channel. */
export interface Int8Codes {
  readonly codes: Int8Array;
  readonly steps: Float32Array;
}

/**
 * Finds the steps of which the weights of each channel, a place along an axis, are multiples; undefined for weights that are none. They are exact: the file holds
 * the same float32 numbers as the model.
 */
export function int8Codes({ shape, values }: Weight, axis: number): Int8Codes | undefined {
  const channels = shape[axis]!;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const channelOf = (index: number) => Math.floor(index / inner) % channels;
  const lists = Array.from({ length: channels }, (): number[] => []);
  for (const [index, value] of values.entries()) lists[channelOf(index)]!.push(value);
  const steps = new Float32Array(channels);
  for (const [channel, list] of lists.entries()) {
    const step = stepOf(list);
    if (step === undefined) return undefined;
    steps[channel] = step;
  }
  return { codes: Int8Array.from(values, (value, index) => Math.round(value / steps[channelOf(index)]!)), steps };
}

/** The largest step of which all numbers are multiples, at most 127 times. Zeros are multiples of 1. */
function stepOf(values: readonly number[]): number | undefined {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let code = 1; code <= 127; code++) {
    const step = Math.fround(largest / code) || 1;
    if (values.every((value) => Math.fround(Math.round(value / step) * step) === value)) return step;
  }
  return undefined;
}

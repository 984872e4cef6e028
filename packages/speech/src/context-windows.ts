import { assertArray, assertInteger, type Matrix } from "@dark-knowledge/core";
import type { ContextOptions } from "./context-options.ts";
import { assertUtterances } from "./internal/assert-features.ts";
import { readContextOptions } from "./internal/read-context-options.ts";

/** The frames of utterances, each with its neighbours. */
export interface ContextWindows {
  /** The number of frames of all utterances, which is the number of windows. */
  readonly count: number;
  /** The length of a window: features · (past + 1 + future). */
  readonly width: number;
  /** The number of the first frame of each utterance, and behind them `count`. */
  readonly offsets: Int32Array;
  /** The memory that the windows share: each frame once, with the repeated ones around utterances. Not to be written to. */
  readonly values: Float32Array;
  /** Where in `values` the window of each frame begins: with them, a column of a dataset has the windows as examples, without a copy. */
  readonly starts: Int32Array;
  /**
   * Returns the window of a frame, oldest frame first: a view of memory that the windows share, not to be written to.
   *
   * @throws ArgumentError when there is no such frame
   */
  window(frame: number): Float32Array;
  /**
   * Copies the windows of some frames, as a batch for a model.
   *
   * @returns a new matrix, frames × width
   * @throws ArgumentError when there is no such frame
   */
  batch(frames: ArrayLike<number>): Matrix<Float32Array>;
}

/**
 * Joins each frame with those before and after it, as the input of an acoustic model. Before an utterance its first frame counts as
 * repeated, after it its last.
 *
 * Windows overlap in memory: for 26 frames each, it holds every frame once, with 25 more per utterance, not 26 times.
 *
 * @param utterances matrices of frames × features; frames are numbered through all of them
 * @throws ArgumentError when the utterances differ in width, or a number is not finite
 * @see Hinton, Vinyals and Dean (2015), section 4.1: 26 frames, of which the net predicts the 21st
 * @see {@link createContextStream} for frames that arrive one after the other
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { contextWindows } from "@dark-knowledge/speech";
 *
 * const utterances = [createMatrix(3, 1, Float32Array.of(1, 2, 3)), createMatrix(1, 1, Float32Array.of(9))];
 * const windows = contextWindows(utterances, { past: 2, future: 1 });
 * windows.count; // => 4
 * windows.window(1); // => [1, 1, 2, 3]
 * windows.batch([2, 3]).data; // => [1, 2, 3, 3, 9, 9, 9, 9]
 * ```
 */
export function contextWindows(utterances: readonly Matrix[], options: ContextOptions = {}): ContextWindows {
  assertUtterances("contextWindows", "utterances", utterances);
  const { past, future } = readContextOptions("contextWindows", options);
  const { columns } = utterances[0]!;
  const width = columns * (past + 1 + future);
  const offsets = Int32Array.of(0, ...utterances.map(() => 0));
  utterances.forEach(({ rows }, index) => {
    offsets[index + 1] = offsets[index]! + rows;
  });
  const count = offsets.at(-1)!;
  const starts = new Int32Array(count);
  const held = new Float32Array(columns * utterances.reduce((sum, { rows }) => sum + heldRows(rows, past + future), 0));
  let at = 0;
  utterances.forEach(({ rows, data }, index) => {
    for (let frame = 0; frame < rows; frame++) starts[offsets[index]! + frame] = at + frame * columns;
    for (let row = -past; row < rows + future && rows > 0; row++) {
      const source = Math.min(Math.max(row, 0), rows - 1) * columns;
      held.set(data.subarray(source, source + columns), at);
      at += columns;
    }
  });
  const window = (functionName: string, argument: string, frame: number) => {
    assertInteger(functionName, argument, frame, { min: 0, below: count });
    return held.subarray(starts[frame]!, starts[frame]! + width);
  };
  return {
    ...{ count, width, offsets, values: held, starts },
    window: (frame) => window("ContextWindows.window", "frame", frame),
    batch(frames) {
      assertArray("ContextWindows.batch", "frames", frames, "numbers");
      const data = new Float32Array(frames.length * width);
      for (let row = 0; row < frames.length; row++) {
        data.set(window("ContextWindows.batch", `frames[${row}]`, frames[row]!), row * width);
      }
      return { rows: frames.length, columns: width, data };
    },
  };
}

const heldRows = (rows: number, more: number) => (rows === 0 ? 0 : rows + more);

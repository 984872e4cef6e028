import type { DeltaOptions } from "./delta-options.ts";
import type { FeatureStream } from "./feature-stream.ts";
import { assertStreamRows } from "./internal/assert-stream-rows.ts";
import { createNeighbourStream } from "./internal/neighbour-stream.ts";
import { readDeltaOptions } from "./internal/read-delta-options.ts";
import { slopesOf } from "./internal/slopes-of.ts";

/**
 * Appends slopes to each frame, as {@link withDeltas} does, while the frames arrive. A frame is complete when `order · span` more are
 * there. However the frames are cut into pieces, the result is the same.
 *
 * @throws ArgumentError when an option is not in its range
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { createDeltaStream } from "@dark-knowledge/speech";
 *
 * const stream = createDeltaStream({ order: 1, span: 1 });
 * stream.push(createMatrix(2, 1, Float32Array.of(0, 1))).data; // => [0, 0.5]
 * stream.push(createMatrix(1, 1, Float32Array.of(4))).data; // => [1, 2]
 * stream.end().data; // => [4, 1.5]
 * ```
 */
export function createDeltaStream(options: DeltaOptions = {}): FeatureStream {
  const { order, span } = readDeltaOptions("createDeltaStream", options);
  const streams = Array.from({ length: order }, () => createNeighbourStream(span, span));
  let columns = 0;
  /** Passes rows that have a number of slopes on through the streams of the others. */
  const pass = (rows: Float64Array, from: number): Float64Array =>
    streams.slice(from).reduce((passed, stream, index) => {
      const width = columns * (from + index + 1);
      return withSlopes(stream.push(passed, width), width, columns, span);
    }, rows);
  const matrixOf = (rows: Float64Array) => {
    const width = columns * (1 + order);
    return { rows: width === 0 ? 0 : rows.length / width, columns: width, data: Float32Array.from(rows) };
  };
  return {
    push(features) {
      assertStreamRows("FeatureStream.push", features, columns);
      if (features.rows > 0) columns = features.columns;
      return matrixOf(pass(Float64Array.from(features.data), 0));
    },
    end() {
      // What a stream still had goes through those behind it before they end.
      const rows = streams.flatMap((stream, index) => {
        const width = columns * (index + 1);
        return Array.from(pass(withSlopes(stream.end(), width, columns, span), index + 1));
      });
      const ended = matrixOf(Float64Array.from(rows));
      columns = 0;
      return ended;
    },
  };
}

/** Makes of each window its middle row, with the slopes of its last columns. */
function withSlopes(windows: Float64Array, width: number, columns: number, span: number): Float64Array {
  const length = 2 * span + 1;
  const size = length * width;
  const count = size === 0 ? 0 : windows.length / size;
  const rows = new Float64Array(count * (width + columns));
  const last = new Float64Array(length * columns);
  for (let window = 0; window < count; window++) {
    const begin = window * size;
    for (let row = 0; row < length; row++) {
      const end = begin + (row + 1) * width;
      last.set(windows.subarray(end - columns, end), row * columns);
    }
    const at = window * (width + columns);
    rows.set(windows.subarray(begin + span * width, begin + (span + 1) * width), at);
    const slopes = slopesOf(last, length, columns, span);
    rows.set(slopes.subarray(span * columns, (span + 1) * columns), at + width);
  }
  return rows;
}

import type { ContextOptions } from "./context-options.ts";
import type { FeatureStream } from "./feature-stream.ts";
import { assertStreamRows } from "./internal/assert-stream-rows.ts";
import { createNeighbourStream } from "./internal/neighbour-stream.ts";
import { readContextOptions } from "./internal/read-context-options.ts";

/**
 * Joins each frame with those before and after it, as {@link contextWindows} does, while the frames arrive: a window is complete once its
 * last frame is there, and at the end of the utterance the last frame counts as repeated. However the frames are cut into pieces, the
 * windows are the same.
 *
 * @throws ArgumentError when an option is not in its range
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { createContextStream } from "@dark-knowledge/speech";
 *
 * const stream = createContextStream({ past: 2, future: 1 });
 * stream.push(createMatrix(1, 1, Float32Array.of(1))).rows; // => 0
 * stream.push(createMatrix(2, 1, Float32Array.of(2, 3))).data; // => [1, 1, 1, 2, 1, 1, 2, 3]
 * stream.end().data; // => [1, 2, 3, 3]
 * ```
 */
export function createContextStream(options: ContextOptions = {}): FeatureStream {
  const { past, future } = readContextOptions("createContextStream", options);
  const stream = createNeighbourStream(past, future);
  const matrixOf = (windows: Float64Array, columns: number) => {
    const width = columns * (past + 1 + future);
    return { rows: width === 0 ? 0 : windows.length / width, columns: width, data: Float32Array.from(windows) };
  };
  return {
    push(features) {
      assertStreamRows("FeatureStream.push", features, stream.columns);
      const { columns, data } = features;
      return matrixOf(stream.push(Float64Array.from(data), columns), columns);
    },
    end() {
      const { columns } = stream;
      return matrixOf(stream.end(), columns);
    },
  };
}

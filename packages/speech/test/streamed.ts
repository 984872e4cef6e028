import { createMatrix, createRandom, type Matrix } from "@dark-knowledge/core";
import type { FeatureStream } from "../src/index.ts";

/** What a stream makes of an utterance that arrives in pieces of random length, some of them empty. */
export function streamed(stream: FeatureStream, features: Matrix<Float32Array>, seed: number): Matrix<Float32Array> {
  const { rows, columns, data } = features;
  const random = createRandom(seed);
  const parts: Matrix<Float32Array>[] = [];
  for (let at = 0; at < rows; ) {
    const count = Math.min(rows - at, random.integer(4));
    parts.push(stream.push(createMatrix(count, columns, data.slice(at * columns, (at + count) * columns))));
    at += count;
  }
  parts.push(stream.end());
  const all = Float32Array.from(parts.flatMap((part) => Array.from(part.data)));
  const width = Math.max(...parts.map((part) => part.columns));
  return createMatrix(all.length / width, width, all);
}

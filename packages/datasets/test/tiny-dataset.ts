import { createDataset } from "../src/create-dataset.ts";
import type { Dataset } from "../src/dataset.ts";
import { scale } from "../src/scale.ts";

/** One example per label, each a single byte that is its row. */
export function tinyDataset(labels: readonly number[], classes = 3): Dataset {
  return createDataset({
    features: Uint8Array.from(labels.keys()),
    labels: Int32Array.from(labels),
    exampleShape: [1],
    transforms: [scale({ divide: 255 })],
    classNames: Array.from({ length: classes }, (_, index) => `class ${index}`),
  });
}

/** `count` images of `height` × `width` × `channels` whose pixels are all different from 0 and from their neighbours. */
export function tinyImages(count: number, height: number, width: number, channels = 1): Dataset {
  return createDataset({
    features: Uint8Array.from({ length: count * height * width * channels }, (_, index) => 1 + ((index * 37) % 251)),
    labels: Int32Array.from({ length: count }, (_, index) => index % 2),
    exampleShape: [height, width, channels],
    transforms: [scale({ divide: 255 })],
    classNames: ["even", "odd"],
  });
}

import { createRandom, deriveSeed } from "@dark-knowledge/core";
import { createDataset, type Dataset, scale, selectRows, type TrainAndTest } from "@dark-knowledge/datasets";

/** The number of examples that {@link generatedClusters} makes. */
export interface GeneratedClustersOptions {
  readonly trainSize: number;
  readonly testSize: number;
  readonly seed: number;
}

/**
 * The clusters of {@link generatedClusters}: similar classes. Their numbers are mixed, so that the order reveals
 * nothing.
 */
export const TRUE_CLUSTERS: readonly (readonly number[])[] = [
  [0, 4, 8],
  [1, 5, 9],
  [2, 6, 10],
  [3, 7, 11],
];

const CLUSTER_PIXELS = 6;
const PIXELS = CLUSTER_PIXELS * TRUE_CLUSTERS.length;

/**
 * Generates examples of twelve classes in four clusters. Each cluster is bright in pixels of its own; within these,
 * each class is slightly brighter in two, by less than the noise. So classes of one cluster are often confused, and
 * other classes hardly ever.
 */
export function generatedClusters({ trainSize, testSize, seed }: GeneratedClustersOptions): TrainAndTest {
  const size = trainSize + testSize;
  const random = createRandom(deriveSeed(seed, "clusters"));
  const labels = Int32Array.from({ length: size }, () => random.integer(12));
  const features = new Uint8Array(size * PIXELS);
  labels.forEach((label, row) => {
    const cluster = TRUE_CLUSTERS.findIndex((classes) => classes.includes(label));
    const position = TRUE_CLUSTERS[cluster]!.indexOf(label);
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const within = pixel - cluster * CLUSTER_PIXELS;
      const isOwn = within >= 0 && within < CLUSTER_PIXELS;
      const mark = isOwn && Math.floor(within / 2) === position ? 35 : 0;
      const level = (isOwn ? 130 : 60) + mark + 32 * random.normal();
      features[row * PIXELS + pixel] = Math.max(0, Math.min(255, Math.round(level)));
    }
  });
  const classNames = Array.from({ length: 12 }, (_, label) => `class ${label}`);
  const all = createDataset({
    ...{ features, labels, exampleShape: [PIXELS], classNames },
    transforms: [scale({ divide: 255 })],
  });
  const part = (from: number, to: number): Dataset => selectRows(all, all.rows.subarray(from, to));
  return { train: part(0, trainSize), test: part(trainSize, size) };
}

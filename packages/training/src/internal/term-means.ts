import * as tf from "@tensorflow/tfjs-core";
import type { TermSums } from "../checkpoints.ts";

/** Means over an epoch's examples of the named terms of a loss, summed on the device and read once. */
export interface TermMeans {
  /** Takes over the batch means of the terms, which stand for `size` examples. */
  add(batchMeans: tf.NamedTensorMap, size: number): void;
  /** The mean of `total` over the latest batch. */
  latestTotal(): Promise<number>;
  read(): Promise<Record<string, number>>;
  /** What {@link createTermMeans} takes to go on from here. */
  sums(): Promise<TermSums>;
  dispose(): void;
}

export function createTermMeans(from: TermSums = { examples: 0, sums: {} }): TermMeans {
  let sums: tf.NamedTensorMap = Object.fromEntries(
    Object.entries(from.sums).map(([name, sum]) => [name, tf.scalar(sum)]),
  );
  let latest: tf.Tensor | undefined;
  let { examples } = from;

  async function readSums(): Promise<TermSums> {
    const entries = Object.entries(sums).map(async ([name, sum]) => [name, (await sum.data())[0]!] as const);
    return { examples, sums: Object.fromEntries(await Promise.all(entries)) };
  }

  return {
    add(batchMeans, size) {
      latest?.dispose();
      latest = tf.clone(batchMeans.total!);
      const previous = sums;
      sums = tf.tidy(() =>
        Object.fromEntries(
          Object.entries(batchMeans).map(([name, mean]) => {
            const weighted = tf.mul(mean, size);
            return [name, previous[name] === undefined ? weighted : tf.add(previous[name], weighted)];
          }),
        ),
      );
      tf.dispose([previous, batchMeans]);
      examples += size;
    },
    async latestTotal() {
      return (await latest!.data())[0]!;
    },
    async read() {
      const read = await readSums();
      return Object.fromEntries(Object.entries(read.sums).map(([name, sum]) => [name, sum / read.examples]));
    },
    sums: readSums,
    dispose() {
      latest?.dispose();
      tf.dispose(sums);
    },
  };
}

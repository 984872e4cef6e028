import * as tf from "@tensorflow/tfjs-core";

/** Means over an epoch's examples of the named terms of a loss, summed on the device and read once. */
export interface TermMeans {
  /** Takes over the batch means of the terms, which stand for `size` examples. */
  add(batchMeans: tf.NamedTensorMap, size: number): void;
  /** The mean of `total` over the latest batch. */
  latestTotal(): Promise<number>;
  read(): Promise<Record<string, number>>;
  dispose(): void;
}

export function createTermMeans(): TermMeans {
  let sums: tf.NamedTensorMap = {};
  let latest: tf.Tensor | undefined;
  let examples = 0;

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
      const entries = Object.entries(sums).map(
        async ([name, sum]) => [name, (await sum.data())[0]! / examples] as const,
      );
      return Object.fromEntries(await Promise.all(entries));
    },
    dispose() {
      latest?.dispose();
      tf.dispose(sums);
    },
  };
}

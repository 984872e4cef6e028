/** Cuts lists of ids, one after another, into batches. A last one that is not full stays. */
export function* cutBatches(parts: Iterable<Int32Array>, batchSize: number): Generator<Int32Array> {
  let batch = new Int32Array(batchSize);
  let filled = 0;
  for (const part of parts) {
    for (let from = 0; from < part.length; ) {
      const some = part.subarray(from, from + batchSize - filled);
      batch.set(some, filled);
      filled += some.length;
      from += some.length;
      if (filled < batchSize) continue;
      yield batch;
      batch = new Int32Array(batchSize);
      filled = 0;
    }
  }
  if (filled > 0) yield batch.slice(0, filled);
}

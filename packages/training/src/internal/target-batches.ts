import type { Batch } from "@dark-knowledge/datasets";

/**
 * The batches whose targets a hard term is about: the batch itself or, of mixed examples, the batch with its own targets, each weighing as much as
 * the example's share of the mixture, and with those of the partners, which weigh what is left.
 */
export function targetBatches(batch: Batch): readonly [Batch] | readonly [Batch, Batch] {
  const { mix, weights, ids } = batch;
  if (mix === undefined) return [batch];
  const weighed = (share: (index: number) => number) =>
    Float32Array.from(ids, (_, index) => share(index) * (weights?.[index] ?? 1));
  return [
    { ...batch, weights: weighed((index) => mix.shares[index]!) },
    { ...batch, targets: mix.targets, weights: weighed((index) => 1 - mix.shares[index]!) },
  ];
}

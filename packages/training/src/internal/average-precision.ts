/**
 * `Σ_n (R_n − R_{n−1}) P_n` over the thresholds that a class could be recognised by, with precision P and recall R; answers that are equal come
 * together. 0 where the class is never there.
 */
export function averagePrecision(logits: readonly number[], isThere: readonly boolean[]): number {
  const order = Array.from(logits.keys()).sort((one, other) => logits[other]! - logits[one]!);
  const positives = isThere.filter(Boolean).length;
  let [found, sum, before] = [0, 0, 0];
  order.forEach((index, rank) => {
    if (isThere[index]) found++;
    const isLastOfEquals = rank + 1 === order.length || logits[order[rank + 1]!] !== logits[index];
    if (!isLastOfEquals) return;
    sum += (found - before) * (found / (rank + 1));
    before = found;
  });
  return positives === 0 ? 0 : sum / positives;
}

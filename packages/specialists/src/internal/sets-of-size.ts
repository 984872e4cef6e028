import type { ClassSimilarity } from "../class-similarity.ts";

/**
 * Returns the sets of a division of the classes. With a size, each set has that many classes: its own first, then
 * others, both in the order of their summed similarity to the set's own.
 */
export function setsOfSize(
  { classCount, readColumn }: ClassSimilarity,
  clusterOf: Int32Array,
  clusters: number,
  size?: number,
): Int32Array[] {
  const classes = Int32Array.from(clusterOf.keys());
  const sets = Array.from({ length: clusters }, (_, c) => classes.filter((index) => clusterOf[index] === c));
  const found = sets.filter((set) => set.length > 0);
  if (size === undefined) return found;
  const column = new Float64Array(classCount);
  return found.map((set) => {
    const sums = new Float64Array(classCount);
    for (const index of set) {
      readColumn(index, column);
      column[index] = 0;
      for (let i = 0; i < classCount; i++) sums[i]! += Math.max(0, column[i]!);
    }
    const isOther = (index: number) => (clusterOf[index] === clusterOf[set[0]!] ? 0 : 1);
    return classes
      .slice()
      .sort((i, j) => isOther(i) - isOther(j) || sums[j]! - sums[i]! || i - j)
      .slice(0, size)
      .sort();
  });
}

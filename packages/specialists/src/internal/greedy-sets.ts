import type { ClassSimilarity } from "../class-similarity.ts";

/** Finds sets that cover similarities, the largest first; similarity covered by a set does not count for the next. */
export function greedySets({ classCount, readColumn }: ClassSimilarity, clusters: number, size: number): Int32Array[] {
  const sets: Int32Array[] = [];
  const setsOf: Int32Array[][] = Array.from({ length: classCount }, () => []);

  /** The similarities of a class that no set covers. */
  function readUncovered(index: number, into: Float64Array): void {
    readColumn(index, into);
    for (const set of setsOf[index]!) for (const other of set) into[other] = 0;
    into[index] = 0;
    for (let i = 0; i < classCount; i++) into[i] = Math.max(0, into[i]!);
  }

  // For each class the one most similar to it; only a new set's own classes must be updated.
  const partner = new Int32Array(classCount);
  const similarity = new Float64Array(classCount);
  const column = new Float64Array(classCount);
  function findPartner(index: number): void {
    readUncovered(index, column);
    partner[index] = largest(column, () => true);
    similarity[index] = column[partner[index]!]!;
  }
  for (let index = 0; index < classCount; index++) findPartner(index);

  const uncovered = new Float64Array(classCount);
  const whole = new Float64Array(classCount);
  while (sets.length < clusters) {
    const first = largest(similarity, () => true);
    if (similarity[first] === 0) break;
    const set = new Set<number>();
    uncovered.fill(0);
    whole.fill(0);
    for (let next = first; ; ) {
      set.add(next);
      if (set.size === size) break;
      readUncovered(next, column);
      for (let i = 0; i < classCount; i++) uncovered[i]! += column[i]!;
      readColumn(next, column);
      for (let i = 0; i < classCount; i++) whole[i]! += column[i]!;
      // If no uncovered similarity is left, add the most similar classes anyway.
      const isNew = (index: number) => !set.has(index);
      next = set.size === 1 ? partner[first]! : largest(uncovered, isNew);
      if (uncovered[next] === 0) next = largest(whole, isNew);
    }
    const found = Int32Array.from(set).sort();
    sets.push(found);
    for (const index of found) setsOf[index]!.push(found);
    for (const index of found) findPartner(index);
  }
  return sets;
}

/** Returns the index of the largest number among those admitted, the first of equal ones. */
function largest(numbers: Float64Array, isAdmitted: (index: number) => boolean): number {
  let best = -1;
  for (let index = 0; index < numbers.length; index++) {
    if (isAdmitted(index) && (best < 0 || numbers[index]! > numbers[best]!)) best = index;
  }
  return best;
}

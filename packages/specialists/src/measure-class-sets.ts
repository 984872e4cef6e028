import { ArgumentError, assertArray } from "@dark-knowledge/core";
import type { ClassSimilarity } from "./class-similarity.ts";
import { checkedColumns } from "./internal/checked-columns.ts";

/** Result of {@link measureClassSets}. */
export interface ClassSetMeasures {
  /** The share of the similarity of all pairs of different classes that is between two classes of one set. */
  readonly covered: number;
  /** The expected `covered` of sets of the same sizes whose classes are drawn at random, set by set. */
  readonly coveredAtRandom: number;
  /** The number of classes in each set. */
  readonly sizes: Int32Array;
  /** The number of sets that contain each class: the specialists that cover it. */
  readonly setsPerClass: Int32Array;
  /** The number of classes in any set. */
  readonly classesCovered: number;
  /** The average number of sets per class in any set. 1 if no sets overlap. */
  readonly overlap: number;
}

/**
 * Measures sets of classes: how much of the confusion they cover, and how they overlap.
 *
 * A pair counts with its similarity, or not at all if that is negative, and only once, however many sets contain both
 * classes. A set drawn at random contains a pair with probability `p_s = m_s (m_s − 1) / (n (n − 1))`, so
 * `coveredAtRandom` is `1 − Π (1 − p_s)` whatever the similarity.
 *
 * @param similarity from an accumulator, or from {@link similarityOf} a matrix. For an unbiased measure, use a
 * confusion matrix of data other than the clustered data
 * @param sets class numbers, each once in a set
 * @throws ArgumentError when a class is out of range or twice in a set, a set is empty, or the similarity holds a
 * number that is not finite
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { measureClassSets, similarityOf } from "@dark-knowledge/specialists";
 *
 * const similarity = similarityOf(createMatrix(3, 3, Float64Array.of(9, 3, 1, 3, 9, 0, 1, 0, 9)));
 * const { covered, coveredAtRandom, setsPerClass } = measureClassSets(similarity, [[0, 1]]);
 * covered; // => 0.75
 * coveredAtRandom; // ≈ 0.333333
 * setsPerClass; // => [1, 1, 0]
 * ```
 */
export function measureClassSets(similarity: ClassSimilarity, sets: readonly ArrayLike<number>[]): ClassSetMeasures {
  const columns = checkedColumns(NAME, similarity);
  const { classCount } = columns;
  const setsOf = listSets(sets, classCount);
  const column = new Float64Array(classCount);
  let [all, inside] = [0, 0];
  for (let index = 0; index < classCount; index++) {
    columns.readColumn(index, column);
    column[index] = 0;
    for (let i = 0; i < classCount; i++) all += Math.max(0, column[i]!);
    for (const s of setsOf[index]!) {
      for (let k = 0; k < sets[s]!.length; k++) {
        inside += Math.max(0, column[sets[s]![k]!]!);
        column[sets[s]![k]!] = 0;
      }
    }
  }
  const sizes = Int32Array.from(sets, (set) => set.length);
  const setsPerClass = Int32Array.from(setsOf, (own) => own.length);
  const classesCovered = setsPerClass.filter((count) => count > 0).length;
  const pairs = classCount * (classCount - 1);
  return {
    covered: all > 0 ? inside / all : 0,
    // 1 − Π (1 − p_s) by its logarithm, because a product near 1 would leave only rounding.
    coveredAtRandom:
      0 - Math.expm1(sizes.reduce((missed, size) => missed + Math.log1p((-size * (size - 1)) / Math.max(1, pairs)), 0)),
    sizes,
    setsPerClass,
    classesCovered,
    overlap: classesCovered > 0 ? sizes.reduce((sum, size) => sum + size, 0) / classesCovered : 0,
  };
}

const NAME = "measureClassSets";

/** Returns for each class the indices of its sets. */
function listSets(sets: readonly ArrayLike<number>[], classCount: number): number[][] {
  assertArray(NAME, "sets", sets, "Array");
  const setsOf: number[][] = Array.from({ length: classCount }, () => []);
  sets.forEach((set, s) => {
    assertArray(NAME, `sets[${s}]`, set, "numbers");
    if (set.length === 0) fail(`sets[${s}]`, "must name at least one class", "none");
    for (let k = 0; k < set.length; k++) {
      const own = setsOf[set[k]!];
      if (own === undefined)
        fail(`sets[${s}][${k}]`, `must be a class number from 0 to ${classCount - 1}`, String(set[k]));
      if (own.at(-1) === s)
        fail(`sets[${s}][${k}]`, "must be a class that is not in the set already", `${set[k]} again`);
      own.push(s);
    }
  });
  return setsOf;
}

function fail(argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName: NAME, argument, expected, received, code: "range" });
}

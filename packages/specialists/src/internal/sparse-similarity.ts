import type { ClassSimilarity } from "../class-similarity.ts";
import type { ConfusionState } from "../confusion-state.ts";

/** Makes `(C + Cᵀ) / 2` of a sparse matrix: every cell is listed with its row and again with its column. */
export function sparseSimilarity({ classCount, labels, predicted, masses }: ConfusionState): ClassSimilarity {
  const starts = new Int32Array(classCount + 2);
  for (let cell = 0; cell < masses.length; cell++) {
    starts[labels[cell]! + 2]!++;
    starts[predicted[cell]! + 2]!++;
  }
  for (let i = 0; i < classCount; i++) starts[i + 2]! += starts[i + 1]!;
  // Filling moves starts[i + 1] from the start of class i to its end, which is the start of the next.
  const others = new Int32Array(2 * masses.length);
  const halves = new Float64Array(2 * masses.length);
  function list(owner: number, other: number, half: number): void {
    const place = starts[owner + 1]!++;
    others[place] = other;
    halves[place] = half;
  }
  for (let cell = 0; cell < masses.length; cell++) {
    list(labels[cell]!, predicted[cell]!, masses[cell]! / 2);
    list(predicted[cell]!, labels[cell]!, masses[cell]! / 2);
  }
  return {
    classCount,
    readColumn(index, into) {
      into.fill(0, 0, classCount);
      for (let place = starts[index]!; place < starts[index + 1]!; place++) into[others[place]!]! += halves[place]!;
    },
  };
}

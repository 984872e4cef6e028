import { assertFields } from "@dark-knowledge/core";
import { countsOf } from "./internal/counts-of.ts";
import type { AlignedWord, WordErrors } from "./word-error-counts.ts";

/**
 * Counts the word errors of a hypothesis: the fewest substitutions, insertions and deletions that change the reference into it. Of
 * alignments with as many errors it takes one with the fewest substitutions, which is also the one with the most correct words; so all
 * counts are well defined.
 *
 * @param reference the words that were said
 * @param hypothesis the words that were recognised
 * @throws ArgumentError when one is not an array of strings
 *
 * @example
 * ```ts
 * import { wordErrors } from "@dark-knowledge/speech";
 *
 * const { rate, alignment } = wordErrors(["ONE", "TWO", "THREE", "FOUR"], ["ONE", "TOO", "THREE"]);
 * rate; // => 0.5
 * alignment.map(({ kind }) => kind); // => ["correct", "substitution", "correct", "deletion"]
 * ```
 */
export function wordErrors(reference: readonly string[], hypothesis: readonly string[]): WordErrors {
  assertFields("wordErrors", { reference, hypothesis }, { reference: "texts", hypothesis: "texts" });
  const alignment = align(reference, hypothesis);
  const count = (kind: AlignedWord["kind"]) => alignment.filter((word) => word.kind === kind).length;
  const [substitutions, insertions, deletions] = [count("substitution"), count("insertion"), count("deletion")];
  return { ...countsOf({ words: reference.length, substitutions, insertions, deletions }), alignment };
}

function align(reference: readonly string[], hypothesis: readonly string[]): AlignedWord[] {
  const width = hypothesis.length + 1;
  // An error costs more than all substitutions together can add.
  const error = reference.length + hypothesis.length + 1;
  /** The cost of turning the first words of one into the first words of the other. */
  const costs = new Float64Array((reference.length + 1) * width);
  const pairCost = (row: number, column: number) =>
    costs[(row - 1) * width + column - 1]! + (reference[row - 1] === hypothesis[column - 1] ? 0 : error + 1);
  for (let row = 0; row <= reference.length; row++) {
    for (let column = 0; column < width; column++) {
      if (row === 0 || column === 0) costs[row * width + column] = (row + column) * error;
      else {
        const skip = Math.min(costs[(row - 1) * width + column]!, costs[row * width + column - 1]!) + error;
        costs[row * width + column] = Math.min(pairCost(row, column), skip);
      }
    }
  }
  const alignment: AlignedWord[] = [];
  for (let row = reference.length, column = hypothesis.length; row > 0 || column > 0; ) {
    const cost = costs[row * width + column]!;
    const pair = { reference: reference[row - 1]!, hypothesis: hypothesis[column - 1]! };
    if (row > 0 && column > 0 && cost === pairCost(row, column)) {
      alignment.push({ kind: pair.reference === pair.hypothesis ? "correct" : "substitution", ...pair });
      row--;
      column--;
    } else if (row > 0 && cost === costs[(row - 1) * width + column]! + error) {
      alignment.push({ kind: "deletion", reference: pair.reference });
      row--;
    } else {
      alignment.push({ kind: "insertion", hypothesis: pair.hypothesis });
      column--;
    }
  }
  return alignment.reverse();
}

import { createMatrix, type Matrix } from "@dark-knowledge/core";

/** Options of {@link nearestVotes}. */
export interface NearestVotesOptions {
  readonly classes: number;
  /** The number of neighbours that vote; all where there are fewer. */
  readonly neighbours: number;
}

/** The value of a class without votes in place of 0, so that its logarithm is finite. */
const NO_VOTE = 1e-6;

/**
 * Lets the most similar labelled examples vote, each with the weight of its similarity, or none where that is negative.
 *
 * @param similarities `[examples, labelled examples]`
 * @param labels the class of each labelled example
 * @returns logarithms of the shares of the votes, `[examples, classes]`
 */
export function nearestVotes(
  similarities: Matrix<Float32Array>,
  labels: Int32Array,
  { classes, neighbours }: NearestVotesOptions,
): Matrix<Float32Array> {
  const { rows, columns, data } = similarities;
  const logits = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    const votes = new Float64Array(classes).fill(NO_VOTE);
    for (const place of nearest(own, neighbours)) votes[labels[place]!]! += Math.max(0, own[place]!);
    const sum = votes.reduce((total, vote) => total + vote, 0);
    votes.forEach((vote, label) => {
      logits[row * classes + label] = Math.log(vote / sum);
    });
  }
  return createMatrix(rows, classes, logits);
}

/** The places of the largest numbers; of equal ones the first. */
function nearest(similarities: Float32Array, count: number): readonly number[] {
  const found: number[] = [];
  similarities.forEach((similarity, place) => {
    if (found.length === count && similarity <= similarities[found.at(-1)!]!) return;
    let at = found.length;
    while (at > 0 && similarities[found[at - 1]!]! < similarity) at--;
    found.splice(at, 0, place);
    if (found.length > count) found.pop();
  });
  return found;
}

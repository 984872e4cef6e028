import { assertArray, assertInteger, assertMatrix, assertNumber, formatValue, type Matrix } from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";

/**
 * Counts how often each state occurs in alignments, as shares of all frames: the prior probabilities that {@link hybridScores} takes.
 *
 * @param alignments the state of each frame of each utterance
 * @param stateCount the number of states
 * @throws ArgumentError when there are no frames, or a state is not from 0 to below `stateCount`
 *
 * @example
 * ```ts
 * import { statePriors } from "@dark-knowledge/speech";
 *
 * statePriors([[0, 0, 1], [2]], 4); // => [0.5, 0.25, 0.25, 0]
 * ```
 */
export function statePriors(alignments: readonly ArrayLike<number>[], stateCount: number): Float64Array {
  assertArray("statePriors", "alignments", alignments, "Array");
  assertInteger("statePriors", "stateCount", stateCount, { min: 1, max: 1e9 });
  const priors = new Float64Array(stateCount);
  let frames = 0;
  for (const [index, states] of Array.from(alignments).entries()) {
    assertArray("statePriors", `alignments[${index}]`, states, "numbers");
    for (let frame = 0; frame < states.length; frame++) {
      assertInteger("statePriors", `alignments[${index}][${frame}]`, states[frame], { min: 0, below: stateCount });
      priors[states[frame]!]!++;
    }
    frames += states.length;
  }
  if (frames === 0) fail("statePriors", "shape", "alignments", "must have frames", "none");
  return priors.map((count) => count / frames);
}

/**
 * Turns what a net says about frames into scores for alignment and decoding: `ln p(state | frame) − ln p(state)`, which by Bayes is
 * `ln p(frame | state)` up to a number that is the same for all states. States that never occur have the score −Infinity.
 *
 * @param logProbs frames × states: the log-softmax of the net
 * @param priors the share of each state, such as {@link statePriors}
 * @returns a new matrix of the same size
 * @throws ArgumentError when there is not one prior from 0 to 1 for each state, or a logarithm is NaN or above 0
 * @see Bourlard and Morgan (1994), Connectionist speech recognition: a hybrid approach
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { hybridScores } from "@dark-knowledge/speech";
 *
 * // The first state is four times as frequent: that the net prefers it says little.
 * const logProbs = createMatrix(1, 2, Float64Array.of(Math.log(0.75), Math.log(0.25)));
 * hybridScores(logProbs, [0.8, 0.2]).data; // ≈ [-0.065, 0.223]
 * ```
 */
export function hybridScores(logProbs: Matrix, priors: ArrayLike<number>): Matrix<Float64Array> {
  assertMatrix("hybridScores", "logProbs", logProbs);
  assertArray("hybridScores", "priors", priors, "numbers");
  const { rows, columns, data } = logProbs;
  if (priors.length !== columns) {
    fail("hybridScores", "shape", "priors", `must have length ${columns} (columns of logProbs)`, String(priors.length));
  }
  for (let state = 0; state < columns; state++) {
    assertNumber("hybridScores", `priors[${state}]`, priors[state], { min: 0, max: 1 });
  }
  // Rounding in float32 may lift a logarithm a little above 0.
  const broken = data.findIndex((value) => !(value <= 1e-3));
  if (broken >= 0) {
    const expected = "must be the logarithm of a probability";
    fail("hybridScores", "range", `logProbs.data[${broken}]`, expected, formatValue(data[broken]));
  }
  const scores = Float64Array.from(data, (value, place) => {
    const prior = priors[place % columns]!;
    return prior === 0 ? -Infinity : value - Math.log(prior);
  });
  return { rows, columns, data: scores };
}
